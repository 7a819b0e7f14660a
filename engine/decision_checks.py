"""What keeps a matter's decisions from being made, all at once, before it is published."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from engine import dmn
from engine.bpmn.finding import Finding, error, warning
from engine.bpmn.model import Process
from engine.bpmn.naming import label
from engine.decisions import SUFFIX, Decisions, read_decisions
from engine.errors import NotFound
from engine.store import json

_ASKED = re.compile(r'\bdecide\(\s*"([^"\\]+)"')
_CORRECT = ("请在决策设计器中改正", "Correct it in the decision editor")


def check_decisions(process: Process, files: Mapping[str, bytes]) -> list[Finding]:
    """Return the faults of the decision files and of every step or expression that names one."""
    paths = [path for path in files if path.endswith(SUFFIX)]
    unreadable = [found for path in paths for found in _unreadable(path, files[path])]
    if unreadable:
        return unreadable
    decisions = read_decisions(files)
    models = decisions.models.items()
    return [
        *(found for path, model in models for found in _in_model(path, model)),
        *_unnamed(process, decisions),
        *_asked_in_vain(process, files, decisions),
    ]


def _unreadable(path: str, xml: bytes) -> Iterator[Finding]:
    try:
        dmn.read_model(xml)
    except dmn.InvalidDecision as fault:
        yield error(path, fault.findings[0].code, fault.zh, fault.en, _CORRECT)


def _in_model(path: str, model: dmn.Model) -> Iterator[Finding]:
    for namespace in model.missing:
        yield error(
            path,
            "import_missing",
            f"没有它引入的模型 {namespace}",
            f"There is no model {namespace}, which it imports",
            ("把该文件放进事项目录", "Put that file into the matter's folder"),
        )
    for fault in dmn.compile_model(model).faults:
        yield error(path, fault.code, *_placed(fault), _CORRECT)
    for remark in dmn.remarks_on(model):
        yield warning(path, remark.code, *_placed(remark), _CORRECT)


def _placed(found: dmn.Finding) -> tuple[str, str]:
    where = " / ".join(found.where)
    return f"{where}：{found.zh}", f"{where}: {found.en}"


def _unnamed(process: Process, decisions: Decisions) -> Iterator[Finding]:
    """Yield a fault for each business rule task whose decision is not there."""
    for element in process.elements.values():
        if element.type != "businessRuleTask":
            continue
        key, file = (element.properties.get(name, "") for name in ("decision", "file"))
        if not key:
            yield error(
                element.id,
                "decision_missing",
                f"业务规则任务{label(element)}没有写决策",
                f"Business rule task {label(element)} names no decision",
                ("在属性 decision 中写决策的键", "Write its key in the property decision"),
            )
        elif fault := _not_found(decisions, key, file):
            yield _missing(element.id, fault)


def _asked_in_vain(
    process: Process, files: Mapping[str, bytes], decisions: Decisions
) -> Iterator[Finding]:
    """Yield a fault for each `decide("key", …)` of a decision that is not there."""
    for place, text in _texts(process, files):
        for key in _ASKED.findall(text):
            if fault := _not_found(decisions, key, ""):
                yield _missing(place, fault)


def _texts(process: Process, files: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    for element in process.elements.values():
        for text in (element.expression, *element.properties.values(), *element.loop.values()):
            yield element.id, text or ""
    for flow in process.flows:
        yield flow.id, flow.condition or ""
    for path, content in files.items():
        if path.endswith(".form"):
            yield from ((path, text) for text in _strings(_read(content)))


def _read(content: bytes) -> Any:
    try:
        return json.loads(content.decode())
    except ValueError:
        return None  # the form's own check tells


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


def _not_found(decisions: Decisions, key: str, file: str) -> NotFound | None:
    try:
        decisions.find(key, file)
    except NotFound as fault:
        return fault
    return None


def _missing(place: str, fault: NotFound) -> Finding:
    return error(
        place,
        "decision_missing",
        fault.zh,
        fault.en,
        ("补上 .dmn 文件，或改正键", "Add the .dmn file or correct the key"),
    )
