"""Every text of the pages has its English."""

from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import web

ROOT = Path(web.__file__).parent
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]


def texts() -> set[str]:
    """Return what the sources say; of a plural pair, its singular."""
    found = extract_from_dir(ROOT, METHODS, directory_filter=lambda path: "frontend" not in path)
    return {message if isinstance(message, str) else message[0] for _, _, message, _, _ in found}


def english() -> dict[str, str]:
    with (ROOT / "translations" / "en" / "LC_MESSAGES" / "messages.po").open("rb") as source:
        catalogue = read_po(source, locale="en")
    singular = {m.id if isinstance(m.id, str) else m.id[0]: m.string for m in catalogue if m.id}
    return {key: text if isinstance(text, str) else text[0] for key, text in singular.items()}


def test_every_text_has_its_english() -> None:
    translated = english()

    assert sorted(text for text in texts() if not translated.get(text)) == []


@pytest.mark.parametrize(("chinese", "text"), english().items(), ids=lambda text: text[:20])
def test_a_translation_keeps_its_holes(chinese: str, text: str) -> None:
    from_chinese = {part.split(")")[0] for part in chinese.split("%(")[1:]}
    from_english = {part.split(")")[0] for part in text.split("%(")[1:]}

    assert from_english == from_chinese
