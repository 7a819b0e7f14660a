"""The sheet an import works on: the tree of a file, and the notes on what was changed in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from engine.bpmn.drawing import ACTIVITIES, BPMN, FLOW_NODES, SPIFF, local, read_properties
from engine.bpmn.vocabulary import VENDORS

from .notes import DECISION, DROPPED, MAPPED, REMARK, LimitProposal, Note

#: Texts of a note in both languages: (zh, en).
Texts = tuple[str, str]
Node = etree._Element

EXTENSIONS = f"{BPMN}extensionElements"
#: Namespaces whose extensions are mapped, dropped or asked about; our own properties stay.
FOREIGN = VENDORS


@dataclass
class Sheet:
    """One file being mapped; the tree is changed in place, and every change leaves a note."""

    root: Node
    notes: list[Note] = field(default_factory=list)
    limits: list[LimitProposal] = field(default_factory=list)
    #: Forms found inside the diagram, by name.
    forms: dict[str, str] = field(default_factory=dict)

    def processes(self) -> list[Node]:
        """Return the processes that are not marked as drawing only."""
        return [p for p in self.root.findall(f"{BPMN}process") if p.get("isExecutable") != "false"]

    def nodes(self, *kinds: str) -> Iterator[Node]:
        """Yield the nodes of the processes that are of one of the kinds; all flow nodes if none."""
        for process in self.processes():
            for node in process.iter(f"{BPMN}*"):
                if local(node) in (kinds or FLOW_NODES):
                    yield node

    def mapped(self, node: Node, code: str, texts: Texts, remedy: Texts = ("", "")) -> None:
        """Note that something was written in our words."""
        self._note(node, MAPPED, code, texts, remedy)

    def dropped(self, node: Node, code: str, texts: Texts) -> None:
        """Note that something without effect here was left out."""
        self._note(node, DROPPED, code, texts, ("", ""))

    def undecided(self, node: Node, code: str, texts: Texts, remedy: Texts) -> None:
        """Note that a person has to decide."""
        self._note(node, DECISION, code, texts, remedy)

    def remark(self, node: Node, code: str, texts: Texts, remedy: Texts = ("", "")) -> None:
        """Note what is worth knowing."""
        self._note(node, REMARK, code, texts, remedy)

    def _note(self, node: Node, kind: str, code: str, texts: Texts, remedy: Texts) -> None:
        self.notes.append(Note(owner_of(node), kind, code, *texts, *remedy))


def owner_of(node: Node) -> str:
    """Return the id of the element, flow or process a node belongs to."""
    here: Node | None = node
    while here is not None:
        if local(here) in (*FLOW_NODES, "sequenceFlow", "process", "message") and here.get("id"):
            return here.get("id", "")
        here = here.getparent()
    return ""


def label_of(node: Node) -> str:
    """Return how a note speaks of a node."""
    name = (node.get("name") or "").replace("\n", " ").strip()
    return f"“{name}”" if name else owner_of(node)


def take(node: Node, name: str) -> str | None:
    """Remove and return a foreign attribute, whoever's it is; None when there is none."""
    for uri in FOREIGN:
        if f"{{{uri}}}{name}" in node.attrib:
            return str(node.attrib.pop(f"{{{uri}}}{name}"))
    return None


def extensions(node: Node, *names: str) -> list[Node]:
    """Return the foreign extension elements of a node, of the given names or all."""
    return [
        child
        for around in node.findall(EXTENSIONS)
        for child in around.iterchildren(etree.Element)
        if etree.QName(child).namespace in FOREIGN
        and not is_ours(child)
        and (not names or local(child) in names)
    ]


def is_ours(node: Node) -> bool:
    """Tell whether an extension element holds our properties."""
    return node.tag in (f"{SPIFF}properties", f"{SPIFF}property")


def take_extensions(node: Node, *names: str) -> list[Node]:
    """Remove and return the foreign extension elements of the given names."""
    found = extensions(node, *names)
    for child in found:
        remove(child)
    return found


def remove(node: Node) -> None:
    """Take a node out of its tree, with empty extension elements left around it."""
    around = node.getparent()
    if around is None:
        return
    around.remove(node)
    if around.tag == EXTENSIONS and len(around) == 0 and around.getparent() is not None:
        remove(around)


def set_property(node: Node, name: str, value: str) -> None:
    """Write one of our properties on a node, unless it is there already."""
    if name in read_properties(node):
        return
    holder = node.find(f"{EXTENSIONS}/{SPIFF}properties")
    if holder is None:
        holder = etree.SubElement(_extension_elements(node), f"{SPIFF}properties")
    etree.SubElement(holder, f"{SPIFF}property", name=name, value=value)


def _extension_elements(node: Node) -> Node:
    found = node.find(EXTENSIONS)
    if found is not None:
        return found
    made: Node = etree.Element(EXTENSIONS)
    documentation = [c for c in node if local(c) == "documentation"]
    node.insert(len(documentation), made)
    return made


def names_around(node: Node) -> frozenset[str]:
    """Return the items of the multi-instances an expression at a node may read."""
    names, here = set[str](), node.getparent() if local(node) not in ACTIVITIES else node
    if local(node) == "sequenceFlow":
        here = _source_of(node)
    while here is not None:
        item = read_properties(here).get("item")
        if item:
            names.add(item)
        here = here.getparent()
    return frozenset(names)


def _source_of(flow: Node) -> Node | None:
    around = flow.getparent()
    if around is None:
        return None
    return next((n for n in around if n.get("id") == flow.get("sourceRef")), around)


def is_literal(text: str) -> bool:
    """Tell whether a foreign value is plain text, not an expression."""
    return not any(sign in text for sign in ("${", "#{")) and not text.strip().startswith("=")


def listed(text: str) -> list[str]:
    """Split a list by commas."""
    return [part.strip() for part in text.split(",") if part.strip()]
