"""A new matter begins: from a built-in template, or from a diagram another tool drew."""

import json
import re
from importlib.resources import files as package_files
from xml.sax.saxutils import escape

from engine.errors import InvalidSubmission, NotFound
from engine.importing.folders import matter_files
from engine.importing.judging import judge
from engine.importing.notes import NOT_BPMN, Judgement
from engine.studio.paths import check_key, is_path

#: The built-in templates with their names, in the order they are offered.
TEMPLATES = {
    "one_step": ("一步办结", "One step"),
    "review_approve": ("审核、审批", "Review and approval"),
    "in_parallel": ("几个部门并行审查", "Departments in parallel"),
}


def from_template(template: str, *, key: str, name: str, name_en: str) -> dict[str, bytes]:
    """Return the files of a new matter after a template; raises NotFound, InvalidSubmission."""
    if template not in TEMPLATES:
        raise NotFound(f"没有模板 {template}", f"There is no template {template}.")
    _check_names(key, name)
    names = {"key": key, "name": name, "name_en": name_en or name, "NUMBER": _prefix(key)}
    return {path: _filled(path, text, names) for path, text in sorted(_texts(template).items())}


def from_diagram(
    file_name: str, content: bytes, *, key: str, name: str, name_en: str
) -> tuple[dict[str, bytes], Judgement]:
    """Return the files of a new matter after a foreign diagram, and what became of the diagram.

    The original and the report lie under `original/`. Raises InvalidSubmission when it is no BPMN.
    """
    _check_names(key, name)
    judgement = judge(content)
    if judgement.verdict == NOT_BPMN or not judgement.diagram:
        note = judgement.notes[0]
        raise InvalidSubmission({"file": [(note.zh, note.en)]})
    called = (name.strip(), name_en.strip())
    return matter_files(_kept_as(file_name), content, judgement, key=key, called=called), judgement


def _kept_as(file_name: str) -> str:
    """Return the name under which an original is kept: safe in every folder."""
    plain = re.sub(r"[^\w.-]", "_", file_name.replace("\\", "/").rpartition("/")[2]).lstrip("._-")
    return plain if is_path(plain) else f"{plain.partition('.')[0][:80] or 'diagram'}.bpmn"


def _check_names(key: str, name: str) -> None:
    check_key(key)
    if not name.strip():
        raise InvalidSubmission({"name": [("请写事项名称。", "Give the matter a name.")]})


def _prefix(key: str) -> str:
    return key.upper().replace("_", "-")


def _texts(template: str) -> dict[str, str]:
    root = package_files("engine.studio") / "templates" / template
    own = {one.name: one for one in root.iterdir() if one.is_file()}
    forms = {f"forms/{one.name}": one for one in (root / "forms").iterdir()}
    return {path: one.read_text("utf-8") for path, one in {**own, **forms}.items()}


def _filled(path: str, text: str, names: dict[str, str]) -> bytes:
    for name, value in names.items():
        text = text.replace(f"__{name}__", _written(path, value))
    return text.encode()


def _written(path: str, value: str) -> str:
    if path.endswith(".bpmn"):
        return escape(value, {'"': "&quot;"})
    return json.dumps(value, ensure_ascii=False)[1:-1] if path.endswith(".toml") else value
