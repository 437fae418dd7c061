"""OFD files: characters and lines as programs write them, what is not printed, and files that mean harm."""

from __future__ import annotations

import io
import random
import time
import zipfile

import pytest

from gov_lint.engine import run
from gov_lint.readers import ReadError, read_here
from gov_lint.rulepack import load_pack
from tests.conftest import missing
from tests.generator import equality, measure
from tests.generator.ofd import STYLES, OfdPage, Style, ofd, write_ofd

_NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'


@pytest.fixture(autouse=True)
def _package() -> None:
    try:
        import ofdkit  # noqa: F401
    except ImportError:
        missing("ofdkit")


def text_of(data: bytes) -> str:
    """The text of a file, without blanks at the ends of lines."""
    return "\n".join(line.strip() for line in read_here("ofd", data, "报告.ofd").text.strip().split("\n"))


def one(*texts: str, lines: OfdPage | None = None) -> list[OfdPage]:
    """A page with texts below one another."""
    return [([(25.0, 60.0 + 8 * at, 4.2, text) for at, text in enumerate(texts)], lines[1] if lines else [])]


def ruled(rows: list[list[str]], top: float = 50.0, wide: float = 30.0) -> OfdPage:
    """A page with a table."""
    texts = [(26.0 + wide * x, top + 8 * y + 6, 4.0, text) for y, row in enumerate(rows) for x, text in enumerate(row)]
    right, bottom = 25.0 + wide * len(rows[0]), top + 8 * len(rows)
    lines = [(25.0, top + 8 * y, right, top + 8 * y) for y in range(len(rows) + 1)]
    lines += [(25.0 + wide * x, top, 25.0 + wide * x, bottom) for x in range(len(rows[0]) + 1)]
    return texts, lines


TABLE = [["信息内容", "本年制发件数", "现行有效件数"], ["规章", "0", "12"], ["规范性文件", "3", "45"]]


@pytest.mark.parametrize("style", STYLES, ids=lambda style: f"{style.text}-{style.lines}")
def test_every_way_of_writing_gives_the_same_cells(style: Style) -> None:
    assert text_of(write_ofd([ruled(TABLE)], style)) == "\n".join("\t".join(row) for row in TABLE)


@pytest.mark.parametrize("style", STYLES, ids=lambda style: f"{style.text}-{style.lines}")
@pytest.mark.parametrize("seed", range(2))
def test_a_generated_report_is_read_cell_for_cell(style: Style, seed: int) -> None:
    model = measure.make_case(seed, "tsv").model
    rng = random.Random(seed)
    result = run(read_here("ofd", ofd(equality.document(model), rng, style), "报告.ofd"), load_pack())
    assert result.cells_read == result.cells_due
    cells = dict(equality.read_cells(result, model))
    assert {key: str(cell.raw) for key, cell in cells.items()} == {key: equality.printed(model, key) for key in cells}


@pytest.mark.parametrize("sample", equality.SAMPLES[::3], ids=lambda sample: sample.name)
def test_a_report_has_the_findings_of_its_text(sample: equality.Sample) -> None:
    kind = equality.Format("ofd", ".ofd")
    rng = random.Random(sample.name)
    document = equality.document_of(sample, equality.model_of(sample), rng)
    result = equality.check(ofd(document, rng, STYLES[0]), "报告.ofd")
    assert not equality.difference(sample, result, kind)


def test_findings_give_the_page() -> None:
    source = read_here("ofd", write_ofd([ruled(TABLE), *one("一、总体情况")]), "报告.ofd")
    assert [source.block(source.text.index(word)).page for word in ("规章", "总体")] == [1, 2]  # type: ignore[union-attr]


def test_the_steps_between_characters_place_them() -> None:
    code = '<ofd:TextObject Boundary="20 20 100 5" Size="4"><ofd:TextCode X="0" Y="4" DeltaX="{}">{}</ofd:TextCode></ofd:TextObject>'
    objects = code.format("g 3 4", "年度报告") + code.format("4 40 4", "甲乙丙丁").replace("20 20", "20 40")
    lines = text_of(write_ofd([([], [])], Style(extra=objects))).split("\n")
    assert lines[0] == "年度报告" and lines[1].split() == ["甲乙", "丙丁"]


def test_characters_below_one_another_are_one_label() -> None:
    texts, lines = ruled([["", "规章", "1"]], wide=12)
    down = '<ofd:TextObject Boundary="28 50 4 8" Size="2"><ofd:TextCode X="0" Y="2" DeltaY="g 2 2.2">三本年</ofd:TextCode></ofd:TextObject>'
    assert text_of(write_ofd([(texts, lines)], Style(extra=down))) == "三本年\t规章\t1"


