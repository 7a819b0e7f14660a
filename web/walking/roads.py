"""How far it is from where a case stands to a place of the diagram it has not come by.

A distance is the number of things people must do on the way, more where a condition says no.
What runs side by side and joins is not reckoned: a distance says where to look first, no more.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from math import inf

from engine.bpmn.model import Element, Flow, Process
from engine.bpmn.wiring import Wiring
from web.walking.writers import writers_of

#: A condition that says no may be made to say yes on the way; one without an answer may be either.
_NO, _UNKNOWN = 4.0, 1.0
#: One that says no for good: nobody writes from here on what it reads.
_NEVER = 40.0
#: What each kind of step costs: somebody's work, an event on the way, all of several instances.
_WORK, _EVENT, _SEVERAL = 1.0, 2.0, 2.0
_AUTOMATIC = frozenset({"serviceTask", "scriptTask", "businessRuleTask", "sendTask"})
_SCOPES = frozenset({"subProcess", "callActivity"})

#: A node of the map: an element as a token comes to it, or as a token leaves it.
Node = tuple[str, str]
Costs = Mapping[Node, float]


def into(element_id: str) -> Node:
    """Return the node of a token that comes to an element."""
    return "in", element_id


def at(element_id: str) -> Node:
    """Return the node of an element that is live."""
    return "at", element_id


def out_of(element_id: str) -> Node:
    """Return the node of a token that leaves an element."""
    return "out", element_id


def along(flow_id: str) -> Node:
    """Return the node of a token that takes a flow."""
    return "along", flow_id


@dataclass(frozen=True)
class _Step:
    to: Node
    cost: float
    #: The flow that is taken, by its number in the diagram.
    flow: int | None = None


class Roads:
    """The diagram as a map; made once for a walk."""

    def __init__(self, process: Process) -> None:
        """Draw the map."""
        self.process = process
        self._wiring = Wiring(process.elements, process.flows)
        self._numbers = {flow.id: number for number, flow in enumerate(process.flows)}
        self._steps: dict[Node, list[_Step]] = defaultdict(list)
        for element in process.elements.values():
            self._draw(element)
        self._writers = writers_of(process)
        #: Flows whose conditions read only what the system itself writes, such as a lot.
        self.automatic = frozenset(
            number
            for number, writers in self._writers.items()
            if all(process.elements[one].type in _AUTOMATIC for one in writers)
        )
        self._seen: dict[object, Costs] = {}
        #: How far everything is from one node, when no condition was asked.
        self._unasked: dict[Node, Costs] = {}
        self._settled: dict[frozenset[Node], frozenset[int]] = {}

    def costs(
        self,
        sources: Mapping[Node, float],
        answers: tuple[bool | None, ...],
        messages: frozenset[str] = frozenset(),
        foretold: frozenset[int] = frozenset(),
    ) -> Costs:
        """Return how far every node is from the nearest of `sources`; unreachable ones are absent.

        `answers` are those of the conditions, by flow; of `messages` none is waited for; the
        answers `foretold` are settled, whoever may still write what they read.
        """
        key = tuple(sorted(sources.items())), answers, messages, foretold
        if key not in self._seen:
            settled = self.settled(sources) | foretold
            self._seen[key] = self._spread(sources, answers, messages, settled)
        return self._seen[key]

    def work_before(self, sources: Mapping[Node, float], goal: Node) -> float:
        """Return what all of `sources` have before them up to a goal: side by side, all must come.

        Of conditions nothing is known; what never leads there counts nothing.
        """
        found = 0.0
        for node, cost in sources.items():
            if node not in self._unasked:
                nothing: tuple[bool | None, ...] = (None,) * len(self.process.flows)
                self._unasked[node] = self._spread({node: 0.0}, nothing, frozenset(), frozenset())
            further = self._unasked[node].get(goal)
            found += 0.0 if further is None else cost + further
        return found

    def settled(self, sources: Collection[Node]) -> frozenset[int]:
        """Return the flows whose conditions have had their last word: nobody writes what they read.

        They are numbered as in the diagram; `sources` are where the tokens stand.
        """
        key = frozenset(sources)
        if key not in self._settled:
            ahead = self._ahead(key)
            self._settled[key] = frozenset(
                number for number, writers in self._writers.items() if not writers & ahead
            )
        return self._settled[key]

    def _ahead(self, sources: Collection[Node]) -> set[str]:
        """Return the elements that may still be worked on."""
        found: set[Node] = set()
        queue = list(sources)
        while queue:
            node = queue.pop()
            if node not in found:
                found.add(node)
                queue += [step.to for step in self._steps[node]]
        return {element for side, element in found if side == "at"}

    def cost_of(
        self,
        flow_id: str,
        answers: tuple[bool | None, ...],
        settled: Collection[int] = (),
    ) -> float:
        """Return what taking a flow costs, as the conditions stand, some of them for good."""
        number = self._numbers[flow_id]
        flow = self.process.flows[number]
        if flow.condition:
            return _price(answers[number], no=_NEVER if number in settled else _NO)
        if not flow.is_default:
            return 0.0
        beside = [self._numbers[f.id] for f in self._wiring.out[flow.source] if f.condition]
        if any(answers[one] for one in beside):
            return _NEVER if any(answers[one] and one in settled for one in beside) else _NO
        return _UNKNOWN if any(answers[one] is None for one in beside) else 0.0

    def beside(self, element_id: str, live: Mapping[str, int]) -> int:
        """Return how many things stay to be done among the instances an element is part of."""
        around = self._several_around(element_id)
        if around is None:
            return 0
        within = (n for one, n in live.items() if self._several_around(one) == around)
        return sum(n for n in within if n > 0)

    def _several_around(self, element_id: str) -> str | None:
        """Return the innermost repeated activity somebody works in; None outside of one."""
        element = self.process.elements[element_id]
        if element.type in _SCOPES or element.type == "boundaryEvent":
            return None
        around: str | None = element.id
        while around is not None and around in self.process.elements:
            if self.process.elements[around].multi:
                return around
            around = self.process.elements[around].parent_id
        return None

    def timers_on(self, live: frozenset[str]) -> list[str]:
        """Return the timers that run while these elements are live."""
        on_hosts = [b for host in live for b in self._wiring.boundaries[host]]
        ids = sorted({*live, *on_hosts})
        return [one for one in ids if self.process.elements[one].event == "timer"]

    def _spread(
        self,
        sources: Mapping[Node, float],
        answers: tuple[bool | None, ...],
        messages: frozenset[str],
        settled: frozenset[int],
    ) -> dict[Node, float]:
        found: dict[Node, float] = {}
        queue: list[tuple[float, Node]] = []
        for node, cost in sources.items():
            heappush(queue, (cost, node))
        prices = {f.id: self.cost_of(f.id, answers, settled) for f in self.process.flows}
        while queue:
            cost, node = heappop(queue)
            if node in found:
                continue
            found[node] = cost
            if node[0] == "at" and self.process.elements[node[1]].message in messages:
                heappush(queue, (cost, out_of(node[1])))
                continue
            for step in self._steps[node]:
                price = 0.0 if step.flow is None else prices[self.process.flows[step.flow].id]
                if step.to not in found:
                    heappush(queue, (cost + step.cost + price, step.to))
        return found

    def _draw(self, element: Element) -> None:
        here = element.id
        self._add(into(here), at(here), 0.0)
        for boundary in self._wiring.boundaries[here]:
            self._add(at(here), into(boundary), _EVENT)
        if element.type in _SCOPES:
            self._draw_inside(element)
        else:
            self._add(at(here), out_of(here), _work(element))
        for flow in self._wiring.out[here]:
            self._add_flow(flow)
        if element.event == "link" and element.type == "intermediateThrowEvent":
            for catch in self._wiring.links_to(element):
                self._add(out_of(here), into(catch.id), 0.0)

    def _draw_inside(self, element: Element) -> None:
        scope = element.called or element.id
        cost = _SEVERAL if element.multi else 0.0
        for start in self._wiring.starts_of(scope):
            self._add(into(element.id), into(start.id), 0.0)
        for inner in self._wiring.inside[scope]:
            if inner.triggered:
                self._add(at(element.id), into(inner.id), _EVENT)
            if inner.type == "endEvent":
                self._add(out_of(inner.id), out_of(element.id), cost)
        if element.multi:  # of nothing there is nothing to do
            self._add(into(element.id), out_of(element.id), _NO)

    def _add(self, start: Node, to: Node, cost: float) -> None:
        self._steps[start].append(_Step(to, cost))

    def _add_flow(self, flow: Flow) -> None:
        step = _Step(along(flow.id), 0.0, self._numbers[flow.id])
        self._steps[out_of(flow.source)].append(step)
        self._add(along(flow.id), into(flow.target), 0.0)


def _price(answer: bool | None, *, no: float) -> float:
    if answer is None:
        return _UNKNOWN
    return 0.0 if answer else no


def _work(element: Element) -> float:
    if element.type in _AUTOMATIC or element.type.endswith(("Gateway", "endEvent")):
        return 0.0
    if element.event is not None and element.type != "boundaryEvent":
        return 0.0 if element.type in {"startEvent", "endEvent"} else _WORK
    if element.type == "boundaryEvent" or element.type in {"startEvent", "endEvent"}:
        return 0.0
    return _WORK + (_SEVERAL if element.multi else 0.0)


def nearest(costs: Costs, nodes: list[Node]) -> float:
    """Return how far the nearest of some nodes is."""
    return min((costs.get(node, inf) for node in nodes), default=inf)
