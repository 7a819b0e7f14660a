"""Walk a file and refuse what is not run: each element and attribute is looked up in `vocabulary`.

What is neither BPMN nor a known vendor's is passed over with a remark.
"""

from collections.abc import Iterator

from lxml import etree

from .drawing import BPMN, FLOW_NODES, SPIFF, Drawing, event_definitions, local
from .finding import Finding, error, warning
from .vocabulary import (
    ANY,
    ATTRIBUTES,
    DRAWN,
    REFUSED,
    REFUSED_ATTRIBUTES,
    RUN,
    UNKNOWN,
    UNKNOWN_ATTRIBUTE,
    VENDORS,
)

#: BPMN's own diagram interchange: positions, colours and the like.
_PICTURES = ("http://www.omg.org/spec/BPMN/", "http://www.omg.org/spec/DD/")


def check_tags(drawing: Drawing) -> Iterator[Finding]:
    """Yield a finding for everything in the file that is not run as drawn."""
    for child in drawing.root.iterchildren(etree.Element):
        if not _is_picture(child):
            yield from _check(child, "")


def _check(node: etree._Element, owner: str) -> Iterator[Finding]:
    tag = local(node)
    if tag in (*FLOW_NODES, "sequenceFlow", "process"):
        owner = node.get("id", owner)
    if not str(node.tag).startswith(BPMN):
        yield from _extension(node, owner)
    elif tag == "process" and node.get("isExecutable") == "false":
        yield _not_run(owner)
    elif tag in DRAWN:
        yield from _drawn(node, owner)
    elif tag in RUN:
        yield from _run(node, tag, owner)
    else:
        yield _refused(node.get("id") or owner, tag)


def _run(node: etree._Element, tag: str, owner: str) -> Iterator[Finding]:
    yield from _attributes(node, tag, owner)
    if len(list(event_definitions(node))) > 1:
        yield _several_events(owner)
    for child in node.iterchildren(etree.Element):
        yield from _check(child, owner)


def _drawn(node: etree._Element, owner: str) -> Iterator[Finding]:
    """Look into what is only drawn for parts that would change what happens."""
    if node.get("mustUnderstand") == "true":
        yield _attribute(owner, local(node), "mustUnderstand", "true")
    for child in node.iterchildren(etree.Element):
        if local(child) in ("assignment", "transformation", *DRAWN):
            yield from _check(child, owner)


def _attributes(node: etree._Element, tag: str, owner: str) -> Iterator[Finding]:
    allowed = {*ANY.split(), *ATTRIBUTES.get(tag, "").split()}
    for key, value in node.attrib.items():
        name = etree.QName(str(key))
        if name.namespace in VENDORS:
            yield _vendor(owner, VENDORS[name.namespace], name.localname)
        elif name.namespace is None and not {name.localname, f"{key}={value}"} & allowed:
            yield _attribute(owner, tag, name.localname, str(value))


def _extension(node: etree._Element, owner: str) -> Iterator[Finding]:
    name = etree.QName(node)
    if node.tag == f"{SPIFF}properties":
        return
    if name.namespace in VENDORS:
        yield _vendor(owner, VENDORS[name.namespace], name.localname)
        return
    yield warning(
        owner,
        "extension_ignored",
        f"扩展元素不执行:{name.localname}",
        f"This extension is not run: {name.localname}",
        ("如不需要请删除", "Remove it if it is not needed"),
    )


def _is_picture(node: etree._Element) -> bool:
    namespace = etree.QName(node).namespace or ""
    return namespace.startswith(_PICTURES) and not str(node.tag).startswith(BPMN)


def _not_run(process_id: str) -> Finding:
    return warning(
        process_id,
        "process_not_run",
        f"流程 {process_id} 标为不可执行,只当作图",
        f"Process {process_id} is marked as not executable and is drawing only",
        ("要执行它,请设 isExecutable=true", "Set isExecutable=true to run it"),
    )


def _refused(owner: str, tag: str) -> Finding:
    refusal = REFUSED.get(tag, UNKNOWN)
    zh, en = refusal.reason
    return error(owner, f"tag_{tag}", f"{zh}:{tag}", f"{en}: {tag}", refusal.remedy)


def _vendor(owner: str, vendor: str, name: str) -> Finding:
    return error(
        owner,
        "vendor_extension",
        f"{vendor}:{name} 是其他引擎的扩展,不会执行",
        f"{vendor}:{name} belongs to another engine and is not run",
        (
            "请改写为属性(section、post、form、limit……),或用 banjie import",
            "Write it as our properties, or use banjie import",
        ),
    )


def _attribute(owner: str, tag: str, name: str, value: str) -> Finding:
    refusal = REFUSED_ATTRIBUTES.get(name, UNKNOWN_ATTRIBUTE)
    zh, en = refusal.reason
    return error(
        owner,
        "attribute",
        f"{zh}:{tag} 的 {name}={value}",
        f"{en}: {name}={value} of {tag}",
        refusal.remedy,
    )


def _several_events(owner: str) -> Finding:
    refusal = REFUSED_ATTRIBUTES["parallelMultiple"]
    return error(owner, "several_events", *refusal.reason, refusal.remedy)
