"""Profiles: the general ones, the local ones, and what a file of a profile may get wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gov_lint.api import check_text
from gov_lint.nouns import PROFILES
from gov_lint.rulepack import load_pack
from tests.test_cli import REPORT, govlint

LOCAL = ("gs-wuwei", "hn-huaihua", "js-suqian")
LATE = """柳川县水利局2023年政府信息公开工作年度报告
六、其他需要报告的事项
本机关2023年未收取政府信息公开信息处理费。
柳川县水利局
2024年1月30日
"""
"""Published after Huaihua's day and before that of the law."""


@pytest.fixture(name="report")
def report_in_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A report with an error, in the current folder, which is empty but for it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GOVLINT_LANG", raising=False)
    path = tmp_path / "年报.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def listed(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, dict[str, object]]:
    """The rules that a command lists, by id."""
    return {
        rule["id"]: rule for rule in json.loads(govlint(capsys, "rules", "--format", "json", *arguments).out)["rules"]
    }


def test_each_general_profile_holds_those_before_it(capsys: pytest.CaptureFixture[str]) -> None:
    minimal, publish, strict = (set(listed(capsys, "--profile", name)) for name in PROFILES)
    assert minimal < publish < strict
    local = {name for name, data in load_pack().plain.items() if data["profile"] == "local"}
    assert strict == set(load_pack().plain) - local
    assert local >= {"deadline-local", "overview-too-long"}
    assert set(load_pack().mandatory) <= minimal


def test_publish_is_the_default(capsys: pytest.CaptureFixture[str], report: Path) -> None:
    plain = govlint(capsys, report)
    assert govlint(capsys, report, "--profile", "publish").out == plain.out
    assert len(check_text(report.read_text(encoding="utf-8")).findings) == len(
        check_text(report.read_text(encoding="utf-8"), profile="publish").findings
    )


def test_a_run_has_the_rules_of_its_profile_and_no_other(capsys: pytest.CaptureFixture[str], report: Path) -> None:
    report.write_text(report.read_text(encoding="utf-8") + LATE, encoding="utf-8")
    for profile in (*PROFILES, *LOCAL):
        found = json.loads(govlint(capsys, report, "--format", "json", "--profile", profile).out)["files"][0][
            "findings"
        ]
        assert {finding["rule"] for finding in found} <= set(listed(capsys, "--profile", profile))


def test_what_is_selected_need_not_be_in_the_profile(capsys: pytest.CaptureFixture[str], report: Path) -> None:
    report.write_text(LATE, encoding="utf-8")
    run = govlint(capsys, report, "-q", "--profile", "minimal", "--select", "signoff-year,deadline-local")
    assert "deadline-local" in run.out or "text-not-extractable" in run.out


def test_a_local_profile_changes_severity_and_options() -> None:
    pack = load_pack()
    strict, local = pack.under("strict", "deadline-local"), pack.under("hn-huaihua", "deadline-local")
    assert (strict.severity, local.severity) == ("note", "warning")
    assert pack.under("js-suqian", "deadline-local").options.town == "03-31"  # type: ignore[attr-defined]
    assert pack.holds("hn-huaihua", "deadline-local")
    assert not pack.holds("publish", "deadline-local")
    assert set(pack.profiles) == {*PROFILES, *LOCAL}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_local_day(lang: str) -> None:
    body = "我局认真落实条例，及时公开政府信息86条，做好解读和回应。" * 12
    text = LATE.replace("六、", f"一、总体情况\n{body}\n二、主动公开政府信息情况\n1件\n六、")
    for profile, due in (("publish", False), ("hn-huaihua", True), ("js-suqian", False), ("gs-wuwei", False)):
        found = [
            f for f in check_text(text, org_type="department", profile=profile).findings if f.rule == "deadline-local"
        ]
        assert bool(found) == due
        assert all(f.message.in_(lang) for f in found)


def test_the_listing_tells_the_profiles(capsys: pytest.CaptureFixture[str]) -> None:
    rules = listed(capsys)
    assert rules["deadline-local"]["profile"] == "local"
    assert rules["deadline-local"]["profiles"] == ["hn-huaihua", "js-suqian"]
    assert rules["section-missing"]["mandatory"] is True
    text = govlint(capsys, "rules").out
    assert all(f"--profile {name} " in text for name in (*PROFILES, *LOCAL))
    assert "配置集：hn-huaihua、js-suqian" in govlint(capsys, "explain", "deadline-local").out
    assert "必查" in govlint(capsys, "explain", "section-missing").out
    assert "mandatory" in govlint(capsys, "explain", "section-missing", "--lang", "en").out


def test_an_unknown_profile(capsys: pytest.CaptureFixture[str], report: Path) -> None:
    for command in ((report, "--profile", "strikt"), ("rules", "--profile", "strikt")):
        run = govlint(capsys, *command)
        assert run.code == 2
        assert "是不是 strict" in run.err
    with pytest.raises(ValueError, match="no profile"):
        check_text("", profile="strikt")


def test_settings_of_a_folder(
    capsys: pytest.CaptureFixture[str], report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = report.parent / "govlint.yaml"
    settings.write_text("profile: minimal\nselect: [contact]\nfail-on: never\n", encoding="utf-8")
    (report.parent / "deep" / "er").mkdir(parents=True)
    monkeypatch.chdir(report.parent / "deep" / "er")
    run = govlint(capsys, report, "-q")
    assert run.code == 0
    assert {line.split()[2] for line in run.out.splitlines()} == {"contact-missing", "section-missing"}
    assert govlint(capsys, report, "-q", "--fail-on", "error").code == 1
    assert "section-missing" not in govlint(capsys, report, "-q", "--select", "contact").out
    plain = govlint(capsys, report, "-q", "--no-config")
    assert plain.code == 1
    assert len(plain.out) > len(run.out)
    other = report.parent / "other.yaml"
    other.write_text("ignore: contact， structure\n", encoding="utf-8")
    assert "contact-missing" not in govlint(capsys, report, "-q", "--config", other).out
    assert govlint(capsys, report, "--config", report.parent / "none.yaml").code == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("selekt: [x]\nfail-on: eror\nprofile: [a]\nrules: 3\n", ["1: 没有 'selekt' 这个键；是不是 select", "2: fail-on", "3: profile", "4: rules"]),
        ("ignore:\n  - contact\n  - table-missing\nselect: [contakt]\nprofile: strikt\n", ["3: table-missing 是必查", "4: 没有 'contakt'", "5: 没有 'strikt'"]),
        ("rules: [nowhere]\n", ["nowhere 中没有 pack.yaml"]),
        ("- a\n", ["1: 配置应当是"]),
        ("a: &a 1\n", ["1: 不能使用锚点"]),
    ],
)  # fmt: skip
def test_mistakes_in_settings(capsys: pytest.CaptureFixture[str], report: Path, text: str, words: list[str]) -> None:
    (report.parent / "govlint.yaml").write_text(text, encoding="utf-8")
    for command in ((report,), (report, "-q"), ("rules",), ("explain", "contact-missing")):
        run = govlint(capsys, *command)
        assert run.code == 2
        assert run.out == ""
        assert all(word in run.err for word in words), run.err
    assert "Mistakes in the" in govlint(capsys, report, "--lang", "en").err


def test_an_empty_settings_file_says_nothing(capsys: pytest.CaptureFixture[str], report: Path) -> None:
    plain = govlint(capsys, report).out
    (report.parent / "govlint.yaml").write_text("# nothing\n", encoding="utf-8")
    assert govlint(capsys, report).out == plain
