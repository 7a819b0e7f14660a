"""No Python names an element, field, section or limit of a matter."""

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from lxml import etree
from sources import ROOT, place, sources, tree

#: Every folder with a diagram, those under `_shared` as well.
MATTERS = sorted(path.parent for path in (ROOT / "processes").rglob("process.bpmn"))
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
SPIFF = "{http://spiffworkflow.org/bpmn/schema/1.0/core}"

#: Plain words of the house that a matter happens to use as well, and what they name in code.
GENERIC: dict[str, str] = {
    "accept": "HTML attribute of a file input",
    "accepted": "reply of an expert",
    "address": "of a person or server",
    "answer": "column of a list of problem items",
    "appeal": "of a card",
    "applicant": "key of matter.toml",
    "approval": "key of matter.toml",
    "archive": "operation",
    "bureau": "setting",
    "channel": "key of matter.toml",
    "clause": "column of a list of problem items",
    "check": "page of the studio",
    "conditions": "key of matter.toml",
    "days": "property of an operation",
    "decide": "name of a function of engine.dmn",
    "decided": "state of an appeal",
    "decision": "BPMN and DMN tag",
    "due_on": "last day of a piece of urging",
    "explanation": "key of the API",
    "extend": "column of the catalogue of limits",
    "facts": "key of a page and of the API",
    "files": "kind of form field",
    "findings": "name in engine.dmn",
    "granted": "result of an extension",
    "ground": "key of a record's body",
    "legal_ground": "key of a document in matter.toml",
    "level": "key of a rung",
    "material": "word of the materials grid",
    "materials": "key of matter.toml",
    "method": "of a request",
    "notice": "column of the calendar",
    "number": "column of a list of problem items, and of much else",
    "outcome": "how a case ended",
    "period": "column of a list of problem items",
    "photos": "column of a problem item",
    "place": "order on a page",
    "present": "who acted, in a tally of votes",
    "promise": "necessity of a material",
    "promised": "state of a material; kind of a limit",
    "proof": "word of the materials grid",
    "proposal": "change that waits for a second person",
    "publish": "operation",
    "reason": "column of a card",
    "refused": "kind of an import's note",
    "remark": "kind of an import's note",
    "remedy": "column of a table about BPMN",
    "result": "key of a record's body and of matter.toml",
    "resume": "kind of an act on a case",
    "service": "property of a step that calls one",
    "severity": "column of a list of problem items",
    "signature": "kind of form field",
    "special": "key of matter.toml with the grounds to stop",
    "start": "key of a limit and of FEEL ranges",
    "statement": "necessity of a material; kind of form field",
    "subject": "of a mail",
    "summary": "key of matter.toml",
    "suspend": "kind of an act on a case",
    "text": "column of a list of problem items",
    "told": "key of a ladder's row",
    "until_on": "column of a list of problem items",
    "withdrawn": "state of a proposed change",
    "work": "kind of calendar day",
}


def names_of(matter: Path) -> set[str]:
    """Return every name a matter gives: elements, fields, forms, sections, limits, papers."""
    return {
        *element_names(matter),
        *form_names(matter),
        *tomllib.loads((matter / "limits.toml").read_text())["limits"],
        *matter_names(matter),
    }


def element_names(matter: Path) -> Iterator[str]:
    for node in etree.parse(str(matter / "process.bpmn")).iter():
        if isinstance(node.tag, str) and node.tag.startswith(BPMN) and node.get("id"):
            yield node.get("id")
        if node.tag == f"{SPIFF}property" and node.get("name") == "section":
            yield node.get("value")


def form_names(matter: Path) -> Iterator[str]:
    for path in (matter / "forms").glob("*.form"):
        yield path.stem
        yield from field_keys(json.loads(path.read_text()))


def field_keys(component: dict[str, object]) -> Iterator[str]:
    for name in ("key", "path"):
        if isinstance(component.get(name), str):
            yield str(component[name])
    for inner in component.get("components", []):  # type: ignore[attr-defined]
        yield from field_keys(inner)


def matter_names(matter: Path) -> Iterator[str]:
    raw = tomllib.loads((matter / "matter.toml").read_text())
    yield raw.get("key", matter.name)
    yield from raw.get("documents", ())
    yield from raw.get("numbers", ())
    acts = (table.get("grounds", ()) for table in raw.get("acts", {}).values())
    special = raw.get("special", {}).get("grounds", ())
    for rows in (raw.get("materials", ()), raw.get("outcomes", ()), special, *acts):
        yield from (str(row.get("key") or row.get("code")) for row in rows)


def literals(path: Path) -> Iterator[tuple[int, str]]:
    """Return every string of a file with its line, but docstrings."""
    module = tree(path)
    said = {
        id(node.body[0].value)
        for node in ast.walk(module)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(module):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and id(node) not in said:
            yield node.lineno, node.value


def own_code() -> list[Path]:
    """Return the code that must not know a matter: all but the demo's cases and old migrations."""
    demo = ("web/demo/", "engine/store/migrations/")
    return [p for p in sources("engine", "forms", "web") if not place(p).startswith(demo)]


NAMES = set[str]().union(*map(names_of, MATTERS))


def test_no_code_names_anything_of_a_matter() -> None:
    found = [
        f"{place(path)}:{line}: {text!r}"
        for path in own_code()
        for line, text in literals(path)
        if text in NAMES - set(GENERIC)
    ]

    remedy = "take it from the matter, or say in GENERIC what else it names"
    assert not found, "\n".join([remedy, *found])


def test_no_code_holds_an_expression_over_a_case() -> None:
    found = [
        f"{place(path)}:{line}: {name}"
        for path in own_code()
        for line, text in literals(path)
        for name in re.findall(r"\bcase\.([a-z_]+)", text)
        if name in NAMES - set(GENERIC)
    ]

    assert not found, "\n".join(found)


def test_every_generic_word_is_still_needed() -> None:
    said = {text for path in own_code() for _, text in literals(path)}

    assert set(GENERIC) - (said & NAMES) == set()
