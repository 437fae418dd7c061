"""Thirty reports in every format: the same report must give the same findings, cell for cell, whatever file it comes in."""

from __future__ import annotations

import random
import re
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from gov_lint.engine import run
from gov_lint.nouns import Finding, Result
from gov_lint.readers import read_bytes
from gov_lint.rulepack import load_pack
from tests.generator import formats_html, measure
from tests.generator import layouts as lay
from tests.generator import model as m
from tests.generator.formats import Document, document
from tests.generator.formats_docx import Style, docx, style_of
from tests.generator.formats_text import markdown
from tests.generator.formats_xlsx import xlsx
from tests.generator.marks import bare
from tests.generator.ofd import ofd
from tests.generator.wording import make_model

# --- the reports ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sample:
    """A report by its name; what is wrong with it, in Chinese and English; and the injector that made it so (empty for a clean one)."""

    name: str
    zh: str
    en: str
    injector: str = ""
    seed: int = 1
    kinds: tuple[str, ...] = ("department",)
    sizes: tuple[str, ...] = ("small", "medium")


SAMPLES = (
    Sample("clean-department", "县局，没有差错", "a county's bureau, no fault"),
    Sample("clean-zero", "全部为 0，没有差错", "all zeros, no fault", sizes=("zero",)),
    Sample(
        "clean-government",
        "县政府，数字大，没有差错",
        "a county, large figures, no fault",
        kinds=("government",),
        sizes=("large",),
    ),
    Sample("clean-town", "乡镇，没有差错", "a town, no fault", kinds=("town",)),
    Sample("clean-swapped", "表三两行对调（合法）", "two rows of table 3 swapped (lawful)", "rows_swapped"),
    Sample("cell-wrong", "表三一个数字填错", "one number of table 3 wrong", "one_cell_wrong"),
    Sample("row-sum", "表三一行的总计不等于各列之和", "the total of a row of table 3 is wrong", "row_sums_broken"),
    Sample(
        "results-sum", "（七）总计不等于各行之和", "the total of a column of table 3 is wrong", "results_sum_broken"
    ),
    Sample("balance", "收办不平衡", "requests received and handled do not balance", "balance_broken"),
    Sample("shifted", "表三一行整体错位", "a row of table 3 shifted by a cell", "row_shifted"),
    Sample("cell-blank", "表三空一格", "a blank cell in table 3", "request_cell_blank"),
    Sample("zeros-blank", "表三凡 0 都空着", "all zeros of table 3 left blank", "zeros_left_blank"),
    Sample("row-missing", "表三缺一行", "a row of table 3 missing", "request_row_gone"),
    Sample("row-too-long", "表三一行多一格", "a cell too many in a row of table 3", "row_too_long"),
    Sample("decimal", "表三有小数或负数", "a decimal or negative count in table 3", "request_count_invalid"),
    Sample("negative", "表二有小数或负数", "a decimal or negative count in table 2", "disclosure_count_invalid"),
    Sample("dashes", "表三用横线等代替数字", "dashes in place of numbers", "request_placeholder"),
    Sample("text-in-cell", "收费金额格里写了“元”", "words in the cell of the fees", "fee_in_yuan"),
    Sample("old-form", "表二用了 2019 年的旧式样", "table 2 in the form of 2019", "old_table_two"),
    Sample("captions-missing", "表四缺表头", "the captions of table 4 missing", "dispute_table_half"),
    Sample("disputes-sum", "表四总计不对", "a total of table 4 wrong", "dispute_sum_broken"),
    Sample("disputes-blank", "表四空一格", "a blank cell in table 4", "dispute_cell_blank"),
    Sample("head-changed", "表二表头被改", "a column head of table 2 changed", "head_changed"),
    Sample("label-changed", "表三项目名称被改", "a row label of table 3 changed", "label_changed"),
    Sample("section-missing", "缺一节", "a section missing", "section_dropped"),
    Sample("title", "标题不规范", "a title that is not the prescribed one", "title_odd"),
    Sample("fee-statement", "没有报告收费情况", "no statement of fees", "no_fee_statement"),
    Sample("told-otherwise", "正文与表三数字不一致", "the prose tells another number than table 3", "told_received"),
    Sample("period", "统计期限是上一年", "the period is that of the year before", "period_of_last_year"),
    Sample("heading-typo", "节标题有错字", "a misprint in a section's title", "heading_typo"),
)


