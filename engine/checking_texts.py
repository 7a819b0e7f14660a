"""Judge what expressions say of a case, wherever they stand: diagram, matter, limits, forms.

`engine/checking_expressions.py` parses those of the diagram; here the others are parsed too, and
all are held against what a case can hold.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine import feel
from engine.bpmn.finding import Finding, error, warning
from engine.bpmn.model import Process
from engine.case_paths import CasePaths, form_json, read_paths
from engine.checking_expressions import places_of
from engine.matters import Matter

SYNTAX = ("请在所指的字符处改正", "Correct it at the character named")
NAME = ("请核对名称", "Check the name")
CONVERT = ("请先转换，例如 number(…)、date(…)", "Convert one, e.g. with number(…) or date(…)")


@dataclass(frozen=True)
class Text:
    """An expression and where it stands: an element's id, or a file and a key in it."""

    place: str
    text: str
    #: A diagram's expressions are parsed elsewhere.
    is_drawn: bool = False


def check_texts(process: Process, matter: Matter, files: Mapping[str, bytes]) -> list[Finding]:
    """Return faults of syntax outside the diagram, and a warning for each misleading comparison."""
    paths = read_paths(process, files)
    drawn = [Text(place.element_id, place.text, is_drawn=True) for place in places_of(process)]
    forms = {path: form_json(content) for path, content in files.items() if path.endswith(".form")}
    texts = [*drawn, *_of_matter(matter), *_of_limits(files)]
    texts += [text for path, form in forms.items() for text in texts_in_form(path, "", form)]
    return [
        *(_no_form(path) for path, form in forms.items() if form is None),
        *(found for text in dict.fromkeys(texts) for found in _judged(text, paths)),
    ]


def _of_matter(matter: Matter) -> Iterator[Text]:
    for key in ("title", "applicant", "applicant_code", "project_code", "region"):
        yield Text(f"matter.toml {key}", getattr(matter, key))
    for key in ("name", "developer", "parties") if matter.project else ():
        yield Text(f"matter.toml project.{key}", getattr(matter.project, key))
    for fact in matter.summary:
        yield Text(f"matter.toml summary {fact.label}", fact.value)
    for outcome in matter.outcomes:
        yield Text(f"matter.toml outcomes {outcome.key}", outcome.when)
    for material in matter.materials:
        yield Text(f"matter.toml materials {material.code}", material.when)
        yield Text(f"matter.toml materials {material.code}", material.number)
    for rule in matter.numbers.values():
        for name, text in rule.values.items():
            yield Text(f"matter.toml numbers.{rule.key} {name}", text)
    for document in matter.documents.values():
        yield from _marked(f"matter.toml documents.{document.key}", document.number)
    for field in matter.raw.get("publish", {}).get("fields", ()):
        yield Text(f"matter.toml publish {field.get('label')}", str(field.get("value", "")))


def _of_limits(files: Mapping[str, bytes]) -> Iterator[Text]:
    limits: dict[str, Any] = tomllib.loads(files.get("limits.toml", b"").decode())
    for key, rule in limits.get("limits", {}).items():
        yield Text(f"limits.toml {key} start", str(rule.get("start", "")))
        yield from _marked(f"limits.toml {key} amount", str(rule.get("amount", "")))


def texts_in_form(path: str, key: str, part: Any) -> Iterator[Text]:
    """Yield what form-js marks by "=", and the conditions of our rules, whose keys end in when."""
    if isinstance(part, Mapping):
        for name, inner in part.items():
            yield from texts_in_form(path, name, inner)
    elif isinstance(part, list):
        for inner in part:
            yield from texts_in_form(path, key, inner)
    elif isinstance(part, str) and key.endswith("_when"):
        yield Text(path, part)
    elif isinstance(part, str) and not (key == "hide" and _is_test(part)):
        yield from _marked(path, part)


def _is_test(text: str) -> bool:
    """Tell whether a `hide` is no expression but a test, such as "> 3"; form-js allows both."""
    try:
        feel.compile_expression(text.removeprefix("="))
    except feel.FeelError:
        return _reads_as_test(text.removeprefix("="))
    return False


def _reads_as_test(text: str) -> bool:
    try:
        feel.compile_unary_tests(text)
    except feel.FeelError:
        return False
    return True


def _marked(place: str, text: str) -> Iterator[Text]:
    """Yield a text that is an expression because it begins with "="."""
    if text.startswith("="):
        yield Text(place, text[1:])


def _judged(text: Text, paths: CasePaths) -> Iterator[Finding]:
    if not text.text:
        return
    try:
        compiled = feel.compile_expression(text.text)
        kinds = feel.kind_warnings(text.text, paths.kind)
    except feel.FeelError as fault:
        if not text.is_drawn:
            yield error(text.place, "feel_syntax", *_said(text, fault.zh, fault.en), SYNTAX)
        return
    for remark in () if text.is_drawn else compiled.warnings:
        yield warning(text.place, remark.code, *_said(text, remark.zh, remark.en), NAME)
    for remark in kinds:
        yield warning(text.place, remark.code, *_said(text, remark.zh, remark.en), CONVERT)
    for path in sorted(compiled.names):
        if path[0] == "case" and not paths.knows(path):
            yield _unwritten(text, ".".join(path))


def _said(text: Text, zh: str, en: str) -> tuple[str, str]:
    return f"{zh} {text.text}", f"{en} {text.text}"


def _no_form(path: str) -> Finding:
    return error(
        path,
        "unreadable",
        "表单不是合法的 JSON",
        "The form is no valid JSON",
        ("请在表单设计器中重新保存", "Save it again from the form editor"),
    )


def _unwritten(text: Text, path: str) -> Finding:
    return warning(
        text.place,
        "unknown_name",
        f"没有表单、环节或 set 会写入 {path}，总是空值：{text.text}",
        f"No form, step or set writes {path}, so it is always null: {text.text}",
        NAME,
    )
