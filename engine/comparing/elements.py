"""One element of the diagram in two versions: its kind, who does it, its trigger, its rest."""

from collections.abc import Iterator, Mapping
from copy import deepcopy

from lxml import etree

from engine.bpmn.drawing import BPMN, FLOW_NODES, LOOPS, TASKS, local, read_properties
from engine.bpmn.model import Element
from engine.bpmn.vocabulary import words

from .change import Change, Words, noun, quoted, said, shortly, turned
from .matching import differences
from .properties import PROPERTIES, property_words
from .side import DIAGRAM, TYPES, Side

STEP = Words("环节", "step")


def kind_of(element: Element) -> Words:
    """Return what a designer calls an element."""
    if element.type in TASKS:
        return STEP
    if element.event == "timer" and element.type in ("boundaryEvent", "intermediateCatchEvent"):
        return Words("定时器", "timer")
    return TYPES.get(element.type, STEP)


def place_of(side: Side, element: Element) -> Words:
    """Return "环节 审核"."""
    return noun(kind_of(element), side.element(element.id))


def element_changes(old: Side, new: Side, one: Element, other: Element) -> Iterator[Change]:
    """Yield what differs in an element both versions have; its lane and scope not."""
    place = place_of(old, one)

    def change(what: Words) -> Change:
        return Change("diagram", "changed", what, place, other.id, DIAGRAM)

    found = [
        *_kind(one, other),
        *_trigger(one, other),
        *_repeats(one, other),
        *_properties(old, new, one, other),
    ]
    yield from map(change, found)
    if one.name != other.name:
        yield change(turned(Words("名称", "name"), quoted(one.name), quoted(other.name)))
    if one.attached_to != other.attached_to:
        ends = old.element(one.attached_to), new.element(other.attached_to)
        yield change(turned(Words("依附于", "attached to"), *ends))
    yield from map(change, rest(old.nodes.get(one.id), new.nodes.get(other.id)))


def _kind(one: Element, other: Element) -> Iterator[Words]:
    if one.type != other.type:
        yield turned(Words("类型", "type"), TYPES.get(one.type), TYPES.get(other.type))
    if one.interrupting != other.interrupting:
        yield (
            Words("改为中断所在环节", "now interrupts its host")
            if other.interrupting
            else Words("改为不中断所在环节", "no longer interrupts its host")
        )
    if one.called != other.called:
        yield turned(Words("调用的流程", "called process"), said(one.called), said(other.called))
    if one.triggered != other.triggered:
        yield (
            Words("改为由事件启动", "now starts by an event")
            if other.triggered
            else Words("不再由事件启动", "no longer starts by an event")
        )


EVENTS = {
    "timer": Words("定时器", "timer"),
    "message": Words("消息", "message"),
    "signal": Words("信号", "signal"),
    "error": Words("错误", "error"),
    "escalation": Words("升级", "escalation"),
    "conditional": Words("条件", "condition"),
    "terminate": Words("终止", "terminate"),
    "link": Words("链接", "link"),
}
TIMERS = {"date": Words("到", "at"), "duration": Words("过", "after")}


def _trigger(one: Element, other: Element) -> Iterator[Words]:
    if one.type != other.type and "Event" not in other.type:
        return
    if one.event != other.event and "Event" in other.type:
        yield turned(Words("触发", "trigger"), _event_words(one), _event_words(other))
        return
    parts = ("expression", "timer", "message", "code")
    if any(getattr(one, part) != getattr(other, part) for part in parts):
        fallback = "message" if one.message or other.message else ""
        kind = EVENTS.get(other.event or fallback, Words("脚本", "script"))
        if other.event == "timer":
            kind = Words("触发时间", "fires")
        yield turned(kind, *_both_triggers(one, other))


def _both_triggers(one: Element, other: Element) -> tuple[Words | None, Words | None]:
    if one.event != "timer" and one.expression and other.expression:
        return shortly(one.expression, other.expression)
    return _what_triggers(one), _what_triggers(other)


def _event_words(element: Element) -> Words:
    kind = EVENTS.get(element.event or "", Words("普通", "none"))
    what = _what_triggers(element)
    return noun(kind, what) if what else kind


def _what_triggers(element: Element) -> Words | None:
    if element.event == "timer":
        text = quoted(element.expression or "")
        how = TIMERS.get(element.timer or "", Words("", ""))
        return Words(f"{how.zh} {text.zh}".strip(), f"{how.en} {text.en}".strip())
    text_of = element.expression or element.message or element.code
    return quoted(text_of) if text_of else None


