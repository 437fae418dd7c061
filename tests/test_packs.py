"""An agency's own pack: what it may state, every mistake in it, and packs that mean harm."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from gov_lint.danger import trouble
from gov_lint.rulepack import load_pack
from gov_lint.yamlfile import MOST_BYTES, parse
from tests.test_cli import REPORT, govlint

RULE = """title: {zh: 不写口号, en: No slogans}
severity: warning
basis: {zh: 柳川县政务公开办通知, en: Notice of Liuchuan}
basis_level: 地方
why: {zh: 口号不是情况。, en: A slogan tells nothing.}
check:
  wording: {find: present, pattern: '再上新台阶|再创新佳绩'}
message: {zh: "“{printed}”是口号", en: "“{printed}” is a slogan"}
examples:
  good:
    - |
      柳川县水利局2023年政府信息公开工作年度报告
      一、总体情况
      主动公开信息86条。
  bad:
    - |
      柳川县水利局2023年政府信息公开工作年度报告
      一、总体情况
      推动工作再上新台阶。   #! “再上新台阶”是口号
"""
SECONDS = 20
"""How long the worst pack may take; most take a small part of it."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder: a report with an error and a slogan, and a pack with one rule."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GOVLINT_LANG", raising=False)
    (tmp_path / "a.txt").write_text(REPORT.replace("信息86条。", "信息86条，再创新佳绩。"), encoding="utf-8")
    put("mine/pack.yaml", "name: 柳川县\n")
    put("mine/wording/no-slogans.yaml", RULE)
    return tmp_path


def put(path: str, text: str | bytes) -> None:
    """Writes a file and the folders that it is in."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_bytes(text if isinstance(text, bytes) else text.encode())


def lint(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What a run with the pack says, which must go well."""
    run = govlint(capsys, "a.txt", "-q", "--rules", "mine", *arguments)
    assert run.code in (0, 1), run.err
    return run.out


def refused(capsys: pytest.CaptureFixture[str], *packs: str) -> str:
    """Why packs are refused, in Chinese; in English it says as much, and both in good time."""
    began = time.monotonic()
    arguments = [part for pack in packs or ("mine",) for part in ("--rules", pack)]
    run = govlint(capsys, "a.txt", *arguments)
    assert (run.code, run.out) == (2, "")
    assert "Traceback" not in run.err
    assert time.monotonic() - began < SECONDS
    english = govlint(capsys, "a.txt", *arguments, "--lang", "en")
    assert english.err.count("\n") == run.err.count("\n")
    return run.err


def test_a_pack_stands_on_the_national_rules(capsys: pytest.CaptureFixture[str]) -> None:
    plain = govlint(capsys, "a.txt", "-q").out.splitlines()
    mine = lint(capsys).splitlines()
    assert set(plain) < set(mine)
    assert [line.split()[2] for line in mine if line not in plain] == ["no-slogans"]


def test_a_pack_changes_rules(capsys: pytest.CaptureFixture[str]) -> None:
    put("mine/pack.yaml", "name: x\nrules:\n  contact-missing: {severity: error}\n  period-missing: {enabled: false}\n"
        "  overview-too-long: {enabled: true, options: {limit: 10}}\n")  # fmt: skip
    out = lint(capsys, "--org-type", "department")
    assert " 错误 contact-missing " in out
    assert " period-missing " not in out
    assert " overview-too-long " in out
    assert " period-missing " in lint(capsys, "--select", "period-missing")
    rules = json.loads(govlint(capsys, "rules", "--rules", "mine", "--format", "json").out)["rules"]
    listed = {rule["id"]: rule["profile"] for rule in rules}
    assert (listed["period-missing"], listed["overview-too-long"]) == ("off", "minimal")
    assert "已停用" in govlint(capsys, "explain", "period-missing", "--rules", "mine").out
    assert load_pack().plain["period-missing"]["profile"] == "minimal"


