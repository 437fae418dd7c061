"""The documentation site: it is built without a warning, every link leads somewhere, and what it says of commands and rules is so."""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlparse

import click
import pytest
import yaml

from gov_lint import DOCS, rule_url
from gov_lint.commands import cli
from gov_lint.formats import FORMATS, SCHEMAS
from gov_lint.options import Option
from gov_lint.rulepack import load_pack
from gov_lint.settings.keys import KEYS
from tests.conftest import ROOT, missing
from tools import site_build

PAGES = sorted((ROOT / "docs" / "site").rglob("*.md"))
SHOWN = [*PAGES, ROOT / "README.md", ROOT / "README.zh-CN.md", ROOT / "CONTRIBUTING.md"]
MOST_PICTURES = 1_500_000
_WRITTEN = ("options.md", "keys.md")
NAMES = [list(words[1 : end + 1]) for words, _ in site_build.commands() for end in range(1, len(words))]
"""What is the name of a command and nothing more."""


class Page(HTMLParser):
    """The anchors of a page, where its links lead, and what it fetches."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes what a tag names or asks for."""
        given = {name: value or "" for name, value in attrs}
        self.anchors.add(given.get("id", ""))
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag in ("script", "img", "iframe", "source") and "src" in given:
            self.fetched.append(given["src"])
        if tag == "link" and given.get("rel") in ("stylesheet", "icon", "preload", "preconnect"):
            self.fetched.append(given["href"])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the site, built here."""
    if importlib.util.find_spec("zensical") is None:
        missing("the Python package zensical")
    folder = tmp_path_factory.mktemp("site")
    script = f"from pathlib import Path; from tools.site_build import build; build(Path({str(folder)!r}))"
    environment = {name: value for name, value in os.environ.items() if name != "GOVLINT_DOCS"}
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "html"


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Page]:
    """Every page by its address."""
    found = {}
    for path in site.rglob("*.html"):
        address = DOCS + path.relative_to(site).as_posix().removesuffix("index.html")
        found[address] = Page(path.read_text(encoding="utf-8"))
    return found


def test_every_rule_has_the_page_that_findings_name(site: Path) -> None:
    for rule in load_pack().rules:
        for page in (rule_url(rule.id), rule_url(rule.id).replace(DOCS, f"{DOCS}en/")):
            assert page.startswith(DOCS)
            text = (site / page.removeprefix(DOCS) / "index.html").read_text(encoding="utf-8")
            assert rule.id in text


def test_a_log_names_only_pages_that_there_are(pages: dict[str, Page]) -> None:
    command = [sys.executable, "-m", "gov_lint", "lint", "examples/errors-tabs.txt", "--format", "sarif"]
    environment = {name: value for name, value in os.environ.items() if name != "GOVLINT_DOCS"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False)
    named = set(re.findall(r'"helpUri": *"([^"]+)"', done.stdout))
    assert rule_url("cell-placeholder") in named
    assert [page for page in named if page not in pages] == []


def test_the_address_is_that_of_the_links_in_outputs(site: Path) -> None:
    configuration = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert f"\nsite_url: {DOCS}\n" in configuration
    assert DOCS in (site / "sitemap.xml").read_text(encoding="utf-8")


def test_links_and_anchors_lead_somewhere(site: Path, pages: dict[str, Page]) -> None:
    wrong = []
    for address, page in pages.items():
        if address.endswith("404.html"):
            continue
        for link in page.links:
            target, anchor = urldefrag(urljoin(address, link))
            if not target.startswith(DOCS):
                continue
            if target in pages:
                if anchor and unquote(anchor) not in pages[target].anchors:
                    wrong.append((address, link))
            elif not (site / unquote(target.removeprefix(DOCS))).is_file():
                wrong.append((address, link))
    assert len(pages) > 300
    assert wrong == []


def test_nothing_is_fetched_from_elsewhere(site: Path, pages: dict[str, Page]) -> None:
    fetched = {urljoin(address, name) for address, page in pages.items() for name in page.fetched}
    assert [name for name in fetched if not name.startswith(DOCS)] == []
    names = {urlparse(name).path.lstrip("/") for name in fetched}
    assert [name for name in names if not (site / unquote(name)).is_file()] == []
    for sheet in site.rglob("*.css"):
        assert re.findall(r"(?:@import|url\()\s*[\"']?(?:https?:)?//", sheet.read_text(encoding="utf-8")) == []


def test_chinese_is_in_the_search_index(site: Path) -> None:
    index = (site / "search.json").read_text(encoding="utf-8")
    assert "勾稽关系" in index
    assert "rules/cell-empty/" in index


def test_schemas_are_published(site: Path) -> None:
    for schema in SCHEMAS.values():
        assert (site / "schemas" / schema).read_bytes() == (ROOT / "gov_lint" / "schemas" / schema).read_bytes()


def test_lines_of_chinese_are_not_parted(site: Path) -> None:
    text = (site / "limits" / "index.html").read_text(encoding="utf-8")
    assert "说明原因和办法，运行以退出码 2 结束；同一次运行" in text


def test_a_mirror_is_built_for_its_own_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVLINT_DOCS", "http://docs.example.cn/govlint")
    assert "site_url: http://docs.example.cn/govlint/\n" in site_build._configuration()


def test_generated_pages_are_current() -> None:
    for name, text in site_build.generated().items():
        assert (ROOT / "docs" / "site" / name).read_text(encoding="utf-8") == text, f"run make pages: {name}"


@pytest.mark.parametrize("name", ["options.md", "en/options.md"])
def test_every_option_of_every_command_is_told(name: str) -> None:
    text = (ROOT / "docs" / "site" / name).read_text(encoding="utf-8")
    count = 0
    for words, command in site_build.commands():
        part = text.split(f"\n## {' '.join(words)}\n", 1)[1].split("\n## ", 1)[0]
        for option in command.params:
            if isinstance(option, Option):
                count += 1
                assert all(word in part for word in option.opts)
    assert count > 60


def test_every_key_and_format_is_told() -> None:
    keys = (ROOT / "docs" / "site" / "keys.md").read_text(encoding="utf-8")
    assert [name for name in KEYS if f"| `{name}` |" not in keys] == []
    outputs = (ROOT / "docs" / "site" / "outputs.md").read_text(encoding="utf-8")
    assert [name for name in FORMATS if f"| `{name}` |" not in outputs] == []


def lines_shown(page: Path) -> list[str]:
    """The govlint commands that a page shows: lines of its blocks, and what stands between backticks."""
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"^ *```(?:text|bat|sh|)\n(.*?)^ *```", text, re.S | re.M)
    lines = [line for block in blocks for line in block.split("\n")]
    inline = re.findall(
        r"`((?:govlint|py -m gov_lint) [^`]+)`", re.sub(r"^ *```.*?^ *```", "", text, flags=re.S | re.M)
    )
    found = []
    for line in [*lines, *inline]:
        match = re.match(r"(?:\$ |@?cat .*\| |)(?:govlint|py -m gov_lint)(?= )(?P<rest>.*)", line.strip())
        if match:
            found.append(re.split(r"(?<!\S)[#|>](?!\S)", match["rest"])[0].strip())
    return found


@pytest.mark.parametrize("page", [page for page in SHOWN if page.name not in _WRITTEN], ids=lambda page: page.name)
def test_every_command_shown_is_one(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(click.Command, "invoke", lambda self, context: 0)
    for line in lines_shown(page):
        arguments = shlex.split(line)
        if arguments[-1] == "--help" or arguments == ["--version"] or arguments in NAMES:
            continue
        try:
            _parse(cli, arguments)
        except click.ClickException as error:
            pytest.fail(f"{page.name}: govlint {line}: {error.format_message()}")


def _parse(group: click.Group, arguments: list[str]) -> None:
    """Parses a command with its options, and runs nothing."""
    context = group.make_context("govlint", list(arguments))
    name, command, rest = group.resolve_command(context, [*context._protected_args, *context.args])
    assert name is not None
    assert command is not None
    if isinstance(command, click.Group):
        _parse(command, rest)
    else:
        command.make_context(name, rest, parent=context)


def test_pages_show_commands() -> None:
    assert sum(len(lines_shown(page)) for page in PAGES) > 50


def test_the_rules_that_pages_name_are_there() -> None:
    known = set(load_pack().plain)
    for page in PAGES:
        named = set(re.findall(r"rules\.md#([\w-]+)", page.read_text(encoding="utf-8")))
        assert named <= known, page.name


def test_the_rule_on_the_page_for_authors_is_the_example() -> None:
    text = (ROOT / "docs" / "site" / "authors.md").read_text(encoding="utf-8")
    rule = ROOT / "examples" / "pack" / "contact" / "office-hours-missing.yaml"
    assert rule.read_text(encoding="utf-8") in text
    assert all(yaml.safe_load(block) for block in re.findall(r"^```yaml\n(.*?)^```", text, re.S | re.M))


def test_the_links_of_pages_lead_somewhere_in_the_repository() -> None:
    for page in PAGES:
        for link in re.findall(r"\]\((?!\w+:|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_pictures_are_few_small_and_used() -> None:
    pictures = list((ROOT / "docs" / "site" / "pictures").iterdir())
    assert sum(picture.stat().st_size for picture in pictures) < MOST_PICTURES
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert [picture.name for picture in pictures if f"pictures/{picture.name}" not in text] == []
