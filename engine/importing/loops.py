"""Multi-instances: collection and item become our properties."""

from lxml import etree

from engine.bpmn.drawing import BPMN, local

from .expressions import translate, unwrapped
from .sheet import (
    Node,
    Sheet,
    is_literal,
    label_of,
    names_around,
    remove,
    set_property,
    take,
    take_extensions,
)

LOOP = f"{BPMN}multiInstanceLoopCharacteristics"
#: What other engines call the counts a completion condition reads.
COUNTS = {
    "nrOfInstances": "numberOfInstances",
    "nrOfCompletedInstances": "numberOfCompletedInstances",
    "nrOfActiveInstances": "numberOfActiveInstances",
    "numberOfInstances": "numberOfInstances",
    "numberOfCompletedInstances": "numberOfCompletedInstances",
    "numberOfActiveInstances": "numberOfActiveInstances",
}
_ITEM = "item"


def map_loops(sheet: Sheet) -> None:
    """Map each multi-instance, the outer before the inner, whose collection may be an item's."""
    for node in sheet.nodes():
        for loop in node.findall(LOOP):
            _map(sheet, node, loop)


def _map(sheet: Sheet, node: Node, loop: Node) -> None:
    collection, item = _given(loop)
    if collection:
        _collection(sheet, node, loop, collection, item or _ITEM)
    _cardinality(sheet, node, loop)
    _completion(sheet, node, loop)
    for name in ("loopDataOutputRef", "outputDataItem"):
        for output in loop.findall(f"{BPMN}{name}"):
            _output(sheet, node, local(output), (output.text or output.get("name") or "").strip())
            remove(output)


def _given(loop: Node) -> tuple[str | None, str | None]:
    """Take collection and item from wherever a tool wrote them."""
    collection, item = take(loop, "collection"), take(loop, "elementVariable")
    for given in take_extensions(loop, "loopCharacteristics"):
        collection, item = given.get("inputCollection"), given.get("inputElement")
        if given.get("outputCollection"):
            etree.SubElement(loop, f"{BPMN}loopDataOutputRef").text = given.get("outputCollection")
    reference = loop.find(f"{BPMN}loopDataInputRef")
    if reference is not None and collection is None:
        collection = reference.text
        remove(reference)
    for drawn in loop.findall(f"{BPMN}inputDataItem"):
        item = item or drawn.get("name") or drawn.get("id")
        remove(drawn)
    return (collection or "").strip() or None, item


def _collection(sheet: Sheet, node: Node, loop: Node, text: str, item: str) -> None:
    language, inside = unwrapped(text) or ("juel", text)
    around = node.getparent()
    known = names_around(around) if around is not None else frozenset[str]()
    found = translate(language, inside, known)
    if found is None or found.feel in ("true", "false") or " " in found.feel:
        sheet.undecided(
            node,
            "collection",
            (
                f"{label_of(node)}的集合 {text} 不能照搬",
                f"The collection {text} of {label_of(node)}",
            ),
            (
                "请写属性 collection(FEEL 列表)和 item",
                "Write the properties collection (a FEEL list) and item",
            ),
        )
        return
    set_property(node, "collection", f"={found.feel}")
    set_property(node, "item", item)
    sheet.mapped(
        node,
        "collection",
        (
            f"集合 {text} → collection=={found.feel},item={item}",
            f"The collection {text} became collection=={found.feel}, item={item}",
        ),
        ("该列表须由表单或步骤写入办件", "A form or a step must write that list into the case"),
    )


def _cardinality(sheet: Sheet, node: Node, loop: Node) -> None:
    count = loop.find(f"{BPMN}loopCardinality")
    if count is None or not count.text or count.text.strip().isdigit():
        return
    _translate_text(sheet, node, count, names_around(node))


def _completion(sheet: Sheet, node: Node, loop: Node) -> None:
    condition = loop.find(f"{BPMN}completionCondition")
    if condition is None or not (condition.text or "").strip():
        return
    for foreign, ours in COUNTS.items():
        condition.text = (condition.text or "").replace(foreign, ours)
    _translate_text(sheet, node, condition, names_around(node) | set(COUNTS.values()))


def _translate_text(sheet: Sheet, node: Node, holder: Node, known: frozenset[str]) -> None:
    """Write a text as FEEL if that is beyond doubt; the check asks about what is left."""
    text = holder.text or ""
    wrapped = unwrapped(text)
    if wrapped is None and not is_literal(text):
        return
    found = translate(*(wrapped or ("feel", text)), known)
    if found is not None and found.feel != text.strip().removeprefix("="):
        holder.text = found.feel
        name = local(holder)
        sheet.mapped(
            node,
            "expression",
            (f"{name} {text} → {found.feel}", f"{name} {text} became {found.feel}"),
        )


def _output(sheet: Sheet, node: Node, name: str, value: str) -> None:
    sheet.undecided(
        node,
        "loop_output",
        (
            f"{label_of(node)}的输出 {name} {value} 不合并",
            f"The output {name} {value} is not merged",
        ),
        (
            "结果由表单写在 case.<表单>.<条目键>,请改读那里",
            "Forms write to case.<form>.<item key>; read the results there",
        ),
    )
