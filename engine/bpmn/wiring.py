"""Where one can go in a drawing: steps from node to node, through scopes and events."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from .model import Element, Flow


class Wiring:
    """The graph of a drawing, for the rules that walk it."""

    def __init__(self, elements: Mapping[str, Element], flows: Iterable[Flow]) -> None:
        """Index flows, boundary events and the insides of scopes; loose ends are left out."""
        self.elements = elements
        self.out: dict[str, list[Flow]] = defaultdict(list)
        self.into: dict[str, list[Flow]] = defaultdict(list)
        self.boundaries: dict[str, list[str]] = defaultdict(list)
        self.inside: dict[str, list[Element]] = defaultdict(list)
        for flow in (f for f in flows if {f.source, f.target} <= elements.keys()):
            self.out[flow.source].append(flow)
            self.into[flow.target].append(flow)
        for element in elements.values():
            self.inside[element.scope_id].append(element)
            if element.attached_to:
                self.boundaries[element.attached_to].append(element.id)

    def next_of(self, element_id: str) -> list[str]:
        """Return where a token on a node may go within its scope, events on the node included."""
        element = self.elements[element_id]
        targets = [f.target for f in self.out[element_id]] + self.boundaries[element_id]
        if element.event == "link" and element.type == "intermediateThrowEvent":
            targets += [e.id for e in self.links_to(element)]
        return [t for t in targets if t in self.elements]

    def links_to(self, throw: Element) -> list[Element]:
        """Return the catching ends of a link, in its scope."""
        return [
            e
            for e in self.inside[throw.scope_id]
            if e.event == "link"
            and e.type == "intermediateCatchEvent"
            and e.message == throw.message
        ]

    def starts_of(self, scope_id: str) -> list[Element]:
        """Return the start events drawn directly in a scope."""
        return [e for e in self.inside[scope_id] if e.type == "startEvent"]

    def reachable(self, roots: Iterable[str]) -> set[str]:
        """Return what can be reached within a scope from `roots`, themselves included."""
        seen: set[str] = set()
        queue = list(roots)
        while queue:
            node = queue.pop()
            if node not in seen:
                seen.add(node)
                queue += self.next_of(node)
        return seen
