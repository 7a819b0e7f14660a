"""Judge what a diagram asks of the registers: draws of experts, and lists of problem items."""

from collections.abc import Iterator, Mapping
from typing import Any

from engine.bpmn.finding import Finding, error
from engine.bpmn.model import Element, Process
from engine.bpmn.naming import label
from engine.case_paths import form_json

#: What a draw cannot do without.
DRAW = "draw_experts"
ASKED_OF_DRAW = ("specialities", "reveal_on")
#: The columns the rows of a list must have, by the property that names the list.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "raises": ("text",),
    "rectifies": ("number", "answer"),
    "rechecks": ("number", "result"),
    "asks_extension": ("number", "until_on"),
    "grants_extension": ("number", "result"),
}


def check_registers(process: Process, files: Mapping[str, bytes]) -> Iterator[Finding]:
    """Yield a fault for each property that is missing, and each list or column a form lacks."""
    for element in process.elements.values():
        if element.properties.get("operation") == DRAW:
            yield from _draw(element)
        for name in COLUMNS:
            if name in element.properties:
                yield from _list(element, name, files)


def _draw(element: Element) -> Iterator[Finding]:
    for name in ASKED_OF_DRAW:
        if not element.properties.get(name):
            yield error(
                element.id,
                "missing_property",
                f"{label(element)}抽取专家，缺少属性 {name}",
                f"{label(element)} draws experts without the property {name}",
                (
                    f"写明 {name}，见设计员手册的“专家抽取”",
                    f"Give {name}; see the designer's guide",
                ),
            )


def _list(element: Element, name: str, files: Mapping[str, bytes]) -> Iterator[Finding]:
    path = element.properties[name]
    form = form_json(files.get(f"forms/{element.properties.get('form')}.form", b""))
    grid = next((one for one in _parts(form) if _is_list(one, path)), None)
    if grid is None:
        yield error(
            element.id,
            "missing_list",
            f"{label(element)}的属性 {name} 指向“{path}”，表单里没有这个列表",
            f"The property {name} of {label(element)} names {path}, which is no list of its form",
            ("改为表单中 dynamiclist 的 path", "Name the path of a dynamiclist of the form"),
        )
        return
    columns = {one.get("key") for one in _parts(grid)}
    for column in COLUMNS[name]:
        if column not in columns:
            yield error(
                element.id,
                "missing_column",
                f"列表“{path}”缺少列 {column}，{name} 要用它",
                f"The list {path} lacks the column {column}, which {name} needs",
                (f"在列表中加一个 key 为 {column} 的字段", f"Add a field with the key {column}"),
            )


def _is_list(part: Mapping[str, Any], path: str) -> bool:
    return part.get("type") == "dynamiclist" and part.get("path") == path


def _parts(form: Any) -> Iterator[Mapping[str, Any]]:
    for part in form.get("components", ()) if isinstance(form, Mapping) else ():
        yield part
        yield from _parts(part)
