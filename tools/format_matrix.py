"""Writes docs/formats.md: what each format carries, and what a run of thirty reports in every format gave.

``python -m tools.format_matrix`` makes the files (LibreOffice and Chromium must be there), checks them, and writes docs/formats.json and the page;
``--page`` writes the page anew from the data, and ``--check`` says whether both are current: neither needs these programs.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from tests.generator import equality
from tests.generator.equality import FORMATS, REFERENCE, SAMPLES, Format, Sample

DOCS = Path(__file__).parent.parent / "docs"
SAME, DIFFERS = "same", "differs"
_INSTEAD, _NOTHING = "instead", "nothing"
"""What a run gave of a sample in a format: the same findings; others instead, or none, for a named reason; or other ones."""


class Column(NamedTuple):
    """A column of the matrix: its heading and the formats in it."""

    head: str
    formats: tuple[str, ...]


COLUMNS = (
    Column("txt", ("txt-cells-tab", "txt-cells-plain", "txt-flow", "txt-pdf")),
    Column("编码", ("utf-8-sig", "gb18030", "gbk", "utf-16")),
    Column("md", ("md",)),
    Column("docx", ("docx", "docx-typed")),
    Column("html", ("html-modern", "html-layout", "html-word")),
    Column("xlsx", ("xlsx",)),
    Column("odt", ("odt",)),
    Column("rtf", ("rtf",)),
    Column("doc", ("doc",)),
    Column("pdf 甲", ("pdf-libreoffice",)),
    Column("pdf 乙", ("pdf-chromium",)),
    Column("ofd", ("ofd",)),
)
_LEGEND = {
    "txt": "一格一行（有、无制表符）、一行一列、从 PDF 复制的文本",
    "编码": "带 BOM 的 UTF-8、GB18030、GBK、UTF-16",
    "md": "Markdown 表格",
    "docx": "自动编号和手打编号各一套；表二或合或分，表四 15 列或 16 列，文字切成碎段",
    "html": "新式 div 网页（UTF-8）、旧式排版表格（声明 gb2312）、从 Word 粘贴的网页",
    "xlsx": "只有三张表",
    "odt": "LibreOffice 由 docx 转成",
    "rtf": "LibreOffice 由 docx 转成",
    "doc": "LibreOffice 由 docx 转成",
    "pdf 甲": "LibreOffice 打印 docx",
    "pdf 乙": "Chromium 打印网页",
    "ofd": "按页排好，表格跨页",
}
"""What each column of the matrix holds."""
_FACTS = (
    (
        "`.docx` `.docm`",
        "",
        "段落、嵌套表格、合并单元格、文本框、内容控件、域；自动编号按打印出来的读；修订中插入的读，删除的不读；页眉、页脚、批注不算正文",
        "图片里的字；宏从不运行",
    ),
    (
        "`.html` `.htm` `.shtml` `.mht`",
        "",
        "只读网页里的报告，导航、页脚、脚本不读；合并单元格、多层排版表格；声明 gb2312 而实际是 GB18030 的照样读；指出源代码的行和列",
        "靠脚本加载的正文；链接从不打开，所以附件要另外检查",
    ),
    ("`.odt`", "", "段落、表格、合并单元格、列表编号", "图片里的字"),
    ("`.rtf`", "", "段落、表格、编号、中文各种编码", "图片里的字"),
    (
        "`.xlsx`",
        "",
        "每张可见工作表是一张表：合并单元格、数字格式、公式保存的结果",
        "工作簿通常只有三张表，正文无从检查；公式不重算",
    ),
    (
        "`.doc` `.wps`",
        "`doc`",
        "Word 97 以后的文档直接读；更早的和自动编号读不全的，装有 LibreOffice 时交给它",
        "图片里的字；宏从不运行",
    ),
    (
        "`.pdf`",
        "`pdf`",
        "有框线的表按框线读成单元格；跨页的表接成一张，重复的表头不算行；竖排的标签、页码、页眉都认得；指出页和行",
        "扫描件没有文字，要装 `ocr` 另行识别，结果一律标“需人工核对”；字间误加的空格看不出来",
    ),
    ("`.ofd`", "`ofd`", "同 PDF：文字按位置、表按框线", "扫描件；签章里的字；字间误加的空格"),
    ("`.md`", "", "标题、表格；合并单元格写成空格子", "合并单元格写错列时，空格子认不准"),
    (
        "`.txt`",
        "",
        "制表符分列、一格一行、一行一列、对齐的列、从 PDF 复制的文本；UTF-8、UTF-16、GB18030、Big5",
        "没有单元格的排法看不出空格（见脚注）",
    ),
)
"""Of each format: its names, the extra to install, what is read, and what the format cannot carry."""


def measured() -> dict[str, dict[str, str]]:
    """What a run gives: for each format, the outcome for each sample."""
    found: dict[str, dict[str, str]] = {}
    for kind in FORMATS:
        files = equality.files_of(kind)
        found[kind.name] = {sample.name: outcome(sample, kind, files[sample.name]) for sample in SAMPLES}
        print(
            kind.name,
            ", ".join(f"{name} differs" for name, one in found[kind.name].items() if one == DIFFERS) or "as due",
        )
    return found


def outcome(sample: Sample, kind: Format, data: bytes) -> str:
    """What a file of a sample gives."""
    differs = equality.difference(sample, equality.check(data, sample.name + kind.extension), kind)
    excuse = equality.excuse(sample, kind)
    if not differs:
        return _NOTHING if excuse and not excuse.instead else SAME
    rules = {rule for rule, _, _ in differs.besides}
    return _INSTEAD if excuse and rules and rules <= excuse.instead else DIFFERS


def digest() -> str:
    """What the results rest on: the text of each sample, and what is due of it."""
    total = hashlib.sha256()
    for sample in SAMPLES:
        assert REFERENCE.make
        total.update(REFERENCE.make(sample))
        total.update(repr(sorted(equality.due(sample).items())).encode())
    return total.hexdigest()[:16]


def page(data: Mapping[str, object]) -> str:
    """The page, from the data of a run."""
    return "\n".join(_lines(data)) + "\n"


def _lines(data: Mapping[str, object]) -> Iterator[str]:
    outcomes = data["outcomes"]
    assert isinstance(outcomes, dict)
    columns = [column for column in COLUMNS if all(name in outcomes for name in column.formats)]
    count = sum(len(column.formats) for column in columns)
    yield from ("# 各种格式", "", "*Formats: what is read, and the same thirty reports in each of them*", "")
    yield "本页由 `python -m tools.format_matrix` 生成，请勿手工修改。文件是什么格式由内容决定，不看扩展名。"
    yield from ("", "## 读什么", "", "*What is read*", "")
    yield from ("| 格式 | 另装 | 读什么 | 读不到什么 |", "|---|---|---|---|")
    for names, extra, reads, lacks in _FACTS:
        install = f"`pip install 'govlint[{extra.strip('`')}]'`" if extra else "不用"
        yield f"| {names} | {install} | {reads} | {lacks} |"
    yield from ("", "## 同一份报告，同样的结果", "", "*The same report, the same findings*", "")
    yield (
        f"{len(SAMPLES)} 份虚构的报告，各做成 {count + 1} 种文件，用默认配置检查。以制表符分列的文本为准，其余每一种都要在同一个单元格（或同样的词句）"
        "报出同一条规则、同样的严重程度，一条不多、一条不少。"
    )
    yield ""
    yield from (f"* {column.head}：{_LEGEND[column.head]}" for column in columns)
    yield ""
    yield f"用到的程序：{data['tools']}。√ 相同；〔〕里的号码见表下的说明；× 不同。"
    yield ""
    yield f"| 报告 | 应当报出 | {' | '.join(column.head for column in columns)} |"
    yield f"|---|---|{'---|' * len(columns)}"
    reasons: dict[str, int] = {}
    for sample in SAMPLES:
        cells = [_cell(sample, column, outcomes, reasons) for column in columns]
        rules = sorted(
            {f"[{rule}](rules.md#{rule})" for rule, severity, _ in equality.due(sample) if severity != "note"}
        )
        yield f"| {sample.zh} *{sample.en}* | {'、'.join(rules) or _mild(sample)} | {' | '.join(cells)} |"
    yield ""
    yield from (f"{number}. {reason}" for reason, number in reasons.items())
    yield from ("", "新式网页在标题下写明发布时间，等于有了日期，所以不提示缺落款（signoff-missing）。")
    yield from ("", "“应当报出”一列只写错误和警告；提示级的结果同样逐条比较。")


def _mild(sample: Sample) -> str:
    """What is due where there is no error and no warning."""
    chosen = _rule_of(sample)
    return (
        f"[{chosen}](rules.md#{chosen})（提示）"
        if chosen in {rule for rule, _, _ in equality.due(sample)}
        else "没有错误和警告"
    )


def _rule_of(sample: Sample) -> str:
    from tests.generator.measure import injectors

    return next((x.rule for x in injectors() if x.name == sample.injector), "")


def _cell(sample: Sample, column: Column, outcomes: Mapping[str, Mapping[str, str]], reasons: dict[str, int]) -> str:
    """A cell of the matrix: √, or the numbers of the reasons."""
    found = []
    for name in column.formats:
        got = outcomes[name][sample.name]
        excuse = equality.excuse(sample, equality.BY_NAME[name])
        if got == DIFFERS or (got != SAME and excuse is None):
            return "×"
        if got != SAME and excuse:
            number = reasons.setdefault(f"{excuse.zh}。*{excuse.en}.*", len(reasons) + 1)
            found.append(f"〔{number}〕")
    kept = len(column.formats) - len(found)
    return ("√" if kept else "") + "".join(dict.fromkeys(found))


def outdated(folder: Path) -> str:
    """Why the page or its data are not current; empty where they are."""
    data_file, page_file = folder / "formats.json", folder / "formats.md"
    if not data_file.exists() or not page_file.exists():
        return f"{data_file} or {page_file} is missing"
    data = json.loads(data_file.read_text(encoding="utf-8"))
    if data["digest"] != digest():
        return f"{data_file} is of other reports or rules"
    if set(data["outcomes"]) != {kind.name for kind in FORMATS}:
        return f"{data_file} is of other formats"
    return "" if page(data) == page_file.read_text(encoding="utf-8") else f"{page_file} was not made from {data_file}"


def _tools() -> str:
    """The programs that made the files, with their versions."""
    found = []
    for name in ("soffice", "chromium"):
        if shutil.which(name):
            said = subprocess.run([name, "--version"], capture_output=True, encoding="utf-8", check=False).stdout
            version = re.search(r"\w+ \d+(\.\d+)*", said)
            found += [version.group()] if version else []
    return "、".join(found)


def main() -> int:
    """Writes or checks the page; 1 where it is not current, or where a format differs."""
    parser = argparse.ArgumentParser(prog="python -m tools.format_matrix", description=__doc__)
    parser.add_argument("--check", action="store_true", help="exit with 1 where the page is not current")
    parser.add_argument("--page", action="store_true", help="write the page from docs/formats.json")
    options = parser.parse_args()
    if options.page:
        data = json.loads((DOCS / "formats.json").read_text(encoding="utf-8"))
        (DOCS / "formats.md").write_text(page(data), encoding="utf-8")
        return 0
    if options.check:
        reason = outdated(DOCS)
        if reason:
            sys.stderr.write(f"{reason}: run python -m tools.format_matrix\n")
        return int(bool(reason))
    data = {"digest": digest(), "tools": _tools(), "outcomes": measured()}
    (DOCS / "formats.json").write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (DOCS / "formats.md").write_text(page(data), encoding="utf-8")
    return int(any(DIFFERS in one.values() for one in data["outcomes"].values()))


if __name__ == "__main__":
    raise SystemExit(main())