def test_packs_rest_on_one_another(capsys: pytest.CaptureFixture[str]) -> None:
    put("city/pack.yaml", "name: 市\nextends: national\nprofile: city-all\n")
    put("city/a/b/wording/city-rule.yaml", RULE)
    put("city/profiles/city-all.yaml", "title: {zh: 全市, en: City}\nextends: minimal\nenable: [city-rule]\n")
    put("mine/pack.yaml", "name: 县\nextends: ../city\nrules:\n  city-rule: {severity: error}\n")
    put("mine/profiles/county.yaml", "title: {zh: 全县, en: County}\nextends: city-all\ndisable: [no-slogans]\n")
    out = lint(capsys)
    assert " 错误 city-rule " in out
    assert " no-slogans " not in out  # the city's profile does not hold it
    assert " no-slogans " in lint(capsys, "--profile", "publish")
    assert " no-slogans " in lint(capsys, "--rules", "city", "--profile", "strict")
    assert " city-rule " in lint(capsys, "--profile", "county")
    put("govlint.yaml", "rules: [mine]\nprofile: county\n")
    os.mkdir("deep")
    os.chdir("deep")
    assert " city-rule " in govlint(capsys, "../a.txt", "-q").out
    assert "city-rule" in govlint(capsys, "explain", "city-rule").out


def test_a_circle_of_packs(capsys: pytest.CaptureFixture[str]) -> None:
    put("mine/pack.yaml", "name: a\nextends: ../b\n")
    put("b/pack.yaml", "name: b\nextends: ../mine\n")
    assert "b/pack.yaml:2: mine 绕了一圈" in refused(capsys)
    put("b/pack.yaml", "name: b\nextends: ../c\n")
    assert "b/pack.yaml:2: c 中没有 pack.yaml" in refused(capsys)
    put("mine/pack.yaml", "name: a\nextends: .\n")
    assert "绕了一圈" in refused(capsys)
    assert "nowhere 中没有 pack.yaml" in refused(capsys, "nowhere")
    for n in range(40):
        put(f"{n}/pack.yaml", f"name: x\nextends: ../{n + 1}\n")
    assert "规则包超过 16 个" in refused(capsys, "0")
    put("mine/profiles/a.yaml", "title: {zh: 甲, en: A}\nextends: b\n")
    put("mine/profiles/b.yaml", "title: {zh: 乙, en: B}\nextends: a\n")
    put("mine/pack.yaml", "name: a\n")
    assert "mine/profiles/a.yaml:2: 绕了一圈" in refused(capsys)


