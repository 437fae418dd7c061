"""Many files shared out to several processes, and what a person sees of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from gov_lint.parallel import spread

ROOT = Path(__file__).parent.parent
GOOD = (ROOT / "examples" / "clean-2019.txt").read_text(encoding="utf-8")
BAD = GOOD.replace("六、其他需要报告的事项", "七、其他需要报告的事项")


def folder(tmp_path: Path, count: int) -> Path:
    for number in range(count):
        text = BAD if number % 7 == 3 else GOOD
        (tmp_path / f"{number:03}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "坏 的.txt").write_bytes(b"%PDF-1.7\n")
    return tmp_path


def govlint(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "gov_lint", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


@pytest.mark.parametrize("form", ["text", "json", "sarif"])
def test_two_processes_say_what_one_says(tmp_path: Path, form: str) -> None:
    reports = folder(tmp_path, 60)
    one, two = (govlint("--format", form, "-j", jobs, reports) for jobs in (1, 2))
    assert (one.stdout, one.stderr, one.returncode) == (two.stdout, two.stderr, two.returncode)
    assert one.returncode == 2  # the PDF
    assert "section-number" in one.stdout


def _deadly(item: str) -> str:
    if item == "37":
        os._exit(1)
    return item.upper()


def test_a_process_that_dies_costs_one_file() -> None:
    items = [str(number) for number in range(100)]
    results = list(spread(items, _deadly, 2, lambda item: f"lost {item}"))
    assert results == ["lost 37" if item == "37" else item for item in items]


def test_the_evidence_lists_every_identity_with_its_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(GOOD, encoding="utf-8")
    shown = govlint("--show-passed", path).stdout
    [data] = json.loads(govlint("--format", "json", path).stdout)["files"]
    balances = [i for i in data["identities"] if i["rule"] == "applications-balance"]
    assert len(balances) == 7
    assert {i["outcome"] for i in balances} == {"held"}
    total = balances[-1]
    assert total["printed"] == ["表三", "总计"]
    assert [sum(map(int, total[side])) for side in ("left_parts", "right_parts")] == [int(total["left"])] * 2
    assert f"√  applications-balance  表三 总计：{total['left']}" in shown


def test_the_evidence_says_why_something_is_unknown(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    lines = [line for line in GOOD.split("\n") if not line.startswith("四、结转下年度")]
    path.write_text("\n".join(lines), encoding="utf-8")
    [data] = json.loads(govlint("--format", "json", path).stdout)["files"]
    reasons = {i["why"]["zh"] for i in data["identities"] if i["rule"] == "applications-balance"}
    assert reasons
    assert all("结转下年" in reason and "没有读到" in reason for reason in reasons)


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_the_progress_bar_is_on_standard_error_only_where_it_is_a_terminal(tmp_path: Path) -> None:
    import pty

    reports = folder(tmp_path, 60)
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "gov_lint", "-q", str(reports)]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=follower, check=False)
    os.close(follower)
    shown = b""
    while True:
        try:
            piece = os.read(leader, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    assert "正在检查" in shown.decode("utf-8", "replace")
    plain = govlint("-q", reports)
    assert "正在检查" not in plain.stderr + plain.stdout
    assert done.stdout.decode() == plain.stdout
