"""``govlint rollup``: a government's report, the reports of the units that it sums up, and the units among themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from gov_lint.batch import Choice, Look, collect_rarely, deliver, pack_for, refuse_reports, settled, shown, triage_of
from gov_lint.engine import check_report, chosen
from gov_lint.files import STDIN, find, identity
from gov_lint.nouns import Around, Report, Result, Rule, Settings, Words
from gov_lint.outputs import internal_error, refuse_inputs, warn
from gov_lint.pairing import names
from gov_lint.readers import ReadError, read_path
from gov_lint.reporters import Unread
from gov_lint.structure import recognise

FAMILY = "rollup"
"""The rules that units are checked with."""


class Region(NamedTuple):
    """What is checked: the government's report, the files and folders of its units' (``complete`` where the user says that these are all),
    and the file that lists the units."""

    path: str
    parts: Sequence[str]
    complete: bool = False
    units: str = ""


def check(region: Region, look: Look, choice: Choice, fail_on: str = "") -> int:
    """Checks a region, writes the outputs, and gives the exit code.  Raises Refusal before anything is read."""
    outputs = [output.path for output in look.outputs if output.path != STDIN]
    found = find(region.parts, leave_out=[*outputs, region.path, *([region.units] if region.units else [])])
    files = [path for path in found.files if identity(path) != identity(region.path)]
    refuse_inputs(look.outputs, [region.path, *files, *([region.units] if region.units else [])])
    refuse_reports(look.outputs, region.parts)
    collect_rarely()
    pack = pack_for(look, choice)
    fail_on = fail_on or choice.config.fail_on or "error"
    config = choice.config
    choice = settled(choice, pack)
    triage = triage_of([region.path, *files], pack, choice, config, whole=False)
    own = choice.at(region.path)
    rules = chosen(pack, own.select, own.ignore, own.profile)
    results = shown(_outcomes(region, files, rules, look, choice), len(files) + 1, look)
    code = deliver(results, pack, look, choice, fail_on, [region.path, *files], triage)
    if not files:
        zh, en = "--parts 没有给出任何可以读取的报告。", "--parts leads to no report that can be read."
        warn(en if look.lang == "en" else zh)
    return code if files else 2


def _outcomes(
    region: Region, files: Sequence[str], rules: Sequence[Rule], look: Look, choice: Choice
) -> Iterator[Result | Unread]:
    """What the government's report comes to, then each unit's, then the list where it cannot be read."""
    units_choice = choice._replace(settings=Settings())
    read = [_read(path, units_choice.at(path).settings) for path in files]
    parts = tuple(outcome for outcome in read if isinstance(outcome, Report))
    lost = [outcome.name for outcome in read if isinstance(outcome, Unread)]
    units = _units(region.units, lost) if region.units else ()
    whole = _read(region.path, choice.at(region.path).settings)
    if isinstance(whole, Report):
        _mention(whole, parts, look.lang)
        listed = () if isinstance(units, Unread) else units
        around = Around(parts=parts, complete=region.complete and not lost, units=listed)
        yield _checked(replace(whole, around=around), rules, choice)
    else:
        yield whole
    family = [rule for rule in rules if rule.family == FAMILY]
    for outcome in read:
        if isinstance(outcome, Report):
            yield _checked(replace(outcome, around=Around(siblings=parts)), family, choice)
        else:
            yield outcome
    if isinstance(units, Unread):
        yield units


def _read(path: str, settings: Settings) -> Report | Unread:
    try:
        return recognise(read_path(path), settings)
    except ReadError as error:
        return Unread(path, Words(error.zh, error.en))
    except Exception as error:  # one file must never cost the others, whatever goes wrong
        return Unread(path, Words(*internal_error(error)), internal=True)


def _checked(report: Report, rules: Sequence[Rule], choice: Choice) -> Result | Unread:
    try:
        return check_report(report, rules, evidence=choice.evidence)
    except Exception as error:  # as above
        return Unread(report.source.name, Words(*internal_error(error)), internal=True)


def _units(path: str, lost: Sequence[str]) -> tuple[str, ...] | Unread:
    """The names in a list, one a line, without empty lines, remarks (#) and the units whose report is there but could not be read."""
    try:
        text = read_path(path).text
    except ReadError as error:
        return Unread(path, Words(error.zh, error.en))
    lines = [line.partition("#")[0].strip(" \t\u3000,，;；、") for line in text.split("\n")]
    return tuple(dict.fromkeys(name for name in lines if name and not any(name in path for path in lost)))


def _mention(whole: Report, parts: Sequence[Report], lang: str) -> None:
    """Says which units' reports are of another year, or of none that can be told: they are not compared."""
    other = [part.source.name for part in parts if part.year != whole.year]
    if whole.year is None:
        zh, en = (
            "政府报告的年份无法确定，未与各单位核对。",
            "The year of the government's report is unknown; nothing was summed up.",
        )
        warn(en if lang == "en" else zh)
    elif other:
        zh = f"{len(other)} 个文件不是 {whole.year} 年的报告，未与政府报告核对：{names(other, 'zh')}"
        en = f"Not compared, for they are no reports for {whole.year} ({len(other)}): {names(other, 'en')}"
        warn(en if lang == "en" else zh)