def test_every_mistake_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    put("mine/wording/other.yaml", """title: {zh: 题}
severity: grave
profil: publish
basis: {zh: 依据, en: basis}
basis_level: 地方
why: [a]
applies: 3
check:
  wording: {find: present, unlezz: x, topics: [], own: '上(新', pattern: '(a+)+$'}
message: {zh: "“{prnted}”是口号", en: "“{printed!r}” is a slogan"}
severity: note
examples:
  good: 3
  worse: []
  bad:
    - |
      x
    - {text: 3}
    - {text: "a #!", org: x, published: 2024-13-01}
""")  # fmt: skip
    put("mine/wording/section-missing.yaml", RULE + "stops: true\nreplaces: [foo, table-missing]\n")
    put("mine/wording/third.yaml", RULE + "replaces: [foo, table-missing, other]\nmandatory: true\n")
    put("mine/wording/fourth.yaml", RULE + "replaces: [foo, table-missing, other]\n")
    put("mine/Bad_Name/x.yaml", RULE.replace("{printed}", "{printed"))
    put("mine/profiles/p.yaml", "title: x\nextends: strikt\nenable: [other, table-mising]\ndisable: [table-missing]\n"
        "severity: {contact-missing: x}\noptions:\n  overview-too-long: {limt: 3}\nmore: 1\n")  # fmt: skip
    put("mine/pack.yaml", "nam: x\nextends: /etc\n")
    err = refused(capsys)
    for words in (
        "mine/pack.yaml:1: 没有 'nam' 这个键；是不是 name？",
        "mine/pack.yaml:2: extends",
        "mine/Bad_Name/x.yaml:1: 'Bad_Name' 不能作规则或类别的名称",
        "mine/Bad_Name/x.yaml:8: 花括号没有成对",
        "mine/wording/other.yaml:1: title 应当有 zh 和 en",
        "mine/wording/other.yaml:3: 没有 'profil' 这个字段；是不是 profile？",
        "mine/wording/other.yaml:6: why",
        "mine/wording/other.yaml:7: applies",
        "mine/wording/other.yaml:9: 没有 'unlezz' 这个选项；是不是 unless？",
        "mine/wording/other.yaml:9: 选项 'topics' 不能是 []",
        "mine/wording/other.yaml:9: 正则表达式 '上(新' 第 2 个字符处有误",
        "mine/wording/other.yaml:9: 正则表达式 '(a+)+$' 可能无限回溯",
        "mine/wording/other.yaml:10: 没有 'prnted' 这个事实；是不是 printed？",
        "mine/wording/other.yaml:10: 事实只能写成 {printed}",
        "mine/wording/other.yaml:11: 键 'severity' 重复",
        "mine/wording/other.yaml:13: good 是例子的列表",
        "mine/wording/other.yaml:14: 没有 'worse' 这种例子",
        "mine/wording/other.yaml:16: 反例中没有用 #! 标出",
        "mine/wording/other.yaml:18: 例子是一段文字",
        "mine/wording/other.yaml:19: 例子没有 'org' 这个设置",
        "mine/wording/other.yaml:19: published",
        "mine/wording/section-missing.yaml:1: 规则 'section-missing' 已经存在",
        "mine/wording/section-missing.yaml:20: 只有国家规则",
        "mine/wording/third.yaml:21: 必查的规则应当写明 profile: minimal",
        "mine/wording/fourth.yaml:20: 没有 'foo' 这条规则",
        "mine/wording/fourth.yaml:20: table-missing 是必查规则，不能由别的规则代替",
        "mine/profiles/p.yaml:1: title",
        "mine/profiles/p.yaml:2: 没有 'strikt' 这个配置集；是不是 strict？",
        "mine/profiles/p.yaml:3: 没有 'table-mising' 这条规则；是不是 table-missing",
        "mine/profiles/p.yaml:4: table-missing 是必查规则，不能停用",
        "mine/profiles/p.yaml:5: severity",
        "mine/profiles/p.yaml:7: 没有 'limt' 这个选项；是不是 limit？",
        "mine/profiles/p.yaml:8: 没有 'more' 这个键",
    ):
        assert words in err, words
    assert "'other'" not in err.replace("other.yaml", "")  # a rule with mistakes is there all the same


def test_a_mandatory_rule_is_never_weakened(capsys: pytest.CaptureFixture[str]) -> None:
    put("mine/pack.yaml", "name: x\nrules:\n  table-missing:\n    severity: note\n    enabled: no\n    options: {}\n  nix: {enabled: no}\n"
        "  contact-missing: {}\n  period-missing: {basis: x}\n")  # fmt: skip
    err = refused(capsys)
    for words in ("4: table-missing 是必查规则，不能降级", "5: table-missing 是必查规则，不能停用", "6: table-missing 是必查规则，不能改选项",
                  "7: 没有 'nix'", "8: 应当写明改动", "9: 没有 'basis' 这种改动"):  # fmt: skip
        assert f"mine/pack.yaml:{words}" in err
    put("mine/pack.yaml", "name: x\n")
    put("mine/wording/no-slogans.yaml", RULE + "profile: minimal\nmandatory: true\n")
    lint(capsys)
    run = govlint(capsys, "a.txt", "--rules", "mine", "--ignore", "no-slogans")
    assert run.code == 2
    assert " no-slogans " in lint(capsys, "--ignore", "wording")
    put("town/pack.yaml", "name: y\nextends: ../mine\nrules:\n  no-slogans: {enabled: false}\n")
    assert "no-slogans 是必查规则" in refused(capsys, "town")


def test_words_steer_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    put(
        "mine/wording/no-slogans.yaml",
        RULE.replace("是口号", "\\e[31m是口号", 1).replace("zh: 不写口号", 'zh: "不写\\u202e口号"'),
    )
    err = refused(capsys)
    assert "mine/wording/no-slogans.yaml:1: title" in err
    assert "mine/wording/no-slogans.yaml:8: message" in err


