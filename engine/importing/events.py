"""Messages and errors: what has no name gets one, where that changes nothing."""

from lxml import etree

from engine.bpmn.drawing import BPMN, local

from .sheet import Node, Sheet, label_of, owner_of


def name_events(sheet: Sheet) -> None:
    """Give messages without a name, and errors named by their code alone, a definition."""
    for node in sheet.nodes("receiveTask", "sendTask", "messageEventDefinition"):
        if not node.get("messageRef") and not _names_operation(node):
            _name_message(sheet, node)
    known = {str(n.get("id")) for n in sheet.root.findall(f"{BPMN}error")}
    for node in sheet.nodes("errorEventDefinition"):
        code = node.get("errorRef", "").strip()
        if code and code.rpartition(":")[2] not in known and etree_name(code):
            _define(sheet, "error", code, errorCode=code)
            known.add(code)
            sheet.mapped(
                node,
                "error_code",
                (f"错误码 {code} 补上了定义", f"The error code {code} got a definition"),
            )


def _names_operation(node: Node) -> bool:
    return bool(node.get("operationRef")) or node.find(f"{BPMN}operationRef") is not None


def etree_name(text: str) -> bool:
    """Tell whether a text can be an XML id."""
    return text.replace("-", "_").replace(".", "_").isidentifier()


def _name_message(sheet: Sheet, node: Node) -> None:
    owner = owner_of(node)
    if not owner or (local(node) == "sendTask"):
        return
    message = f"message_{owner}"
    _define(sheet, "message", message, name=owner)
    node.set("messageRef", message)
    sheet.mapped(
        node,
        "message",
        (
            f"{label_of(node)}没有指定消息,以 {owner} 为消息名",
            f"{label_of(node)} named no message; it is called {owner}",
        ),
        ("消息由人在办件页登记", "Somebody enters it on the page of the case"),
    )


def _define(sheet: Sheet, kind: str, node_id: str, **attributes: str) -> None:
    made = etree.Element(f"{BPMN}{kind}", {"id": node_id, **attributes})
    sheet.root.insert(0, made)


def tell_of_signals(sheet: Sheet) -> None:
    """Tell that a signal stays within its case, and ask about those that come from elsewhere."""
    thrown, caught = set[str](), set[str]()
    first: dict[str, Node] = {}
    for node in sheet.nodes("signalEventDefinition"):
        around = node.getparent()
        name = node.get("signalRef", "").rpartition(":")[2]
        if around is not None and local(around) in ("endEvent", "intermediateThrowEvent"):
            thrown.add(name)
        else:
            caught.add(name)
        first.setdefault(name, node)
    for name, node in first.items():
        _signal(sheet, node, name, stays=name in thrown & caught)


def _signal(sheet: Sheet, node: Node, name: str, *, stays: bool) -> None:
    if stays:
        sheet.remark(
            node,
            "signal",
            (f"信号 {name} 只在本办件内传播", f"The signal {name} is heard within its case only"),
        )
        return
    sheet.undecided(
        node,
        "signal",
        (
            f"信号 {name} 来自或发往别的流程,本文件只有一端",
            f"The signal {name} goes between processes; this file has one end of it only",
        ),
        ("请改为由人登记的消息", "Make it a message that somebody enters"),
    )
