"""A trial of what a foreign pack brings, in a process of its own: whether its patterns and its rules come to an end, and in what time.

A regular expression cannot be stopped from within.  The process says what it is about to do before it does it, so that what it was at is
known when its time is over and it is stopped from outside.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from typing import Any, NamedTuple

SECONDS = 5.0
"""How long a trial may take at least; many rules get more."""
_SECONDS_EACH = 0.05
_PUMPED = 3_000
"""How long the texts are that patterns are tried with."""
_MEMORY = 2_000_000_000
"""How many bytes of memory the process may have, where the system can limit it."""


class Trouble(NamedTuple):
    """What went wrong in a trial: the position of the pattern or rule (None: nothing of it was tried), in Chinese and in English."""

    at: int | None
    zh: str
    en: str


def trial(items: Sequence[dict[str, Any]]) -> list[Trouble]:
    """Tries patterns (``{"pattern": …}``) and rules (plain data).  At most one is too slow, for that ends the trial."""
    if not items:
        return []
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    code = f"import sys; sys.path.insert(0, {root!r}); from gov_lint.trial import main; main()"
    seconds = SECONDS + _SECONDS_EACH * len(items)
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-c", code],
            input=json.dumps(items).encode(),
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as expired:
        found, last = _told(expired.stdout or b"")
        words = (
            f"{seconds:.0f} 秒内没有检查完，可能无限回溯",
            f"it does not end within {seconds:.0f} seconds; it may backtrack for ever",
        )
        return [*found, Trouble(last, *words)]
    except OSError as error:
        return [Trouble(None, f"无法试用规则：{error}", f"the rules cannot be tried: {error}")]
    found, last = _told(done.stdout)
    if done.returncode:
        found.append(Trouble(last, "试用时进程意外退出", "the process that tried it died"))
    return found


def _told(said: bytes) -> tuple[list[Trouble], int | None]:
    """What a trial has told: the troubles, and what it was at last."""
    found: list[Trouble] = []
    last = None
    for line in said.split(b"\n")[:-1]:
        told = json.loads(line)
        if isinstance(told, int):
            last = told
        else:
            found.append(Trouble(*told))
    return found, last


def main() -> None:
    """The process: items come as JSON, a line goes out before each and after each that fails."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    except (ImportError, ValueError, OSError):
        pass
    for number, item in enumerate(json.load(sys.stdin.buffer)):
        _tell(number)
        try:
            if "pattern" in item:
                _try_pattern(item["pattern"])
            else:
                _try_rule(item)
        except Exception as error:
            what = f"{type(error).__name__}: {error}".split("\n")[0][:200]
            _tell([number, f"试用时出错：{what}", f"it fails when tried: {what}"])


def _tell(what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def _try_pattern(pattern: str) -> None:
    from gov_lint.danger import pumps
    from gov_lint.patterns import compiled

    made = compiled(pattern)
    for text in pumps(pattern, _PUMPED):
        made.search(text)


def _try_rule(data: dict[str, Any]) -> None:
    from gov_lint.ruledata import check_module, rule_of

    rule = rule_of(data)
    module = check_module(rule.kind)
    for report in () if hasattr(module, "NEEDS") else _reports():
        for fault in module.check(report, rule.options):
            rule.message.zh.format_map(fault.facts)


def _reports() -> list[Any]:
    from gov_lint.nouns import Settings, Source
    from gov_lint.structure import recognise

    if not _kept:
        _kept.extend(recognise(Source("trial.txt", text), Settings()) for text in (_REPORT, "柳川县\n"))
    return _kept


_kept: list[Any] = []
_REPORT = """柳川县水利局2023年政府信息公开工作年度报告
根据《中华人民共和国政府信息公开条例》编制本报告。统计期限自2023年1月1日起至2023年12月31日止。联系电话：0999-6012345。
一、总体情况
（一）主动公开。2023年我局主动公开政府信息86条。
（二）依申请公开。2023年收到申请3件，已全部答复。
二、主动公开政府信息情况
三、收到和处理政府信息公开申请情况
四、政府信息公开行政复议、行政诉讼情况
五、存在的主要问题及改进情况
存在的问题是解读形式单一，下一步将丰富图文解读。
六、其他需要报告的事项
本机关2023年未收取政府信息公开信息处理费。
柳川县水利局
2024年1月19日
"""
