"""Rules about repeated activities, calls, scripts and the language of expressions."""

from collections.abc import Callable, Iterator

from .drawing import BPMN, Drawing, local
from .finding import Finding, error
from .foreign import feel_for, feel_for_script, foreign_sign
from .model import Element
from .naming import label

_FEEL_SPELLING = ('FEEL 用 =、and、or、null、"文字"', 'FEEL writes =, and, or, null, "text"')
_FEEL_FORMATS = ("", "feel", "application/feel", "text/feel")
#: Given a text that is no FEEL, return the FEEL for it, or None.
Propose = Callable[[str], str | None]


def check_work(drawing: Drawing) -> Iterator[Finding]:
    """Yield what is wrong with loops, calls and expressions."""
    for element in drawing.elements.values():
        yield from _repeats(element)
        yield from _calls(element, drawing)
        if element.type == "scriptTask" and not element.expression:
            yield _no_script(element)
        propose = feel_for_script if element.type == "scriptTask" else feel_for
        yield from _language(element.id, label(element), element.expression, propose)
        for text in _other_expressions(element):
            yield from _language(element.id, label(element), text)
    for flow in drawing.flows:
        yield from _language(flow.id, flow.id, flow.condition)
    yield from _formats(drawing)


def _repeats(element: Element) -> Iterator[Finding]:
    loop = element.loop
    if element.multi is None:
        if "collection" in element.properties:
            yield _loop(element, "写了 collection 却不是多实例", "has a collection but no marker")
    elif element.multi == "loop":
        if "maximum" not in loop and "condition" not in loop:
            yield _loop(element, "循环没有条件也没有上限", "loops without condition or maximum")
        if not loop.get("maximum", "1").isdigit():
            yield _loop(element, "循环上限不是整数", "has a maximum that is no whole number")
    elif "collection" not in loop and "cardinality" not in loop:
        yield _loop(element, "多实例没有集合", "is repeated but has no collection")
    elif "collection" in loop and "item" not in loop:
        yield _loop(element, "多实例没有给条目取名", "has a collection but no name for its item")


def _loop(element: Element, zh: str, en: str) -> Finding:
    return error(
        element.id,
        "loop",
        f"{label(element)}{zh}",
        f"{label(element)} {en}",
        (
            "多实例写属性 collection 和 item,循环写条件或上限",
            "A multi-instance has collection and item, a loop a condition or a maximum",
        ),
    )


def _calls(element: Element, drawing: Drawing) -> Iterator[Finding]:
    if element.type != "callActivity":
        return
    if element.called not in drawing.called:
        yield error(
            element.id,
            "call_target",
            f"{label(element)}调用的流程 {element.called} 不在本文件里,也不在共用流程里",
            f"{label(element)} calls process {element.called}, which is neither here nor shared",
            (
                f"请把它画进本文件,或放进文件夹 _shared/{element.called}",
                f"Draw it in this file, or put it into the folder _shared/{element.called}",
            ),
        )
    elif _calls_itself(element.called, drawing, ()):
        yield error(
            element.id,
            "call_circle",
            f"{label(element)}会无穷地调用自己",
            f"{label(element)} calls itself without end",
            ("请改用循环", "Draw a loop instead"),
        )


def _calls_itself(process_id: str | None, drawing: Drawing, path: tuple[str | None, ...]) -> bool:
    if process_id in path:
        return True
    inside = [e for e in drawing.elements.values() if e.process_id == process_id and e.called]
    return any(_calls_itself(e.called, drawing, (*path, process_id)) for e in inside)


def _no_script(element: Element) -> Finding:
    return error(
        element.id,
        "script_empty",
        f"脚本任务{label(element)}没有内容",
        f"Script task {label(element)} is empty",
        ("请写一个 FEEL 上下文,例如 {round: 1}", "Write a FEEL context, e.g. {round: 1}"),
    )


def _other_expressions(element: Element) -> Iterator[str | None]:
    yield from (element.loop.get(k) for k in ("collection", "cardinality", "completion"))
    yield from (element.loop.get(k) for k in ("condition", "item_view"))
    for key, value in element.properties.items():
        if value.startswith("=") and key not in element.loop:
            yield value[1:]


def _language(
    element_id: str, name: str, text: str | None, propose: Propose = feel_for
) -> Iterator[Finding]:
    sign = foreign_sign(text or "")
    if sign is not None:
        feel = propose(text or "")
        remedy = (f"可改写为 {feel}", f"Write {feel}") if feel else _FEEL_SPELLING
        yield error(
            element_id,
            "not_feel",
            f"{name}的表达式不是 FEEL(有“{sign}”):{text}",
            f"The expression of {name} is not FEEL (it has “{sign}”): {text}",
            remedy,
        )


def _formats(drawing: Drawing) -> Iterator[Finding]:
    for node in drawing.root.iter(f"{BPMN}scriptTask", f"{BPMN}conditionExpression"):
        key = "scriptFormat" if local(node) == "scriptTask" else "language"
        given = node.get(key, "").lower()
        if given not in _FEEL_FORMATS and "feel" not in given:
            owner = node if local(node) == "scriptTask" else node.getparent()
            owner_id = "" if owner is None else owner.get("id", "")
            yield error(
                owner_id,
                "not_feel",
                f"{owner_id} 用的语言是 {given},只支持 FEEL",
                f"{owner_id} is written in {given}; only FEEL is run",
                ("请改写为 FEEL", "Write it in FEEL"),
            )