def test_a_pack_tries_its_examples(capsys: pytest.CaptureFixture[str]) -> None:
    assert govlint(capsys, "rules", "test", "mine").out == "1 条规则，2 个例子：全部相符\n"
    put("mine/wording/never.yaml", RULE.replace("再上新台阶|再创新佳绩", "永不出现"))
    put("mine/wording/always.yaml", RULE.replace("再上新台阶|再创新佳绩", "信息|再上"))
    put("mine/wording/none.yaml", RULE[: RULE.index("examples:")])
    run = govlint(capsys, "rules", "test", "mine")
    assert run.code == 1
    assert run.err == ""
    title = "柳川县水利局2023年政府信息公开工作年度报告"
    assert run.out.splitlines()[:-1] == [
        "mine/wording/always.yaml:12: always：在正例中提示““信息”是口号”",
        "mine/wording/always.yaml:14: always：在正例中提示““信息”是口号”",
        "mine/wording/always.yaml:19: always：应当提示““再上新台阶”是口号”，得到““再上”是口号”",
        "mine/wording/always.yaml:17: always：在反例中未标出的行中提示““信息”是口号”",
        "mine/wording/never.yaml:19: never：应当提示““再上新台阶”是口号”，没有提示",
        "mine/wording/never.yaml:1: never：从不提示：没有一个反例使它提示",
        "mine/wording/none.yaml:1: none：没有 good 的例子",
        "mine/wording/none.yaml:1: none：没有 bad 的例子",
    ], title
    assert run.out.splitlines()[-1] == "4 条规则，6 个例子：8 处不符"
    english = govlint(capsys, "rules", "test", "mine", "--lang", "en")
    assert "never fires" in english.out
    assert "no bad example" in english.out
    assert "mine/wording/none.yaml:1: 没有 bad 的例子" in refused(capsys)
    put("mine/wording/none.yaml", "x: 1\n")
    broken = govlint(capsys, "rules", "test", "mine")
    assert (broken.code, broken.out) == (2, "")
    assert govlint(capsys, "rules", "test", "nowhere").code == 2


def test_an_edited_pack_is_read_again(capsys: pytest.CaptureFixture[str]) -> None:
    assert " no-slogans " in lint(capsys)
    put("mine/wording/no-slogans.yaml", RULE.replace("severity: warning", "severity: error"))
    assert " 错误 no-slogans " in lint(capsys)
    put("mine/pack.yaml", "name: x\nrules: {no-slogans: {severity: note}}\n")
    assert " 提示 no-slogans " in lint(capsys)


