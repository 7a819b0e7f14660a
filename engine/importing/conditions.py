"""Conditions and timers: in FEEL where they mean the same, else left for a person."""

from engine.bpmn.drawing import ACTIVITIES, BPMN, local

from .expressions import Translation, are_opposite, is_known_feel, translate, unwrapped
from .sheet import Node, Sheet, label_of, names_around, owner_of

CHOOSING = ("exclusiveGateway", "inclusiveGateway", *ACTIVITIES)


def map_conditions(sheet: Sheet) -> None:
    """Map the conditions of flows and events, and find defaults that follow from them."""
    for flow in sheet.nodes("sequenceFlow"):
        for condition in flow.findall(f"{BPMN}conditionExpression"):
            if (condition.text or "").strip():
                _map(sheet, flow, condition)
            elif len(condition) == 0:
                flow.remove(condition)
    for event in sheet.nodes("conditionalEventDefinition"):
        for condition in event.findall(f"{BPMN}condition"):
            _map(sheet, event, condition)
    for node in sheet.nodes("exclusiveGateway"):
        _default(sheet, node)


def _map(sheet: Sheet, place: Node, condition: Node) -> None:
    text = (condition.text or "").strip()
    if condition.get("language", "").lower().rpartition("/")[2] in SCRIPTS:
        return  # the check refuses the language
    known = names_around(place)
    wrapped = unwrapped(text)
    if wrapped is None and "${" not in text:
        _plain(sheet, place, condition, text, known)
        return
    if wrapped is None:
        return
    found = translate(*wrapped, known)
    if found is not None:
        _write(sheet, place, condition, text, found)
    elif wrapped[0] == "feel" and not is_known_feel(wrapped[1], known):
        _ask(sheet, place, text)


SCRIPTS = ("javascript", "ecmascript", "groovy", "python", "ruby", "jruby", "juel-script", "jython")


def _plain(sheet: Sheet, place: Node, condition: Node, text: str, known: frozenset[str]) -> None:
    """Take text without a wrapper for FEEL; a bare name may as well be a word for the reader."""
    if is_known_feel(text, known):
        return
    found = translate("feel", text, known)
    if found is None or text.replace(".", "").isidentifier():
        _ask(sheet, place, text)
        return
    _write(sheet, place, condition, text, found)


def _write(sheet: Sheet, place: Node, condition: Node, text: str, found: Translation) -> None:
    condition.text = found.feel
    if "language" in condition.attrib:
        del condition.attrib["language"]
    if found.feel == text.removeprefix("=").strip():
        return
    needed = ", ".join(f"case.{v}" for v in found.variables)
    remedy = (
        (f"须由表单或步骤写入办件:{needed}", f"A form or a step must write {needed}")
        if needed
        else ("", "")
    )
    sheet.mapped(
        place,
        "condition",
        (f"条件 {text} → {found.feel}", f"The condition {text} became {found.feel}"),
        remedy,
    )


def _ask(sheet: Sheet, place: Node, text: str) -> None:
    sheet.undecided(
        place,
        "condition",
        (f"条件 {text} 在这里没有确定的意思", f"The condition {text} has no certain meaning here"),
        ("请改写为读取 case. 的 FEEL", "Write it as FEEL that reads case."),
    )


def _default(sheet: Sheet, node: Node) -> None:
    """Make the second of two opposite conditions the default, which changes nothing."""
    around = node.getparent()
    if node.get("default") or around is None:
        return
    flows = [f for f in around.findall(f"{BPMN}sequenceFlow") if _leaves(f, node)]
    conditions = [f.find(f"{BPMN}conditionExpression") for f in flows]
    if len(flows) != 2 or conditions[0] is None or conditions[1] is None:
        return
    first, second = ((c.text or "").strip().removeprefix("=") for c in conditions if c is not None)
    if are_opposite(first, second):
        node.set("default", flows[1].get("id", ""))
        flows[1].remove(conditions[1])
        sheet.mapped(
            node,
            "default",
            (
                f"{label_of(node)}的两个条件相反,{owner_of(flows[1])} 成为默认流向",
                f"Of two opposite conditions {owner_of(flows[1])} became the default",
            ),
        )


def _leaves(flow: Node, node: Node) -> bool:
    return flow.get("sourceRef", "").rpartition(":")[2] == node.get("id") and bool(flow.get("id"))


def tell_of_timers(sheet: Sheet) -> None:
    """Ask about timers whose time is an expression of another engine."""
    for event in sheet.nodes("timerEventDefinition"):
        for node in [c for c in event if local(c) in ("timeDate", "timeDuration")]:
            text = (node.text or "").strip()
            wrapped = unwrapped(text)
            language = wrapped[0] if wrapped else ""
            unknown = language == "feel" and not is_known_feel(text[1:], names_around(event))
            if language == "juel" or "${" in text or unknown:
                node.text = None if language != "feel" else text
                sheet.undecided(
                    event,
                    "timer",
                    (f"定时 {text} 不能照搬", f"The time {text} has no exact counterpart"),
                    (
                        '请写 FEEL,例如 due("decide") 或 duration("P3D")',
                        'Write FEEL, e.g. due("decide") or duration("P3D")',
                    ),
                )