def test_what_is_not_printed_is_left_out() -> None:
    hidden = '<ofd:TextObject Boundary="20 100 40 5" Size="4" Visible="false"><ofd:TextCode X="0" Y="4">隐藏</ofd:TextCode></ofd:TextObject>'
    clear = '<ofd:TextObject Boundary="20 110 40 5" Size="4" Alpha="0"><ofd:TextCode X="0" Y="4">透明</ofd:TextCode></ofd:TextObject>'
    off = '<ofd:TextObject Boundary="-300 110 40 5" Size="4"><ofd:TextCode X="0" Y="4">页外</ofd:TextCode></ofd:TextObject>'
    turned = '<ofd:TextObject Boundary="50 110 90 90" CTM="0.7 0.7 -0.7 0.7 0 0" Size="20"><ofd:TextCode X="0" Y="4">水印</ofd:TextCode></ofd:TextObject>'
    assert text_of(write_ofd(one("正文"), Style(extra=hidden + clear + off + turned))) == "正文"


def test_annotations_and_seals_are_not_read() -> None:
    more = {
        "Doc_0/Annots/Page_0/Annotation.xml": f'<ofd:PageAnnot {_NS}><ofd:Annot Type="Stamp"><ofd:Appearance><ofd:TextObject Size="4">'
        "<ofd:TextCode>印章</ofd:TextCode></ofd:TextObject></ofd:Appearance></ofd:Annot></ofd:PageAnnot>",
    }
    assert text_of(write_ofd(one("正文"), more=more)) == "正文"


def test_composite_objects_are_drawn_where_they_are_used() -> None:
    unit = (
        f'<ofd:Res {_NS}><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="7" Width="50" Height="10"><ofd:Content>'
        '<ofd:TextObject Boundary="0 0 40 5" Size="4"><ofd:TextCode X="0" Y="4" DeltaX="g 3 4">组合图元</ofd:TextCode></ofd:TextObject>'
        "</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>"
    )
    extra = '<ofd:CompositeObject ResourceID="7" Boundary="30 100 50 10"/>'
    assert text_of(
        write_ofd(one("正文"), Style(extra=extra), {"Doc_0/DocumentRes.xml": unit})
    ) == "正文\n\n组合图元".replace("\n\n", "\n")


def test_a_composite_object_within_itself_ends() -> None:
    inside = '<ofd:CompositeObject ResourceID="7" Boundary="0 0 1 1"/>' * 3
    unit = (
        f'<ofd:Res {_NS}><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="7"><ofd:Content>{inside}</ofd:Content>'
        "</ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>"
    )
    data = write_ofd(one("正文"), Style(extra=inside), {"Doc_0/DocumentRes.xml": unit})
    with pytest.raises(ReadError, match="过大"):
        read_here("ofd", data, "报告.ofd")


def test_programs_without_the_namespace_and_with_gbk_are_read() -> None:
    data = write_ofd(one("政府信息公开"))
    parts = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            text = (
                archive.read(name).decode().replace("ofd:", "").replace("xmlns:ofd", "xmlns").replace("UTF-8", "GB2312")
            )
            parts[name.upper() if name == "OFD.xml" else name] = text.encode("gb18030")
    assert text_of(_zip(parts)) == "政府信息公开"


_RES = (
    f'<ofd:Res {_NS} BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="5" Type="Image"><ofd:MediaFile>page.png</ofd:MediaFile>'
    "</ofd:MultiMedia></ofd:MultiMedias></ofd:Res>"
)
_PICTURE = '<ofd:ImageObject ID="6" Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="5"/>'
_SCAN: dict[str, str | bytes] = {"Doc_0/DocumentRes.xml": _RES, "Doc_0/Res/page.png": b"no picture"}


def test_a_picture_of_a_report_is_known_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gov_lint.readers.ocr.available", lambda: False)
    source = read_here("ofd", write_ofd([([], [])], Style(extra=_PICTURE), _SCAN), "报告.ofd")
    assert source.pictures and not source.text.strip() and not source.guessed
    result = run(source, load_pack())
    assert [finding.rule for finding in result.findings] == ["text-not-extractable"]


