"""The documentation: its links lead somewhere, both languages are there, its commands exist."""

import re
from pathlib import Path

import pytest

from engine.operations import OPERATIONS
from web.cli import banjie

HOUSE = Path(__file__).parent.parent
DOCS = HOUSE / "docs"
PAGES = sorted(
    [*HOUSE.glob("*.md"), *DOCS.glob("*.md"), *DOCS.glob("en/*.md"), *DOCS.glob("decisions/*.md")]
)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
MOST_BYTES = 250_000


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(HOUSE)))
def test_links_lead_to_files(page: Path) -> None:
    links = [link for link in LINK.findall(page.read_text("utf-8")) if "://" not in link]

    assert [link for link in links if not (page.parent / link).exists()] == []


#: Tables that stand in both languages on one page.
IN_BOTH_LANGUAGES = {"bpmn-support.md", "counting.md"}


def test_every_page_has_its_english_twin() -> None:
    pages = {page.name for page in DOCS.glob("*.md")} - IN_BOTH_LANGUAGES
    english = {page.name for page in DOCS.glob("en/*.md")} - IN_BOTH_LANGUAGES

    assert pages == english


@pytest.mark.parametrize(
    "decision", sorted(DOCS.glob("decisions/0*.md")), ids=lambda page: page.stem
)
def test_every_decision_is_listed(decision: Path) -> None:
    assert f"({decision.name})" in (DOCS / "decisions/README.md").read_text("utf-8")


@pytest.mark.parametrize("readme", ["README.md", "README.en.md"])
def test_the_readme_names_every_command(readme: str) -> None:
    table = (HOUSE / readme).read_text("utf-8")

    assert [name for name in banjie.commands if f"`{name}`" not in table] == []


def test_the_designers_table_names_every_operation() -> None:
    for page in (DOCS / "designer.md", DOCS / "en/designer.md"):
        assert [name for name in OPERATIONS if f"`{name}`" not in page.read_text("utf-8")] == []


def test_pictures_are_small() -> None:
    assert [p.name for p in DOCS.glob("pictures/*") if p.stat().st_size > MOST_BYTES] == []
