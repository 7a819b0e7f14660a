"""What to do next on a walk: of everything that can be done, what leads nearest to a goal."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import inf

from engine.definitions import Definition, names_in
from web.walking.covering import Item
from web.walking.doing import Deed
from web.walking.foreseeing import Outlook
from web.walking.roads import Costs, Node, Roads, at, into, nearest, out_of
from web.walking.states import State

#: A clock that runs comes to its next rung by waiting, the nearer the more it has come by already.
_BY_WAITING, _NEXT = 0.1, 2.0
#: What was done before is farther by so much, and what could not be done.
_AGAIN, _SAME, _FAILED = 0.5, 2.0, 2.0
#: The more days have passed, the more limits have run out: so much a day, and at most.
_LATE, _LATEST = 0.05, 1.5
#: Cases entered in other ways have their turn: so much for each step taken towards the same goal.
_SHARE = 0.25
#: A form already open was tried; the same case comes to it again, entered in the same ways.
_STILL_OPEN, _TRIED = 3.0, 2.0
#: A case whose data breaks the rule already is nearer by so much; of the work side by side that
#: lies before the form, all counts by such a part.
_RIPE, _BESIDE = 8.0, 0.5


@dataclass(eq=False)
class Option:
    """One thing that can be done in a state: a deed, letting time pass, or looking around."""

    state: State
    deed: Deed | None
    #: Where tokens will stand once it is done, and how far everything will be from there.
    sources: Mapping[Node, float]
    costs: Costs
    outlook: Outlook
    #: What stays open meanwhile.
    still: frozenset[str]
    #: What it has in common with the same thing done elsewhere.
    kind: object
    is_look: bool = False
    #: Deeds that are foreseen to do the same.
    others: tuple[Deed, ...] = ()


class Choices:
    """The options found so far and not yet taken."""

    def __init__(self, definition: Definition) -> None:
        """Begin with none."""
        self.definition, self.process = definition, definition.process
        self.roads = Roads(definition.process)
        #: Cases that would break a rule, were its form open.
        self.ripe: set[tuple[State, Item]] = set()
        self._options: list[Option] = []
        self._done: Counter[object] = Counter()
        self._failed: Counter[tuple[str, frozenset[Item]]] = Counter()
        self._flows = {flow.id: flow for flow in self.process.flows}
        self._places: dict[Item, list[Node]] = {}

    def found(self, state: State) -> None:
        """Note a new state: time may pass in it, and one may look around."""
        live = self._sources(state.counts)
        self._add(state, None, live, "look", is_look=True)
        if state.due is not None:
            timers = {out_of(one): 0.0 for one in self.roads.timers_on(state.elements)}
            later = {node: cost + 1.0 for node, cost in live.items()}
            self._add(state, None, {**later, **timers}, state.rungs)

    def _add(
        self,
        state: State,
        deed: Deed | None,
        sources: Mapping[Node, float],
        kind: object,
        *,
        is_look: bool = False,
        others: tuple[Deed, ...] = (),
    ) -> None:
        outlook = deed.foreseen if deed and deed.foreseen else state.outlook
        still = frozenset(element for side, element in sources if side == "at" and not is_look)
        whole = kind, state.live, outlook
        option = Option(state, deed, sources, {}, outlook, still, whole, is_look, others)
        self._measure(option)
        self._options.append(option)

    def _measure(self, option: Option) -> None:
        """Reckon how far everything is; what failed as the clocks stand is farther."""
        rungs = option.state.rungs
        failed = Counter[str]()
        for (element, reached), times in self._failed.items():
            if reached <= rungs:
                failed[element] += times
        sources = {
            node: cost + (_FAILED * failed[node[1]] if node[0] == "at" else 0.0)
            for node, cost in option.sources.items()
        }
        answers, messages = option.outlook.answers, option.state.messages
        option.costs = self.roads.costs(sources, answers, messages)

    def states(self) -> list[State]:
        """Return the states in which something can still be done."""
        return list(dict.fromkeys(option.state for option in self._options))

    def offer(self, state: State, deeds: Iterable[Deed]) -> None:
        """Note what can be done in a state."""
        alike: dict[object, list[Deed]] = {}
        for deed in deeds:
            alike.setdefault((deed.element_id, deed.own, deed.foreseen), []).append(deed)
        for first, *others in alike.values():
            self._offer(state, first, tuple(others))

    def _offer(self, state: State, deed: Deed, others: tuple[Deed, ...]) -> None:
        """Note a deed; those that are foreseen to do the same come up once it was taken."""
        kind = deed.element_id, deed.own
        self._add(state, deed, self._after(state, deed), kind, others=others)

    def _after(self, state: State, deed: Deed) -> dict[Node, float]:
        """Return where tokens stand once a deed is done."""
        left = Counter(state.counts)
        if deed.is_early:
            return self._sources(left)
        left[deed.element_id] -= 1
        beside = float(self.roads.beside(deed.element_id, left))
        return {**self._sources(left), out_of(deed.element_id): beside}

    def _sources(self, live: Mapping[str, int]) -> dict[Node, float]:
        """Return where tokens stand; of several instances all must be done to go on."""
        elements = self.process.elements
        here = [one for one, n in live.items() if n > 0 and elements[one].type != "boundaryEvent"]
        return {at(one): max(0.0, self.roads.beside(one, live) - 1.0) for one in here}

    def take(self, goal: Item) -> Option | None:
        """Return the option nearest to a goal and forget it; of equals the latest found.

        None when no option leads there at all.
        """
        best, least = -1, inf
        for number, option in enumerate(self._options):
            price = self._price(goal, option)
            if price <= least and price < inf:
                best, least = number, price
        if best < 0:
            return None
        option = self._options.pop(best)
        self._done[option.kind] += 1
        self._done[_alike(option)] += 1
        for mark in option.state.lineage or [None]:
            self._done[goal, mark] += 1
        if option.others:
            self._offer(option.state, option.others[0], option.others[1:])
        if option.is_look:
            self._note_tried(option.state)
        return option

    def failed(self, option: Option) -> None:
        """Note that nobody could do what seemed possible, the clocks standing as they do."""
        if option.deed is None:
            return
        self._failed[option.deed.element_id, option.state.rungs] += 1
        for one in self._options:
            if option.state.rungs <= one.state.rungs:
                self._measure(one)

    def _note_tried(self, state: State) -> None:
        for (element, inner), _ in state.live:
            form = self.process.elements[element].properties.get("form")
            if form:
                self._done["tried", form, state.lineage] += 1
                self._done["tried", form, inner] += 1

    def _price(self, goal: Item, option: Option) -> float:
        again = _AGAIN * self._done[option.kind] + _SAME * self._done[_alike(option)]
        late = min(_LATEST, _LATE * option.state.days)
        late += _SHARE * max(self._done[goal, mark] for mark in option.state.lineage or [None])
        # To look is part of doing what can be done there.
        return self._distance(goal, option) + again + late - (0.5 if option.is_look else 0.0)

    def _distance(self, goal: Item, option: Option) -> float:
        if goal.kind == "flow":
            flow = self._flows[goal.key]
            from_there = option.costs.get(out_of(flow.source), inf)
            return from_there + self.roads.cost_of(flow.id, option.outlook.answers)
        if goal.kind == "rung":
            return self._to_rung(goal, option)
        if goal.kind == "refusal":
            return self._to_form(goal, option)
        return option.costs.get(into(goal.key), inf)

    def _to_rung(self, goal: Item, option: Option) -> float:
        limit = goal.key.split(".")[0]
        is_waiting = option.deed is None and not option.is_look
        if limit in option.state.running and is_waiting:
            reached = sum(one.key.split(".")[0] == limit for one in option.state.rungs)
            return _BY_WAITING - _NEXT * reached
        return 1.0 + nearest(option.costs, self._places_of(goal, "limit", limit))

    def _to_form(self, goal: Item, option: Option) -> float:
        form = goal.key.rsplit(".", 1)[0]
        nodes = self._places_of(goal, "form", form)
        prices = [
            _STILL_OPEN if node[1] in option.still else option.costs.get(node, inf)
            for node in nodes
        ]
        live = option.state.live_at({node[1] for node in nodes}) if option.is_look else ()
        seen = min((self._done["tried", form, inner] for (_, inner), _ in live), default=0)
        tried = self._done["tried", form, option.state.lineage]
        return (
            _TRIED * (tried + seen) + min(prices, default=inf) - self._ripeness(goal, option, nodes)
        )

    def _ripeness(self, goal: Item, option: Option, nodes: list[Node]) -> float:
        """Return how much nearer a form is to a case whose data breaks its rule already."""
        if (option.state, goal) not in self.ripe or not nodes:
            return 0.0
        before = min(self.roads.work_before(option.sources, node) for node in nodes)
        return _RIPE - _BESIDE * before

    def _places_of(self, goal: Item, name: str, key: str) -> list[Node]:
        if goal not in self._places:
            elements = self.process.elements.values()
            self._places[goal] = [
                at(one.id) for one in elements if key in names_in(one.properties.get(name, ""))
            ]
        return self._places[goal]


def _alike(option: Option) -> object:
    """Return what an option has in common with others that can hardly lead anywhere else."""
    return option.kind, option.state.lineage, option.state.messages
