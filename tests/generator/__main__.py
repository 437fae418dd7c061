"""``python -m tests.generator``: measures the linter on generated reports, and shows one of them by its number."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from gov_lint.nouns import PROFILES
from tests.generator import measure
from tests.generator.layouts import LAYOUTS


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.generator", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="the first report's number")
    parser.add_argument("--clean", type=int, default=200, help="how many clean reports")
    parser.add_argument(
        "--defects",
        type=int,
        default=0,
        help="how many reports with a defect (0: each injector in each layout once; -1: none)",
    )
    parser.add_argument("--layout", default="", choices=["", *LAYOUTS])
    parser.add_argument("--rule", default="", help="a rule's id, or an injector's name")
    parser.add_argument("--profile", default="publish", choices=PROFILES)
    parser.add_argument(
        "--show", type=int, metavar="SEED", help="print that report (clean, or with --rule's defect) and what is due"
    )
    parser.add_argument(
        "--out", type=Path, help="a folder: misses and false alarms, a file for each rule, and SUMMARY.md"
    )
    parser.add_argument("-v", "--verbose", action="store_true", help="also notes, companions and places of cells")
    return parser.parse_args()


def _show(options: argparse.Namespace) -> None:
    chosen = next(iter(measure.injectors(options.rule)), None) if options.rule else None
    case = measure.make_case(options.show, options.layout, chosen)
    for at, line in enumerate(case.shown.text.split("\n"), 1):
        print(f"{at:4} {line}")
    print(f"--- {case.name}, {case.model.organ.name} {case.model.year}")
    if case.due:
        print(f"due {case.due.places} on lines {sorted(case.accepted())}")
    for key, texts in case.others.items():
        print(f"--- {len(texts)} {key}", *(text if options.verbose else text[:300] for text in texts), sep="\n")
    verdict = measure.judge(case, measure.check(case, options.profile))
    print(verdict.why or "as due", *verdict.alarms, *verdict.notes, *verdict.wrong_cells, sep="\n  ")


def main() -> None:
    """Prints recall by rule and layout, every miss and every false alarm."""
    options = _options()
    if options.show is not None:
        _show(options)
        return
    begun = time.perf_counter()
    clean = measure.run(measure.clean_cases(options.seed, options.clean, options.layout), options.profile)
    faulty = (
        measure.run(measure.defect_cases(options.seed, options.defects, options.layout, options.rule), options.profile)
        if options.defects >= 0
        else []
    )
    _print(clean, faulty, options.verbose)
    if options.out:
        _write(options, clean, faulty)
    print(f"{time.perf_counter() - begun:.1f} s")


def _write(options: argparse.Namespace, clean: list[measure.Verdict], faulty: list[measure.Verdict]) -> None:
    """A file for each rule that has misses or false alarms, and one table of all rules."""
    options.out.mkdir(parents=True, exist_ok=True)
    found = measure.complaints(clean, faulty)
    for rule, lines in found.items():
        (options.out / f"{rule}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    seen = {v.case.defect.rule: [0, 0] for v in faulty if v.case.defect and v.case.defect.rule != "quirk"}
    for (rule, _), (hits, due) in measure.recall(faulty).items():
        seen[rule][0] += hits
        seen[rule][1] += due
    rows = [
        f"# Seed {options.seed}, profile {options.profile}: {len(clean)} clean reports, {len(faulty)} faulty ones",
        "",
        "See a case again: `python -m tests.generator --show SEED --layout LAYOUT [--rule INJECTOR]`; a rule by itself:",
        f"`python -m tests.generator --seed {options.seed} --clean 0 --rule RULE`.",
        "",
        "| rule | found | of | false alarms or notes on clean reports | said besides another defect |",
        "|---|---|---|---|---|",
    ]
    for rule in sorted({*seen, *found}):
        lines = found.get(rule, [])
        false = sum(line.startswith("FALSE") for line in lines)
        second = sum(line.startswith("SECOND") for line in lines)
        hits, due = seen.get(rule, ["-", "-"])
        rows.append(f"| {rule} | {hits} | {due} | {false or ''} | {second or ''} |")
    (options.out / "SUMMARY.md").write_text("\n".join(rows) + "\n", encoding="utf-8")


def _print(clean: list[measure.Verdict], faulty: list[measure.Verdict], verbose: bool) -> None:
    for verdict in [*clean, *faulty]:
        said = list(verdict.wrong_cells)
        if not verdict.found:
            said.append(f"MISSED {verdict.why}")
        if verdict.unread_cells:
            said.append(f"{len(verdict.unread_cells)} cells unread, such as {verdict.unread_cells[0]}")
        said += [f"ALARM {x}" for x in verdict.alarms]
        said += [f"note {x}" for x in verdict.notes] if verbose else []
        if said:
            print(verdict.case.name, *said, sep="\n    ")
    table = measure.recall(faulty)
    print("\nrule".ljust(32), "  ".join(lo.rjust(9) for lo in LAYOUTS), "      all")
    for rule in dict.fromkeys(rule for rule, _ in table):
        row = [table.get((rule, lo)) for lo in LAYOUTS]
        hits, due = (sum(r[at] for r in row if r) for at in (0, 1))
        cells = "  ".join(("-" if r is None else f"{r[0]}/{r[1]}").rjust(9) for r in row)
        print(rule.ljust(31), cells, f"{hits}/{due}".rjust(9), "" if hits == due else "MISSES")
    for part in ("alarms", "notes"):
        told = measure.told(clean, part)
        print(
            f"\n{part} on clean reports:", ", ".join(f"{rule} {len(v)}" for rule, v in sorted(told.items())) or "none"
        )
    hits = sum(h for h, _ in table.values())
    due = sum(n for _, n in table.values())
    bad = sum(bool(v.alarms) for v in clean)
    print(f"found {hits} of {due}; {bad} of {len(clean)} clean reports with an error or warning;", end=" ")
    print(
        f"{sum(len(v.wrong_cells) for v in clean)} cells misread, {sum(len(v.unread_cells) for v in clean)} unread",
        end="; ",
    )
    print(f"{sum(len(v.alarms) for v in faulty)} other errors or warnings on {len(faulty)} faulty reports")


main()
