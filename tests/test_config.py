"""The settings: which file counts, what it extends, what it says of some files only, the environment, and every mistake with its line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from gov_lint import config
from gov_lint.outputs import Refusal
from gov_lint.settings import files
from gov_lint.settings.globs import fits, parts_of, pattern_of
from gov_lint.settings.keys import KEYS
from gov_lint.settings.schema import main as write_schema
from gov_lint.settings.schema import schema
from gov_lint.settings.tomlfile import parse
from gov_lint.waivers import read as read_waivers
from gov_lint.yamlfile import parse as parse_yaml
from tests.conftest import ROOT
from tests.test_cli import REPORT, Run, govlint
from tests.test_previous import text
from tests.test_startup import HEAVY, imported

SCHEMA = ROOT / "gov_lint" / "schemas" / "config.json"


@pytest.fixture(name="folder")
def folder_with_reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with the same report in three places and no variables of ours."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("GOVLINT_") and "CACHE" not in name]:
        monkeypatch.delenv(name)
    for path in ("年报.txt", "街道/东关街道.txt", "部门/2023/水利局.txt"):
        put(path, REPORT)
    return tmp_path


def put(path: str, text: str) -> None:
    """A file with its folders."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


def values(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    """What ``config show`` says, by key."""
    run = govlint(capsys, "config", "show", *arguments, "--format", "json")
    assert run.code == 0, run.err
    return dict(json.loads(run.out)["values"])


def rules(run: Run, path: str = "") -> set[str]:
    """The rules of the findings, of one file where it is named."""
    return {line.split()[2] for line in run.out.splitlines() if line.startswith(path)}


TABLES = {
    "header": '[tool.govlint]\nprofile = "minimal"\n',
    "blanks": '[ tool . "govlint" ]\nprofile = "minimal"\n',
    "dotted": '[tool]\ngovlint.profile = "minimal"\n',
    "flat": 'tool.govlint.profile = "minimal"\n',
    "inline": '[tool]\ngovlint = {profile = "minimal"}\n',
    "quoted": "['tool'.'govlint']\nprofile = 'minimal'\r\n",
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_of_pyproject(capsys: pytest.CaptureFixture[str], folder: Path, name: str) -> None:
    put("pyproject.toml", TABLES[name])
    os.chdir(folder / "部门" / "2023")
    said = values(capsys)["profile"]
    assert said["value"] == "minimal"
    assert said["from"][0]["file"].endswith("pyproject.toml")
    assert said["from"][0]["line"] == (1 if name == "flat" else 2)


def test_the_nearest_file_counts(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    put("govlint.yaml", "profile: minimal\n")
    put("部门/pyproject.toml", '[project]\nname = "govlint"\ndependencies = ["govlint"]\n[tool.other]\ngovlintx = 1\n')
    os.chdir("部门")
    assert values(capsys)["profile"]["value"] == "minimal"
    put("pyproject.toml", '[tool.govlint]\nprofile = "strict"\n')
    assert values(capsys)["profile"]["value"] == "strict"
    put("govlint.yaml", "fail-on: never\n")
    run = govlint(capsys, "config")
    assert "没有使用：pyproject.toml" in run.out
    assert values(capsys)["profile"]["from"] == [{"kind": "default"}]
    run = govlint(capsys, "2023/水利局.txt")
    assert run.code == 0
    assert "pyproject.toml 中的 [tool.govlint] 没有使用" in run.err
    assert "not used" in govlint(capsys, "2023/水利局.txt", "--lang", "en").err
    assert govlint(capsys, "2023/水利局.txt", "--no-config").code == 1
    assert govlint(capsys, "2023/水利局.txt", "--config", "pyproject.toml", "-q").code == 1


def test_a_file_extends_others(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    put("共用/base.yaml", "profile: minimal\nignore: [contact]\nfail-on: warning\nrules: [包]\njobs: 3\n")
    put("共用/包/pack.yaml", "name: 甲\n")
    put("共用/more.toml", 'extends = "base.yaml"\nfail-on = "never"\nignore = []\n')
    put("own/pack.yaml", "name: 乙\n")
    put("govlint.yaml", "extends: [共用/base.yaml, 共用/more.toml]\nrules: [own]\njobs: 2\n")
    found = values(capsys)
    assert {key: found[key]["value"] for key in ("profile", "ignore", "fail-on", "jobs")} == {
        "profile": "minimal",
        "ignore": [],
        "fail-on": "never",
        "jobs": 2,
    }
    assert found["fail-on"]["from"] == [{"kind": "file", "file": "共用/more.toml", "line": 2}]
    assert found["rules"]["value"][-1] == "own"
    assert "共用/包" in found["rules"]["value"]
    assert {place["file"] for place in found["rules"]["from"]} == {"共用/base.yaml", "govlint.yaml"}
    assert govlint(capsys, "年报.txt").code == 0


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        ({"govlint.yaml": "extends: a.yaml\n", "a.yaml": "extends: b.yaml\n", "b.yaml": "\nextends: [govlint.yaml]\n"}, "b.yaml:2: extends：govlint.yaml 又回到了它自己"),
        ({"govlint.yaml": "extends: ./govlint.yaml\n"}, "govlint.yaml:1: extends：./govlint.yaml 又回到"),
        ({"govlint.yaml": "extends:\n- a.yaml\n- https://x.cn/b.yaml\n", "a.yaml": ""}, "govlint.yaml:3: extends：https://x.cn/b.yaml 不存在"),
        ({"govlint.yaml": "extends: 街道\n"}, "extends：街道 不存在，或者不是文件"),
        ({"govlint.yaml": "extends: f0.yaml\n", **{f"f{n}.yaml": f"extends: f{n + 1}.yaml\n" for n in range(20)}}, "f6.yaml:1: extends：f7.yaml 不再读取：最多 8 层"),
        ({"govlint.yaml": "extends: a.yaml\n", "a.yaml": "fail-on: nie\nprofil: x\n"}, "a.yaml:2: 没有 'profil' 这个键；是不是 profile"),
    ],
)  # fmt: skip
def test_what_cannot_be_extended(
    capsys: pytest.CaptureFixture[str], folder: Path, texts: Mapping[str, str], words: str
) -> None:
    for path, printed in texts.items():
        put(path, printed)
    run = govlint(capsys, "年报.txt")
    assert run.code == 2
    assert words in run.err


def test_files_that_extend_ever_more_come_to_an_end(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    for number in range(7):
        put(f"f{number}.yaml", f"extends: [{', '.join([f'f{number + 1}.yaml'] * 9)}]\n")
    put("f7.yaml", "profile: minimal\n")
    begun = time.perf_counter()
    assert "32 个文件" in govlint(capsys, "年报.txt", "--config", "f0.yaml").err
    assert time.perf_counter() - begun < 5


def test_settings_of_some_files(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    put(
        "govlint.yaml",
        """fail-on: never
overrides:
  - files: [街道, "*.docx"]
    org-type: town
    profile: minimal
  - files: "街道/**"
    org-type: subdistrict
  - files: /部门/2023
    select: [contact]
    published: 2024-01-31
""",
    )
    one = values(capsys, "街道/东关街道.txt")
    assert (one["org-type"]["value"], one["profile"]["value"]) == ("subdistrict", "minimal")
    assert one["org-type"]["from"] == [{"kind": "override", "file": "govlint.yaml", "line": 7, "override": 2}]
    other = values(capsys, "部门/2023/水利局.txt")
    assert (other["org-type"]["value"], other["published"]["value"]) == (None, "2024-01-31")
    plain = values(capsys, "年报.txt")
    assert plain["profile"]["from"] == [{"kind": "default"}]
    assert plain["select"]["value"] == []
    assert "另有 3 项" in govlint(capsys, "config").out
    assert "overrides 第 2 项" in govlint(capsys, "config", "街道/东关街道.txt").out
    for extra in ((), ("-j", "2")):
        run = govlint(capsys, ".", "-q", *extra)
        assert rules(run, "街道") < rules(run, "年报")
        assert "contact-missing" in rules(run, "部门")
        assert all(rule == "section-missing" or "contact" in rule for rule in rules(run, "部门"))
    os.chdir("街道")
    assert rules(govlint(capsys, "东关街道.txt", "-q")) == rules(run, "街道")
    os.chdir("..")


def test_every_output_knows_the_rules_of_all_files(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    put(
        "govlint.yaml",
        "profile: minimal\nselect: [contact]\noverrides: [{files: 街道, profile: strict, select: structure}]\n",
    )
    run = govlint(capsys, ".", "--format", "sarif", "--fail-on", "never")
    [sarif] = json.loads(run.out)["runs"]
    named = {rule["id"] for rule in sarif["tool"]["driver"]["rules"]}
    found = {result["ruleId"] for result in sarif["results"]}
    assert found <= named
    assert {"contact-missing", "section-missing"} <= found


def test_what_goes_before_what(
    capsys: pytest.CaptureFixture[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(
        "govlint.yaml",
        "profile: publish\nfail-on: never\noverrides: [{files: 街道, profile: minimal, ignore: contact}]\n",
    )
    street = "街道/东关街道.txt"
    in_file = rules(govlint(capsys, street, "-q"))
    strict = rules(govlint(capsys, street, "-q", "--profile", "strict", "--no-config"))
    assert "contact-missing" not in in_file
    assert rules(govlint(capsys, street, "-q", "--profile", "strict")) == strict - {
        rule for rule in strict if rule.startswith("contact")
    }
    monkeypatch.setenv("GOVLINT_PROFILE", "strict")
    monkeypatch.setenv("GOVLINT_IGNORE", "")
    monkeypatch.setenv("GOVLINT_FAIL_ON", "error")
    found = values(capsys, street)
    assert found["profile"] == {"value": "strict", "from": [{"kind": "variable", "variable": "GOVLINT_PROFILE"}]}
    assert found["ignore"]["value"] == ["contact"]
    assert govlint(capsys, street).code == 1
    assert govlint(capsys, street, "--fail-on", "never").code == 0
    assert govlint(capsys, street, "--no-config").code == 1
    assert rules(govlint(capsys, street, "-q", "--select", "contact-missing")) == {"contact-missing"}
    monkeypatch.setenv("GOVLINT_FORMAT", "json")
    assert json.loads(govlint(capsys, street).out)["version"]
    assert govlint(capsys, street, "--format", "text").out.startswith("街道")
    put("other.yaml", "profile: minimal\n")
    monkeypatch.setenv("GOVLINT_CONFIG", "other.yaml")
    assert govlint(capsys, "config", "show").out.startswith("配置文件：other.yaml\n")
    assert govlint(capsys, "config", "show", "--config", "govlint.yaml").out.startswith("配置文件：govlint.yaml\n")


def test_mistakes_in_the_environment(
    capsys: pytest.CaptureFixture[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = {
        "GOVLINT_FAIL_ON": "eror",
        "GOVLINT_ORG_TYPE": "city",
        "GOVLINT_EDITION": "2020",
        "GOVLINT_PUBLISHED": "2024-13-01",
        "GOVLINT_JOBS": "-1",
        "GOVLINT_PREVIOUS": "nowhere",
        "GOVLINT_PROFILE": "strikt",
        "GOVLINT_SELECT": "contact,contakt",
        "GOVLINT_LANG": "fr",
    }
    for name, value in wrong.items():
        monkeypatch.setenv(name, value)
    put("govlint.yaml", "selekt: 1\n")
    for command in (("年报.txt",), ("年报.txt", "--no-config"), ("rules",), ("config",)):
        run = govlint(capsys, *command)
        assert run.code == 2
        assert run.out == ""
        assert all(f"环境变量 {name}：" in run.err for name in wrong), run.err
        assert ("govlint.yaml:1: " in run.err) == ("--no-config" not in command)
    assert (
        "environment variable GOVLINT_JOBS: jobs is a whole number" in govlint(capsys, "年报.txt", "--lang", "en").err
    )
    monkeypatch.setenv("GOVLINT_CONFIG", "none.yaml")
    assert "GOVLINT_CONFIG：none.yaml 不是文件" in govlint(capsys, "年报.txt").err


YAML = """profile: strikt
selekt: [contact]
ignore:
  - contact
  - table-missing
  - contakt
fail-on: eror
rules: 3
published: 2024-02-30
jobs: -2
previous: 无此目录
overrides:
  - files: 街道
    org-type: city
    fail-on: never
  - org-type: town
  - files: ["../x", "!y"]
    profile: minimalist
  - 街道
extends: none.yaml
format: xlsx
"""
TOML = """[tool.govlint]
profile = 'strikt'  # ["a"]
selekt = [ 'contact' ]
ignore = [
  "contact", # ]
  "table-missing",
  "contakt",
]
fail-on = "eror"
rules = 3
published = "2024-02-30"
jobs = -2
previous = "无此目录"
extends = "none.yaml"
format = "xlsx"
[[tool.govlint.overrides]]
files = "街道"
org-type = "city"
fail-on = "never"
[[tool.govlint.overrides]]
org-type = "town"
[[tool.govlint.overrides]]
files = ["../x",
         "!y"]
profile = "minimalist"
"""
MISTAKES = {
    "没有 'strikt' 这个配置集；是不是 strict": (1, 2),
    "没有 'selekt' 这个键；是不是 select": (2, 3),
    "table-missing 是必查规则": (5, 6),
    "没有 'contakt' 这条规则": (6, 7),
    "fail-on 只能是：error": (7, 9),
    "rules 应当是一个列表": (8, 10),
    "published 应当是日期": (9, 11),
    "jobs 应当是 0 到": (10, 12),
    "previous：无此目录 不存在": (11, 13),
    "org-type 只能是：department": (14, 18),
    "fail-on 不能只对一部分文件设置": (15, 19),
    "缺少 files": (16, 20),
    "files 的模式不能以 ! 开头，也不能有 ..：../x": (17, 23),
    "files 的模式不能以 ! 开头，也不能有 ..：!y": (17, 24),
    "overrides 的每一项应当是": (19, 0),
    "extends：none.yaml 不存在": (20, 14),
    "format 只能是：text": (21, 15),
}


def test_every_mistake_is_told_at_once(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    for number, (name, printed) in enumerate({"govlint.yaml": YAML, "pyproject.toml": TOML}.items()):
        put(name, printed)
        err = govlint(capsys, "年报.txt").err
        for words, lines in MISTAKES.items():
            assert f"{name}:{lines[number]}: {words}" in err or not lines[number], err
        assert err.count("\n") == 1 + sum(bool(lines[number]) for lines in MISTAKES.values())
        os.remove(name)


LINES = '''# [tool.govlint] is not here
title = """
[tool.govlint]
a = 1 \\""" """
other = \'\'\'
b = "\'\'\'
[[tool.x]]
[tool."govlint"]  # comment = 1
"fail-on" = 'never # no comment'

select = [ # [
  ["x", { k = "}" , l = [1,
    2.5] }],

  1979-05-27T07:32:00.5Z, """m
n""", "last",
]
dot.ted."k e y" = 0x1F
[tool.govlint.sub]
z = {}
[[tool.govlint.overrides]]
files = "a"
[[tool.govlint.overrides]]
[tool.govlint.overrides.deep]
y = -inf
'''


def test_the_lines_of_toml() -> None:
    assert tomllib.loads(LINES)
    document, mistakes = parse(LINES.encode(), "pyproject.toml", ("tool", "govlint"))
    assert mistakes == []
    assert document.data["select"][1] == "1979-05-27T07:32:00.500000+00:00"
    expected = {
        ("fail-on",): 9, ("select",): 11, ("select", "0"): 12, ("select", "0", "1", "k"): 12, ("select", "0", "1", "l", "1"): 13,
        ("select", "1"): 15, ("select", "2"): 15, ("select", "3"): 16, ("dot", "ted", "k e y"): 18, ("sub",): 19, ("sub", "z"): 20,
        ("overrides", "0"): 21, ("overrides", "0", "files"): 22, ("overrides", "1"): 23, ("overrides", "1", "deep", "y"): 25,
    }  # fmt: skip
    assert {path: document.lines.get(path) for path in expected} == expected


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"[tool.govlint]\nprofile = \n", 2),
        (b"[project]\n[tool.govlint\nprofile = 'x'\n", 2),
        (b"[tool.govlint]\nselect = [1,\n", 2),
        (b"[tool.govlint]\n\na = 1\na = 2\n", 4),
        (b"[tool.govlint]\nx = '\xff'\n", 2),
        (b"[tool.govlint]\nx = " + b"[" * 100_000 + b"\n", 1),
        (b"[tool.govlint]\nx = " + b"9" * 10_000 + b"\n", 1),
        (b"[tool.govlint]\nx = [" + b"1," * 50_000 + b"]\n", 1),
    ],
)
def test_broken_toml(capsys: pytest.CaptureFixture[str], folder: Path, data: bytes, line: int) -> None:
    Path("pyproject.toml").write_bytes(data)
    run = govlint(capsys, "年报.txt")
    assert run.code == 2
    assert f"pyproject.toml:{line}: " in run.err
    assert len(run.err) < 1000


@pytest.mark.parametrize(
    ("pattern", "path", "due"),
    [
        ("街道/**", "街道/a.txt", True),
        ("街道/**", "街道/深/a.txt", True),
        ("街道/**", "x/街道/a.txt", False),
        ("街道/*", "街道/深/a.txt", True),
        ("街道/*.txt", "街道/深/a.txt", False),
        ("街道", "x/街道/a.txt", True),
        ("街道/", "x/街道/a.txt", True),
        ("/街道", "x/街道/a.txt", False),
        ("*.txt", "x/y/a.txt", True),
        ("*.txt", "x/y/a.docx", False),
        ("**/2023/*街道*", "x/2023/东关街道 年报.txt", True),
        ("**/2023/*街道*", "2023/东关街道.txt", True),
        ("a/**/b/*.txt", "a/b/c.txt", True),
        ("a/**/b/*.txt", "a/x/y/b/c.txt", True),
        ("a/**/b/*.txt", "a/x/c.txt", False),
        ("./a.txt", "a.txt", True),
        ("./a.txt", "b/a.txt", False),
        ("20[12]?年", "2023年/a.txt", True),
        ("[!x]*", "年.txt", True),
        ("**", "a", True),
        ("cafe\u0301", "caf\u00e9/a.txt", True),
    ],
)
def test_patterns(folder: Path, pattern: str, path: str, due: bool) -> None:
    assert fits(pattern_of(pattern), parts_of(path, str(folder))) is due


def test_a_pattern_takes_no_time(folder: Path) -> None:
    begun = time.perf_counter()
    for pattern in ("*a" * 40 + "b", "/".join(["**", "*a*"] * 200)):
        assert not fits(pattern_of(pattern), parts_of("/".join(["a" * 200] * 20), str(folder)))
    assert time.perf_counter() - begun < 2


def test_a_link_to_the_folder(
    folder: Path, capsys: pytest.CaptureFixture[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    put("govlint.yaml", "overrides: [{files: 街道/*, org-type: town}]\n")
    link = tmp_path_factory.mktemp("elsewhere") / "link"
    link.symlink_to(folder)
    assert values(capsys, str(link / "街道" / "东关街道.txt"))["org-type"]["value"] == "town"


def test_standard_input_has_the_settings_of_its_name(folder: Path) -> None:
    put("govlint.yaml", "fail-on: never\noverrides: [{files: 街道, select: contact}]\n")

    def run(name: str) -> set[str]:
        command = [sys.executable, "-m", "gov_lint", "-", "-q", "--stdin-filename", name]
        done = subprocess.run(
            command,
            input=REPORT,
            capture_output=True,
            encoding="utf-8",
            check=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        return {line.split()[2] for line in done.stdout.splitlines()}

    assert run("街道/新.txt") < run("新.txt")


def test_previous_and_jobs(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    put("去年/年报.txt", text(2023))
    put("今年/年报.txt", text(2024, carried=120, done=3499))
    put("govlint.yaml", "previous: 去年\nfail-on: never\njobs: 2\n")
    assert "previous-carry" in rules(govlint(capsys, "今年/年报.txt", "-q"))
    assert "previous-carry" not in rules(govlint(capsys, "今年/年报.txt", "-q", "--no-previous"))
    put("govlint.yaml", "previous: false\nfail-on: never\noverrides: [{files: 今年, org-type: government}]\n")
    both = ("今年/年报.txt", "去年/年报.txt")
    assert "previous-carry" not in rules(govlint(capsys, *both, "-q"))
    assert "previous-carry" in rules(govlint(capsys, *both, "-q", "--previous", "去年"))
    os.remove("govlint.yaml")
    assert "previous-carry" in rules(govlint(capsys, *both, "-q"))


GOOD: list[Any] = [
    {},
    {"profile": "minimal", "select": [], "ignore": "contact", "fail-on": "never", "edition": 2021, "jobs": 0},
    {"published": "2024年1月31日", "org-type": "town", "previous": False, "format": "json", "edition": "2019"},
    {"overrides": [{"files": "街道"}, {"files": ["a", "b"], "org-type": "town", "select": ["contact"]}]},
]
BAD: list[Any] = [
    [],
    {"profil": "minimal"},
    {"profile": ["a"]},
    {"select": {"a": 1}},
    {"select": [1]},
    {"fail-on": "eror"},
    {"edition": 2020},
    {"jobs": -1},
    {"jobs": 5000},
    {"published": "gestern"},
    {"previous": True},
    {"rules": 3},
    {"overrides": {"files": "a"}},
    {"overrides": [{"org-type": "town"}]},
    {"overrides": [{"files": "a", "jobs": 2}]},
    {"overrides": [{"files": 3}]},
    {"format": "xlsx"},
]


@pytest.mark.parametrize(("data", "due"), [*((data, True) for data in GOOD), *((data, False) for data in BAD)])
def test_the_schema_says_what_govlint_says(folder: Path, data: Any, due: bool) -> None:
    assert jsonschema.Draft202012Validator(schema()).is_valid(data) is due
    put("govlint.yaml", json.dumps(data))
    try:
        config.load("govlint.yaml")
    except Refusal:
        assert not due
    else:
        assert due


def test_the_published_schema_is_made_from_the_keys() -> None:
    assert write_schema(["--check", str(SCHEMA)]) == 0, (
        "run: python -m gov_lint.settings.schema gov_lint/schemas/config.json"
    )
    kept = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(kept)
    assert set(kept["properties"]) == set(KEYS)
    assert all(" / " in found["description"] for found in kept["properties"].values())
    item = kept["properties"]["suppress"]["items"]
    entry = dict.fromkeys(item["properties"], "x") | {
        "expires": "2026-12-31",
        "rule": "contact-missing",
        "words": "联系",
    }
    document, _ = parse_yaml(json.dumps([entry]).encode(), "x.yaml")
    assert read_waivers(document.data, document, home="", rules={"contact-missing": {"mandatory": False}})[1] == []


def test_what_a_start_imports(folder: Path) -> None:
    put("a.txt", REPORT)
    put("pyproject.toml", '[project]\nname = "x"\ndependencies = ["govlint"]\n')
    assert files.nearest(str(folder)) == ""
    put(
        "pyproject.toml",
        TABLES["header"] + "fail-on = 'never'\n[[tool.govlint.overrides]]\nfiles = 'b'\norg-type = 'town'\n",
    )
    imported(folder, "a.txt")
    again = imported(folder, "a.txt")
    assert "gov_lint.settings.globs" in again
    assert not again & (HEAVY | {"tomllib", "click"})
    put("pyproject.toml", TABLES["header"].replace("govlint", "other") + 'x = "govlint"\n')
    apart = imported(folder, "a.txt")
    assert not apart & (HEAVY | {"tomllib", "click", "gov_lint.settings.globs"})


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_settings_of_the_readme(folder: Path, readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    [block] = [block for block in text.split("```") if block.startswith("\nextends: ")]
    data = parse_yaml(block.encode(), "")[0].data
    assert jsonschema.Draft202012Validator(schema()).is_valid(data)
    assert all(f"`{key}`" in text or key in data for key in KEYS)
    put("../共用/base.yaml", "")
    put("../shared/base.yaml", "")
    put("../2023/a.txt", "")
    put("govlint.yaml", block)
    found = config.load("govlint.yaml")
    assert found.overrides[0].fits("x/东关街道.docx") and found.overrides[0].fits("街道/a/b.txt")
