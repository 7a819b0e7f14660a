"""The parts of a matter's files a workbench lists: forms, tables, limits, materials, papers."""

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from flask import current_app, url_for

from engine.definitions import LIMITS
from engine.studio.choices import limit_choice
from forms.checking import form_key, is_form
from forms.fields import flat
from forms.reading import inspect_form
from web.language import pick

#: The tables of a matter that are read here, empty while its file cannot be.
MATTER = "matter.toml"


def parts_of(matter: str, files: Mapping[str, bytes]) -> dict[str, Any]:
    """Return forms, tables, limits, materials, papers and guides of a matter's files."""
    raw = tables_in(files.get(MATTER, b""))
    return {
        "forms": [_form(matter, path, files[path]) for path in files if is_form(path)],
        "decision_tables": [_table(matter, path) for path in files if path.endswith(".dmn")],
        "limits": [limit_words(one) for one in limits_in(files)],
        "materials": list(_named(raw.get("materials"), "name")),
        "papers": list(_named(_rows(raw.get("documents")), "title")),
        "guides": [path for path in files if path.endswith(".md")],
    }


def tables_in(text: bytes) -> dict[str, Any]:
    """Return the tables of a TOML file; none while it cannot be read, which the check says."""
    try:
        return tomllib.loads(text.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return {}


def limits_in(files: Mapping[str, bytes]) -> list[dict[str, str]]:
    """Return the limits of a matter's files in words, by key."""
    found = tables_in(files.get(LIMITS, b"")).get("limits")
    tables = found if isinstance(found, dict) else {}
    return [limit_choice(key, raw) for key, raw in sorted(tables.items())]


def limit_words(one: Mapping[str, str]) -> dict[str, str]:
    """Return key, title, amount and article of a limit in the language of the request."""
    return {
        "key": one["key"],
        "title": pick(one["name"], one["name_en"]),
        "amount": pick(one["amount"], one["amount_en"]),
        "article": one.get("article", ""),
    }


def _form(matter: str, path: str, text: bytes) -> dict[str, Any]:
    key = form_key(path)
    form, problems = inspect_form(text, key)
    return {
        "key": key,
        "title": (form and pick(form.words.zh, form.words.en)) or key,
        "fields": sum(one.has_value for one in flat(form.fields)) if form else 0,
        "problems": len(problems),
        "url": _editor("studio.form", matter, key)
        or url_for("studio.file", matter=matter, path=path),
    }


def _table(matter: str, path: str) -> dict[str, str]:
    key = path.removesuffix(".dmn")
    url = _editor("studio.table", matter, key)
    return {"key": key, "url": url or url_for("studio.file", matter=matter, path=path)}


def _editor(endpoint: str, matter: str, key: str) -> str:
    """Return the address of an editor, empty where there is none."""
    known = endpoint in current_app.view_functions
    return url_for(endpoint, matter=matter, key=key) if known else ""


def _rows(table: object) -> list[Any]:
    return list(table.values()) if isinstance(table, dict) else []


def _named(rows: object, name: str) -> Iterator[dict[str, str]]:
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, dict):
            chinese = str(row.get(name, ""))
            shown = pick(chinese, str(row.get(f"{name}_en", "")))
            yield {"title": shown, "when": str(row.get("when", ""))}
