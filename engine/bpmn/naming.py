"""Rules about ids and names."""

from collections import Counter
from collections.abc import Iterator

from .drawing import ACTIVITIES, BPMN, Drawing
from .finding import Finding, error, warning
from .model import Element

#: Names SpiffWorkflow gives to nodes of its own; a drawn one would vanish in silence.
RESERVED = frozenset({"Start", "End", "Root", "StartEventSplit", "StartEventJoin"})


def label(element: Element) -> str:
    """Return how a message speaks of an element."""
    return f"“{element.name}”({element.id})" if element.name else element.id


def check_names(drawing: Drawing) -> Iterator[Finding]:
    """Yield what is wrong with ids, and what could be better about names."""
    yield from _ids(drawing)
    yield from _names(drawing)


def _ids(drawing: Drawing) -> Iterator[Finding]:
    processes = drawing.root.findall(f"{BPMN}process")
    nodes = [n for p in processes for n in p.iter(f"{BPMN}*") if n.get("id")]
    for found, count in Counter(n.get("id", "") for n in nodes).items():
        if count > 1:
            yield _repeated(found)
    if not all(p.get("id") for p in processes if p.get("isExecutable") != "false"):
        yield _missing("process", drawing.name)
    for element in drawing.elements.values():
        if not element.id:
            yield _missing(element.type, element.name)
        elif element.id in RESERVED or "." in element.id:
            yield _reserved(element.id)


def _names(drawing: Drawing) -> Iterator[Finding]:
    tasks = [e for e in drawing.elements.values() if e.type in ACTIVITIES]
    for name, count in Counter(e.name for e in tasks if e.name).items():
        if count > 1:
            for element in (e for e in tasks if e.name == name):
                yield _same_name(element)
    for element in drawing.elements.values():
        if not element.name.strip() and not _may_be_unnamed(element):
            yield _unnamed(element)


def _may_be_unnamed(element: Element) -> bool:
    return "Gateway" in element.type or (element.parent_id is not None and "Event" in element.type)


def _repeated(found: str) -> Finding:
    return error(
        found,
        "id_repeated",
        f"编号 {found} 用了不止一次",
        f"Id {found} is used more than once",
        ("请给每个元素不同的编号", "Give each element an id of its own"),
    )


def _missing(kind: str, name: str) -> Finding:
    return error(
        "",
        "id_missing",
        f"{kind}“{name}”没有编号",
        f"{kind} “{name}” has no id",
        ("请给它一个英文编号", "Give it an English id"),
    )


def _reserved(found: str) -> Finding:
    return error(
        found,
        "id_reserved",
        f"编号 {found} 是引擎保留的",
        f"Id {found} is reserved by the engine",
        ("请换一个不含点号的英文编号", "Choose another English id, without a dot"),
    )


def _same_name(element: Element) -> Finding:
    return warning(
        element.id,
        "name_repeated",
        f"有几个环节都叫“{element.name}”",
        f"Several activities are called “{element.name}”",
        ("请让名称能区分开", "Make the names differ"),
    )


def _unnamed(element: Element) -> Finding:
    return warning(
        element.id,
        "name_missing",
        f"{element.id} 没有名称",
        f"{element.id} has no name",
        ("请写上中文名称", "Give it a name"),
    )
