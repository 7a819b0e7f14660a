"""Compile the translations: each `messages.po` under `web/translations` gets its `.mo`."""

from __future__ import annotations

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).resolve().parent.parent / "web" / "translations"


def compile_all(folder: Path = FOLDER) -> None:
    """Compile every catalogue that is newer than its compiled form."""
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            compile_one(source, target)


def compile_one(source: Path, target: Path) -> None:
    """Compile one catalogue; fuzzy entries stay out, they are guesses."""
    with source.open("rb") as text:
        catalogue = read_po(text, locale=source.parent.parent.name)
    with target.open("wb") as binary:
        write_mo(binary, catalogue, use_fuzzy=False)