def model_of(sample: Sample) -> m.ReportModel:
    """The model of a sample; the same one each time."""
    rng = random.Random(f"{sample.name}/{sample.seed}")
    chosen = next((x for x in measure.injectors() if x.name == sample.injector), None)
    kinds = (chosen.kinds if chosen else ()) or sample.kinds
    sizes = (chosen.sizes if chosen else ()) or sample.sizes
    model = make_model(rng, kinds=kinds, sizes=sizes, from_year=2021)
    if chosen:
        chosen.inject(model, rng)
    model.prose.head, model.prose.foot = [], []  # what surrounds a report on a web page is the page's
    return model


def document_of(sample: Sample, model: m.ReportModel, rng: random.Random) -> Document:
    """The document of a sample: its tables whole or split."""
    return document(model, sample.name, split=rng.random() < 0.3, tall=rng.random() < 0.5)


# --- the formats ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Format:
    """A way to make a file of a report.  ``tool`` is the program it needs, ``package`` the package that reads it, ``base`` the format that the
    tool makes it from; ``no_cells`` says that it shows no blank cell, ``tables_only`` that it holds no prose, ``dated`` that it
    says when it was published, which stands for the date of a sign-off."""

    name: str
    extension: str
    make: Callable[[Sample], bytes] | None = None
    tool: str = ""
    package: str = ""
    base: str = ""
    no_cells: bool = False
    tables_only: bool = False
    dated: bool = False


def _text(layout: str, encoding: str = "utf-8") -> Callable[[Sample], bytes]:
    def make(sample: Sample) -> bytes:
        text = lay.render(model_of(sample), layout, random.Random(f"{sample.name}/{layout}")).text
        if encoding == "utf-16-le":
            return b"\xff\xfe" + text.encode(encoding)
        return (text.replace("\u00a0", " ") if encoding == "gbk" else text).encode(encoding)

    return make


def _rng(sample: Sample, kind: str) -> random.Random:
    return random.Random(f"{sample.name}/{kind}")


def _docx(sample: Sample) -> bytes:
    rng = _rng(sample, "docx")
    return docx(document_of(sample, model_of(sample), rng), rng, style_of(rng))


def _typed(sample: Sample) -> bytes:
    rng = _rng(sample, "typed")
    return docx(document_of(sample, model_of(sample), rng), rng, Style(automatic=False))


def _html(kind: str) -> Callable[[Sample], bytes]:
    def make(sample: Sample) -> bytes:
        rng = _rng(sample, kind)
        write = formats_html.STYLES.get(kind, formats_html.printed)
        return write(document_of(sample, model_of(sample), rng), rng)

    return make


def _xlsx(sample: Sample) -> bytes:
    rng = _rng(sample, "xlsx")
    return xlsx(document_of(sample, model_of(sample), rng), rng)


def _ofd(sample: Sample) -> bytes:
    rng = _rng(sample, "ofd")
    return ofd(document_of(sample, model_of(sample), rng), rng)


def _md(sample: Sample) -> bytes:
    return markdown(document_of(sample, model_of(sample), _rng(sample, "md")))


REFERENCE = Format("txt-tsv", ".txt", _text("tsv"))
"""Text with tabs, which shows blank cells: what every other format is compared with."""
FORMATS = (
    Format("docx", ".docx", _docx),
    Format("docx-typed", ".docx", _typed),
    Format("html-modern", ".html", _html("modern"), dated=True),
    Format("html-layout", ".html", _html("layout")),
    Format("html-word", ".html", _html("word")),
    Format("xlsx", ".xlsx", _xlsx, tables_only=True),
    Format("md", ".md", _md),
    Format("txt-cells-tab", ".txt", _text("cells-tab")),
    Format("txt-cells-plain", ".txt", _text("cells-plain"), no_cells=True),
    Format("txt-flow", ".txt", _text("flow"), no_cells=True),
    Format("txt-pdf", ".txt", _text("pdf"), no_cells=True),
    Format("utf-8-sig", ".txt", _text("tsv", "utf-8-sig")),
    Format("gb18030", ".txt", _text("tsv", "gb18030")),
    Format("gbk", ".txt", _text("tsv", "gbk")),
    Format("utf-16", ".txt", _text("tsv", "utf-16-le")),
    Format("odt", ".odt", tool="soffice", base="docx"),
    Format("rtf", ".rtf", tool="soffice", base="docx"),
    Format("doc", ".doc", tool="soffice", package="olefile", base="docx"),
    Format("pdf-libreoffice", ".pdf", tool="soffice", package="pypdfium2", base="docx"),
    Format("ofd", ".ofd", _ofd, package="ofdkit"),
    Format("pdf-chromium", ".pdf", tool="chromium", package="pypdfium2", base="html-print"),
)
BY_NAME = {x.name: x for x in (REFERENCE, *FORMATS, Format("html-print", ".html", _html("print")))}