MULTI = {
    "parallel": Words("并行多实例", "parallel multi-instance"),
    "sequential": Words("串行多实例", "sequential multi-instance"),
    "loop": Words("循环", "loop"),
}
LOOP = {
    "collection": Words("多实例的集合", "collection of the multi-instance"),
    "item": Words("条目名", "name of the item"),
    "item_view": Words("条目可见的内容", "what is seen of the item"),
    "cardinality": Words("实例个数", "number of instances"),
    "completion": Words("完成条件", "completion condition"),
    "condition": Words("循环条件", "loop condition"),
    "maximum": Words("至多几轮", "most rounds"),
    "before": Words("先判断后办理", "tested before"),
}


def _repeats(one: Element, other: Element) -> Iterator[Words]:
    if (one.multi is None) != (other.multi is None):
        yield turned(Words("多实例", "multi-instance"), _multi_words(one), _multi_words(other))
        return
    if one.multi != other.multi:
        yield turned(
            Words("多实例方式", "kind of multi-instance"),
            MULTI.get(one.multi or ""),
            MULTI.get(other.multi or ""),
        )
    if "several" in one.properties or "several" in other.properties:
        return  # the properties say it
    for key, before, after in differences(one.loop, other.loop):
        yield turned(LOOP.get(key, quoted(key)), _or_none(before), _or_none(after))


def _multi_words(element: Element) -> Words | None:
    if element.multi is None:
        return None
    kind = MULTI[element.multi]
    over = element.loop.get("collection") or element.loop.get("cardinality")
    return noun(kind, quoted(over)) if over else kind


def _or_none(text: str | None) -> Words | None:
    return None if text is None else quoted(text)


#: Said with the loop or the trigger.
ELSEWHERE = {"collection", "item", "item_view", "message"}


def _properties(old: Side, new: Side, one: Element, other: Element) -> Iterator[Words]:
    before, after = _own(old, one), _own(new, other)
    if (one.multi is None) != (other.multi is None):
        said_already = ELSEWHERE | {"several", "share", "quorum", "vote", "convener"}
    elif "several" in before or "several" in after:
        said_already = {"message"}
    else:
        said_already = ELSEWHERE
    yield from property_differences(old, new, _but(before, said_already), _but(after, said_already))


def property_differences(
    old: Side, new: Side, before: Mapping[str, str], after: Mapping[str, str]
) -> Iterator[Words]:
    """Yield what differs in the properties of one thing drawn."""
    for key, left, right in differences(before, after):
        name = PROPERTIES.get(key, quoted(key))
        old_words = None if left is None else property_words(old, key, left)
        new_words = None if right is None else property_words(new, key, right)
        yield turned(name, old_words, new_words)


def _own(side: Side, element: Element) -> dict[str, str]:
    node = side.nodes.get(element.id)
    return {} if node is None else read_properties(node)


def _but(own: Mapping[str, str], keys: set[str]) -> dict[str, str]:
    return {key: value for key, value in own.items() if key not in keys}


#: What is compared by name elsewhere.
_ATTRIBUTES = words(
    """id name default attachedToRef cancelActivity isInterrupting triggeredByEvent
    calledElement messageRef sourceRef targetRef processRef isExecutable text"""
)
_CHILDREN = {*FLOW_NODES, *LOOPS} | words(
    """sequenceFlow laneSet lane childLaneSet flowNodeRef incoming outgoing extensionElements
    script conditionExpression textAnnotation association group dataObject dataObjectReference
    dataStoreReference participant messageFlow text"""
)


def rest(one: etree._Element | None, other: etree._Element | None) -> Iterator[Words]:
    """Yield what else differs in a node: its documentation, and whatever has no words."""
    if one is None or other is None:
        return
    before, after = _documentation(one), _documentation(other)
    if before != after:
        left, right = shortly(before, after)
        ends = (left if before else None, right if after else None)
        yield turned(Words("说明", "documentation"), *ends)
    if _bare(one) != _bare(other):
        yield Words("其他设置有改动", "other settings changed")


def _documentation(node: etree._Element) -> str:
    return "\n".join((n.text or "").strip() for n in node.findall(f"{BPMN}documentation"))


def _bare(node: etree._Element) -> bytes:
    copy = deepcopy(node)
    copy.tail = None
    for name in _ATTRIBUTES:
        if name in copy.attrib:
            del copy.attrib[name]
    for child in list(copy.iterchildren()):
        kind = local(child)
        if kind in _CHILDREN or kind.endswith("EventDefinition") or kind in ("documentation", ""):
            copy.remove(child)
    copy.tag = "node"
    copy.text = (copy.text or "").strip()
    etree.cleanup_namespaces(copy)
    return etree.tostring(copy, method="c14n")