@pytest.mark.parametrize("hidden", ['Alpha="0"', 'Visible="false"', 'Fill="false"'])
def test_what_a_scanner_put_under_its_picture_needs_a_person(hidden: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gov_lint.readers.ocr.available", lambda: False)
    under = f'<ofd:TextObject Boundary="20 100 40 5" Size="4" {hidden}><ofd:TextCode X="0" Y="4">总体情况</ofd:TextCode></ofd:TextObject>'
    source = read_here("ofd", write_ofd([([], [])], Style(extra=under + _PICTURE), _SCAN), "报告.ofd")
    assert source.text.strip() == "总体情况" and source.guessed
    assert text_of(write_ofd(one("正文"), Style(extra=under + _PICTURE), _SCAN)) == "正文"


def test_a_file_with_a_password_says_so() -> None:
    more: dict[str, str | bytes] = {"Doc_0/Document.xml": b"\x93\x01\x88", "Encryptions.xml": "<Encryptions/>"}
    with pytest.raises(ReadError, match="密码"):
        read_here("ofd", write_ofd(one("正文"), more=more), "报告.ofd")


def _zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


_TEXT = '<ofd:TextObject Boundary="20 100 40 5" Size="4" {}><ofd:TextCode X="0" Y="4" {}>多余</ofd:TextCode></ofd:TextObject>'
_PATH = '<ofd:PathObject Boundary="0 0 210 297"><ofd:AbbreviatedData>{}</ofd:AbbreviatedData></ofd:PathObject>'


@pytest.mark.parametrize(
    "extra",
    [
        _TEXT.format("", 'DeltaX="g 100000000 1"'),
        _TEXT.format("", 'DeltaX="g 1e300 1e300"'),
        _TEXT.format("", 'DeltaX="g g g"'),
        _TEXT.format("", 'X2="" DeltaX="nan inf"'),
        _TEXT.format('CTM="nan nan nan nan nan nan"', ""),
        _TEXT.format('CTM="1e308 0 0 1e308 0 0"', ""),
        _TEXT.format('CTM="0 0 0 0 0 0"', ""),
        _TEXT.format('HScale="-inf"', ""),
        _TEXT.format("", "").replace('Size="4"', 'Size="NaN"'),
        _TEXT.format("", "").replace("20 100 40 5", "1e99 x"),
        _PATH.format("M 1 1 " + "L 5 5 B 1 1 2 2 3 3 " * 300_000),
        _PATH.format("M 0 0 " + "L 200 0 L 200 1 L 0 1 L 0 0 " * 6_000),
        _PATH.format("M 0 0 L 1e999 0 C C C L nan 5 Z 4 4 L 5"),
        _PATH.format("A 1 2 3"),
        "<ofd:PageBlock>" * 5000 + "</ofd:PageBlock>" * 5000,
        "<ofd:ImageObject/><ofd:CompositeObject ResourceID='404' Boundary='0 0 1 1'/><ofd:TextObject/><ofd:PathObject/>",
    ],
    ids=range(16),
)
def test_absurd_numbers_neither_stop_nor_slow_the_reading(extra: str) -> None:
    start = time.process_time()
    try:
        assert "正文" in text_of(write_ofd(one("正文"), Style(extra=extra)))
    except ReadError:
        pass
    assert time.process_time() - start < 5


def test_more_pages_than_any_report_has_are_refused() -> None:
    pages = "".join('<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>' for _ in range(5000))
    tree = f"<ofd:Document {_NS}><ofd:CommonData/><ofd:Pages>{pages}</ofd:Pages></ofd:Document>"
    with pytest.raises(ReadError, match="页"):
        read_here("ofd", write_ofd(one("正文"), more={"Doc_0/Document.xml": tree}), "报告.ofd")


def test_a_bomb_is_refused() -> None:
    layer = f"<ofd:Page {_NS}><ofd:Content><ofd:Layer>{' ' * 40_000_000}</ofd:Layer></ofd:Content></ofd:Page>"
    with pytest.raises(ReadError, match="过大"):
        read_here("ofd", write_ofd(one("正文"), more={"Doc_0/Pages/Page_0/Content.xml": layer}), "报告.ofd")


def test_entities_are_refused() -> None:
    page = f'<!DOCTYPE x [<!ENTITY a "aaaa">]><ofd:Page {_NS}><ofd:Content>&a;</ofd:Content></ofd:Page>'
    with pytest.raises(ReadError):
        read_here("ofd", write_ofd(one("正文"), more={"Doc_0/Pages/Page_0/Content.xml": page}), "报告.ofd")


@pytest.mark.parametrize("root", ["<a/>", "<ofd:OFD/>", "", "\0\1\2"])
def test_a_broken_file_says_so(root: str) -> None:
    with pytest.raises(ReadError):
        read_here("ofd", write_ofd(one("正文"), more={"OFD.xml": root}), "报告.ofd")


def test_mutated_files_raise_nothing_but_refusals() -> None:
    rng = random.Random(5)
    data = write_ofd([ruled(TABLE)])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(150):
        name = rng.choice(sorted(parts))
        broken = bytearray(parts[name])
        for _ in range(rng.randint(1, 6)):
            at = rng.randrange(len(broken))
            broken[at : at + rng.randint(0, 3)] = rng.choice(
                [b"", b"9", b'"', b"<", b"-1e9", bytes([rng.randrange(256)])]
            )
        try:
            read_here("ofd", _zip(parts | {name: bytes(broken)}), "报告.ofd")
        except ReadError:
            pass