def files_of(kind: Format, samples: Sequence[Sample] = SAMPLES) -> dict[str, bytes]:
    """The samples as files of that format, by their names.  Raises RuntimeError where the tool leaves some out."""
    if kind.make:
        return {sample.name: kind.make(sample) for sample in samples}
    source = BY_NAME[kind.base]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for stem, data in files_of(source, samples).items():
            (folder / f"{stem}{source.extension}").write_bytes(data)
        for _ in range(2):  # a program that gives up half-way gets a second chance
            left = [
                x for x in sorted(folder.glob(f"*{source.extension}")) if not x.with_suffix(kind.extension).exists()
            ]
            if left:
                (_by_office if kind.tool == "soffice" else _by_browser)(left, folder, kind.extension)
        return {sample.name: _made(folder / f"{sample.name}{kind.extension}", kind.tool) for sample in samples}


def _made(path: Path, tool: str) -> bytes:
    if not path.exists():
        raise RuntimeError(f"{tool} did not make {path.name}")
    return path.read_bytes()


def _by_office(paths: Sequence[Path], folder: Path, extension: str) -> None:
    """Converts files in one call of LibreOffice, with a profile of its own."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--norestore", "--convert-to", extension[1:], "--outdir", str(folder)]
    subprocess.run([*command, *map(str, paths)], check=False, capture_output=True, timeout=300)


def _by_browser(paths: Sequence[Path], folder: Path, extension: str) -> None:
    """Prints pages with Chromium, two at a time."""
    for at in range(0, len(paths), 2):
        running = []
        for path in paths[at : at + 2]:
            command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
            command += [
                f"--user-data-dir={folder / f'profile-{path.stem}'}",
                f"--print-to-pdf={path.with_suffix(extension)}",
            ]
            command.append(path.as_uri())
            running.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        for process in running:
            try:
                process.wait(timeout=60)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


# --- what is compared -------------------------------------------------------------------------------------------------

Seen = tuple[str, str, str]
"""A finding as compared: its rule, its severity, and its cell (table / row / column) or the words it is about."""


def check(data: bytes, name: str) -> Result:
    """What the default profile says of a file."""
    return run(read_bytes(data, name), load_pack())


AT_THE_END = ("signoff-missing",)
"""Rules that are found on the last line, whatever it holds: where that begins is up to the layout."""
_BLANK = re.compile(r"\s+")


def seen(finding: Finding) -> Seen:
    """A finding as compared; blanks, which every layout prints otherwise, do not count."""
    if finding.rule in AT_THE_END:
        return finding.rule, finding.severity, ""
    where = " / ".join(finding.cell) or _BLANK.sub("", finding.key.split("|", 1)[1].rsplit("|", 1)[0])
    return finding.rule, finding.severity, where


def findings(result: Result) -> Counter[Seen]:
    """All findings of a result."""
    return Counter(seen(finding) for finding in result.findings)


@cache
def due(sample: Sample) -> Counter[Seen]:
    """What the reference says of a sample."""
    assert REFERENCE.make
    return findings(check(REFERENCE.make(sample), sample.name + ".txt"))


@dataclass(frozen=True)
class Difference:
    """What a file says otherwise than the reference: findings that it lacks, and those it has besides."""

    lacks: tuple[Seen, ...] = ()
    besides: tuple[Seen, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.lacks or self.besides)


def difference(sample: Sample, result: Result, kind: Format) -> Difference:
    """The difference of a file's result from the reference, as far as a file of that format can have one."""
    expected, found = due(sample), findings(result)
    if kind.tables_only:
        expected, found = of_tables(expected), of_tables(found)
    if kind.dated:
        expected = Counter({one: count for one, count in expected.items() if one[0] not in AT_THE_END})
    return Difference(tuple((expected - found).elements()), tuple((found - expected).elements()))


