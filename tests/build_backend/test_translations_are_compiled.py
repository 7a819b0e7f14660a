"""Catalogues are compiled where their source is newer."""

import gettext
import os
from pathlib import Path

from build_backend.translations import compile_all

CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

msgid "待办"
msgstr "Tasks"

#, fuzzy
msgid "已办"
msgstr "Perhaps done"
"""


def catalogue(folder: Path) -> Path:
    place = folder / "en" / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "messages.po").write_text(CATALOGUE, "utf-8")
    return place


def test_a_catalogue_is_compiled_without_its_guesses(tmp_path: Path) -> None:
    place = catalogue(tmp_path)

    compile_all(tmp_path)

    with (place / "messages.mo").open("rb") as compiled:
        texts = gettext.GNUTranslations(compiled)
    assert [texts.gettext("待办"), texts.gettext("已办")] == ["Tasks", "已办"]


def test_a_compiled_catalogue_is_left_alone(tmp_path: Path) -> None:
    place = catalogue(tmp_path)
    compile_all(tmp_path)
    os.utime(place / "messages.po", (0, 0))
    before = (place / "messages.mo").stat().st_mtime_ns

    compile_all(tmp_path)

    assert (place / "messages.mo").stat().st_mtime_ns == before
