"""``python -m tests.generator``: measures the linter on generated reports, and shows one of them by its number."""

from __future__ import annotations

import argparse
import time
from typing import Any

from tests.generator import defects, measure
from tests.generator.layouts import LAYOUTS


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.generator", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="the first report's number")
    parser.add_argument("--clean", type=int, default=200, help="how many clean reports")
    parser.add_argument(
        "--defects", type=int, default=0, help="how many reports with a defect (0: each injector in each layout once)"
    )
    parser.add_argument("--layout", default="", choices=["", *LAYOUTS])
    parser.add_argument("--rule", default="", help="a rule's id, or an injector's name")
    parser.add_argument(
        "--show", type=int, metavar="SEED", help="print that report (clean, or with --rule's defect) and what is due"
    )
    parser.add_argument("-v", "--verbose", action="store_true", help="also notes, companions and places of cells")
    return parser.parse_args()


def _check(text: str) -> Any:
    from gov_lint.api import check_text

    return check_text(text)


def _show(options: argparse.Namespace) -> None:
    chosen = (
        next((x for x in (*defects.DEFECTS, *defects.QUIRKS) if options.rule in (x.name, x.rule)), None)
        if options.rule
        else None
    )
    case = measure.make_case(options.show, options.layout, chosen)
    for at, line in enumerate(case.shown.text.split("\n"), 1):
        print(f"{at:4} {line}")
    print(f"--- {case.name}, {case.model.organ.name} {case.model.year}")
    if case.due:
        print(f"due {case.due} on lines {sorted(case.accepted())}")
    verdict = measure.judge(case, _check(case.shown.text))
    print(verdict.why or "as due", *verdict.alarms, *verdict.notes, *verdict.wrong_cells, sep="\n  ")


def main() -> None:
    """Prints recall by rule and layout, every miss and every false alarm."""
    options = _options()
    if options.show is not None:
        _show(options)
        return
    begun = time.perf_counter()
    clean = measure.run(measure.clean_cases(options.seed, options.clean, options.layout), _check)
    count = options.defects or 10**9
    layouts = [options.layout] if options.layout else LAYOUTS
    every = sum(
        1
        for x in (*defects.DEFECTS, *defects.QUIRKS)
        for lo in layouts
        if options.rule in ("", x.rule, x.name) and (not x.layouts or lo in x.layouts)
    )
    faulty = measure.run(
        measure.defect_cases(
            options.seed, min(count, every) if not options.defects else count, options.layout, options.rule
        ),
        _check,
    )
    _print(clean, faulty, options.verbose)
    print(f"{time.perf_counter() - begun:.1f} s")


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
    print("\nrule".ljust(32), "  ".join(lo.rjust(9) for lo in LAYOUTS))
    for rule in dict.fromkeys(rule for rule, _ in table):
        row = [table.get((rule, lo)) for lo in LAYOUTS]
        print(rule.ljust(31), "  ".join(("-" if r is None else f"{r[0]}/{r[1]}").rjust(9) for r in row))
    hits = sum(h for h, _ in table.values())
    due = sum(n for _, n in table.values())
    bad = sum(bool(v.alarms) for v in clean)
    print(f"\nfound {hits} of {due}; {bad} of {len(clean)} clean reports with an error or warning;", end=" ")
    print(
        f"{sum(len(v.wrong_cells) for v in clean)} cells misread, {sum(len(v.unread_cells) for v in clean)} unread",
        end="; ",
    )
    print(f"{sum(len(v.alarms) for v in faulty)} other errors or warnings on {len(faulty)} faulty reports")


main()