BOMB = "a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\n"
HOSTILE = {
    "bomb": BOMB,
    "deep": "[" * 500_000,
    "deeper": "- " * 400_000,
    "object": "!!python/object/apply:os.system [ls]",
    "merge": "<<: {title: x}\n",
    "many": "- a\n" * 240_000,
    "keys": "".join(f"key{n}: 1\n" for n in range(15_000)),
    "twice": "a: 1\n" * 150_000,
    "long": "a" * 900_000 + ": 1\n",
    "huge": "x" * (MOST_BYTES + 1),
    "number": "title: " + "9" * 900_000,
    "null": "title: a\0b",
    "latin": b"title: \xff\xfe",
    "documents": "---\na: 1\n---\nb: 2\n",
    "complex": "? [a]\n: b\n",
    "empty": "",
    "tab": "\t\t\t",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file(capsys: pytest.CaptureFixture[str], name: str) -> None:
    for path in ("mine/wording/hostile.yaml", "mine/profiles/hostile.yaml", "mine/pack.yaml"):
        put(path, HOSTILE[name])
        err = refused(capsys)
        assert f"{path}:" in err
        assert len(err) < 60_000
        os.remove(path)
        put("mine/pack.yaml", "name: x\n")
    put("govlint.yaml", HOSTILE[name])
    assert govlint(capsys, "a.txt").code == (1 if name == "empty" else 2)


def test_nothing_outside_the_folder_is_read(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    put("secret/wording/other.yaml", RULE)
    put("mine/wording/x.yml", RULE)
    put("mine/top.yaml", RULE)
    os.symlink(folder / "secret", "mine/link")
    os.symlink(folder / "secret" / "wording" / "other.yaml", "mine/wording/link.yaml")
    os.symlink("..", "mine/round")
    if hasattr(os, "mkfifo"):
        os.mkfifo("mine/wording/pipe.yaml")
        os.mkfifo("mine/.hidden.yaml")
    put("/".join(["mine", *"abcdefghijklm", "x.yaml"]), RULE)
    err = refused(capsys)
    for words in ("link:1: 规则包中不能有符号链接", "wording/link.yaml:1: 规则包中不能", "round:1: 规则包中不能", "x.yml:1: 文件名应当以 .yaml",
                  "top.yaml:1: 规则文件应当放在", "wording/pipe.yaml:1: 不是普通文件", "i:1: 目录嵌套超过 8 层"):  # fmt: skip
        assert words in err
    put("other/wording/x.yaml", RULE)
    os.symlink(folder / "mine" / "pack.yaml", "other/pack.yaml")
    assert "other/pack.yaml:1: 规则包中不能有符号链接" in refused(capsys, "other")


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+$", "(?:[一-龥]+，?)*。", r"(\w+\s?)+$", "(a|a.)*b", "(a*)*", "(?:a?){50}a{50}", "(.*,){20}x", "((((a{1,30}){1,30}){1,30}))", "(?=(a+)+$)"],
)  # fmt: skip
def test_a_pattern_that_may_never_end(capsys: pytest.CaptureFixture[str], pattern: str) -> None:
    assert trouble(pattern)
    put("mine/wording/no-slogans.yaml", RULE.replace("再上新台阶|再创新佳绩", pattern))
    assert "mine/wording/no-slogans.yaml:7: 正则表达式" in refused(capsys)
    put("mine/wording/no-slogans.yaml", RULE)
    put("mine/pack.yaml", f"name: x\nrules:\n  phone-malformed: {{options: {{unless: '{pattern}'}}}}\n")
    assert "mine/pack.yaml:3: 正则表达式" in refused(capsys)


@pytest.mark.parametrize(
    "pattern", [r"(?:\d+，)+", "(?:[^，。]{0,40}申请)+", "(?:a+b)+", "(?>a+)+", "a+b+c+", "(?:第[一二三]条、?)+"]
)
def test_a_pattern_that_ends(pattern: str) -> None:
    assert trouble(pattern) is None


def test_the_national_patterns_end() -> None:
    from gov_lint.rulefile import patterns

    wrong = [
        (name, path, words)
        for name, data in load_pack().plain.items()
        for path, pattern in patterns(data["kind"], data["options"])
        if (words := trouble(pattern))
    ]
    assert wrong == [], "an option that is no pattern belongs into PLAIN of its kind"


def test_a_pattern_that_only_a_trial_finds_out(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gov_lint.trial.SECONDS", 1.5)
    assert trouble("(?:ab|abab)*c") is None
    put("mine/wording/no-slogans.yaml", RULE.replace("再上新台阶|再创新佳绩", "(?:ab|abab)*c"))
    assert "mine/wording/no-slogans.yaml:6: no-slogans '(?:ab|abab)*c'：" in refused(capsys)
    put(
        "mine/wording/no-slogans.yaml",
        RULE.replace(
            "wording: {find: present, pattern: '再上新台阶|再创新佳绩'}", "equation: {table: 申请, identity: 无此关系}"
        ),
    )
    govlint(capsys, "a.txt", "--rules", "mine")  # whatever it says, it comes to an end


def test_a_thousand_rules(capsys: pytest.CaptureFixture[str]) -> None:
    for n in range(1000):
        put(f"mine/wording/rule-{n}.yaml", RULE.replace("再创", f"再{n % 7}创"))
    began = time.monotonic()
    assert "rule-999" not in lint(capsys)
    assert time.monotonic() - began < 3 * SECONDS
    began = time.monotonic()
    lint(capsys)
    assert time.monotonic() - began < SECONDS / 4
    for n in range(1000, 2001):
        put(f"mine/wording/rule-{n}.yaml", "")
    assert "规则文件超过 2,000 个" in refused(capsys)


def test_limits_of_yaml() -> None:
    for depth, fine in ((20, True), (30, False)):
        _, mistakes = parse(b"[" * depth + b"]" * depth, "x")
        assert bool(mistakes) != fine
    document, mistakes = parse(b"a: yes\nb: 012\nc: 7\nd: '7'\ne: |\n  x\nf: 2024-01-01\ng: 1.5\n", "x")
    assert mistakes == []
    assert document.data == {"a": True, "b": "012", "c": 7, "d": "7", "e": "x\n", "f": "2024-01-01", "g": "1.5"}
    assert (document.line(("e",)), document.starts["e",]) == (5, 6)