def of_tables(found: Counter[Seen]) -> Counter[Seen]:
    """The findings that need nothing but the three tables."""
    rules = {rule.id for rule in load_pack().rules if rule.family == "tables"} | {"edition-mismatch"}
    return Counter({one: count for one, count in found.items() if one[0] in rules})


@dataclass(frozen=True)
class Excuse:
    """Why a format cannot say of a sample what the others say, in Chinese and English; and the rules that speak instead (none: nothing can be
    said)."""

    zh: str
    en: str
    instead: frozenset[str] = frozenset()


_NO_COLUMNS = Excuse(
    "没有单元格的文本里，空格没有痕迹，认不出是哪一格；改为提示这一行（这一张表）数字的个数不对",
    "text without cells leaves no trace of a blank one; the row (the table) is reported for its number of figures instead",
    frozenset({"applications-column-count", "disputes-incomplete", "cell-empty"}),
)
_TABLES_ONLY = Excuse("工作簿里只有三张表，没有正文", "the workbook holds the three tables and no prose")


def excuse(sample: Sample, kind: Format) -> Excuse | None:
    """What keeps that format from saying what the others say of a sample, if anything does."""
    if kind.tables_only and due(sample) and not of_tables(due(sample)) and not sample.name.startswith("clean"):
        return _TABLES_ONLY
    return _NO_COLUMNS if kind.no_cells and sample.name in _BLANKS else None


_BLANKS = ("cell-blank", "zeros-blank", "disputes-blank")


# --- where the cells stand --------------------------------------------------------------------------------------------


def misplaced(result: Result, model: m.ReportModel, laid: Document, *, columns: bool = True) -> list[str]:
    """The cells of a result that are not where the document has them: their words, and their row and column in the table (``columns`` leaves
    the columns out).  Cells that were not read are not spoken of."""
    places, odd = laid.places(), []
    tables: dict[int, set[int]] = {}
    for key, cell in read_cells(result, model):
        place = result.report.place(cell.span)
        words = _BLANK.sub("", result.report.source.text[place.start : place.end])
        block = place.block
        table, row, column = places[key]
        if words != _BLANK.sub("", printed(model, key)) and not (not words and not printed(model, key)):
            odd.append(f"{key}: {words!r}, printed {printed(model, key)!r}")
        elif block is None or block.row != row or (columns and block.column != column):
            odd.append(f"{key} at {block}, stands in row {row}, column {column}")
        else:
            tables.setdefault(table, set()).add(block.table or 0)
    odd += [f"table {table} is in tables {found}" for table, found in tables.items() if len(found) > 1]
    return odd


def read_cells(result: Result, model: m.ReportModel) -> Iterator[tuple[str, Any]]:
    """The cells with a number that were read, by their logical places."""
    tables = result.report.tables
    for key in model.row_order:
        row = tables["申请"].rows.get(measure.ROW_NAMES[key]) if "申请" in tables else None
        yield from (
            (f"cell.申请.{key}.{at}", cell)
            for at, cell in enumerate(row.cells if row else ())
            if cell.value is not None
        )
    for name in model.disclosure_order:
        row = tables["公开"].rows.get({"规范性文件": "行政规范性文件"}.get(name, name)) if "公开" in tables else None
        yield from (
            (f"cell.公开.{name}.{at}", cell)
            for at, cell in enumerate(row.cells if row else ())
            if cell.value is not None
        )
    for group, name in enumerate(measure.DISPUTE_NAMES):
        row = tables["复议诉讼"].rows.get(name) if "复议诉讼" in tables else None
        yield from (
            (f"cell.复议诉讼.{group}.{at}", cell)
            for at, cell in enumerate(row.cells if row else ())
            if cell.value is not None
        )


def printed(model: m.ReportModel, key: str) -> str:
    """What a cell prints."""
    _, table, row, column = key.split(".")
    if table == "申请":
        return bare(model.requests[row][int(column)])
    if table == "公开":
        return bare(model.disclosure[row][int(column)])
    return bare(model.disputes[int(row) * 5 + int(column)])
