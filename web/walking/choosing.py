"""What to do next on a walk: of everything that can be done, what leads nearest to a goal."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import inf

from engine.cases import start_form
from engine.definitions import Definition, names_in
from engine.feel import compile_expression
from forms.submit import form_of
from web.walking.covering import Item
from web.walking.doing import Deed
from web.walking.foreseeing import Outlook
from web.walking.roads import Costs, Node, Roads, along, at, into, nearest, out_of
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
#: A rule about problem items is nearer by so much for each round they have gone, and at most.
_ROUND, _FARTHEST = 6.0, 5


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
        self._start_form = start_form(definition)
        #: Cases that would break a rule, were its form open.
        self.ripe: set[tuple[State, Item]] = set()
        self._options: list[Option] = []
        self._done: Counter[object] = Counter()
        self._failed: Counter[tuple[str, frozenset[Item]]] = Counter()
        self._places: dict[Item, list[Node]] = {}
        self._about_items: dict[Item, bool] = {}
        #: How the system's own conditions ended, by flow, for each variant cases begin with.
        self._foretold: dict[object, dict[int, bool]] = defaultdict(dict)

    def found(self, state: State) -> None:
        """Note a new state: time may pass in it, and one may look around."""
        live = self._sources(state.counts)
        self._learn(state, live)
        self._add(state, None, live, "look", is_look=True)
        if state.due is not None:
            timers = {out_of(one): 0.0 for one in self.roads.timers_on(state.elements)}
            later = {node: cost + 1.0 for node, cost in live.items()}
            self._add(state, None, {**later, **timers}, state.rungs)

    def _learn(self, state: State, live: Mapping[Node, float]) -> None:
        """Note how conditions ended: a case that began the same way will hardly end another way."""
        beginning = self._beginning(state)
        known = self._foretold[beginning]
        answers = state.outlook.answers
        settled = (self.roads.settled(live) & self.roads.automatic) - known.keys()
        told = {n: said for n in settled if beginning and (said := answers[n]) is not None}
        known.update(told)
        if told:
            for one in self._options:
                if self._beginning(one.state) == beginning:
                    self._measure(one)

    def _beginning(self, state: State) -> object:
        """Return the matter's variant that a case began with; None when it is none of them."""
        return next((mark for mark in state.lineage if mark[0] == self._start_form), None)

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
        told = self._foretold[self._beginning(option.state)]
        answers = tuple(
            told.get(number) if said is None else said
            for number, said in enumerate(option.outlook.answers)
        )
        messages, foretold = option.state.messages, frozenset(told)
        option.costs = self.roads.costs(sources, answers, messages, foretold)

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
                changing = self._changing(state, element)
                self._done["tried", form, state.lineage, changing] += 1
                self._done["tried", form, inner, changing] += 1

    def _changing(self, state: State, *elements: str) -> object:
        """Return what a form judges by besides the document: problem items and its own clocks."""
        limits = {
            key
            for one in elements
            for key in names_in(self.process.elements[one].properties.get("limit", ""))
        }
        fired = frozenset(one for one in state.rungs if one.key.split(".")[0] in limits)
        return state.problems, fired

    def _price(self, goal: Item, option: Option) -> float:
        again = _AGAIN * self._done[option.kind] + _SAME * self._done[_alike(option)]
        late = min(_LATEST, _LATE * option.state.days) if not self._by_waiting(goal, option) else 0
        late += _SHARE * max(self._done[goal, mark] for mark in option.state.lineage or [None])
        # To look is part of doing what can be done there.
        return self._distance(goal, option) + again + late - (0.5 if option.is_look else 0.0)

    def _distance(self, goal: Item, option: Option) -> float:
        if goal.kind == "flow":
            return option.costs.get(along(goal.key), inf)
        if goal.kind == "rung":
            return self._to_rung(goal, option)
        if goal.kind == "refusal":
            return self._to_form(goal, option)
        return option.costs.get(into(goal.key), inf)

    def _to_rung(self, goal: Item, option: Option) -> float:
        limit = goal.key.split(".")[0]
        if self._by_waiting(goal, option):
            reached = sum(one.key.split(".")[0] == limit for one in option.state.rungs)
            return _BY_WAITING - _NEXT * reached
        return 1.0 + nearest(option.costs, self._places_of(goal, "limit", limit))

    def _by_waiting(self, goal: Item, option: Option) -> bool:
        """Say whether to wait brings a clock that runs nearer to a rung."""
        is_waiting = option.deed is None and not option.is_look
        limit = goal.key.split(".")[0]
        return goal.kind == "rung" and is_waiting and limit in option.state.running

    def _to_form(self, goal: Item, option: Option) -> float:
        form = goal.key.rsplit(".", 1)[0]
        nodes = self._places_of(goal, "form", form)
        prices = [
            _STILL_OPEN if node[1] in option.still else option.costs.get(node, inf)
            for node in nodes
        ]
        live = option.state.live_at({node[1] for node in nodes}) if option.is_look else ()
        changing = self._changing(option.state, *(element for _, element in nodes))
        seen = min(
            (self._done["tried", form, inner, changing] for (_, inner), _ in live), default=0
        )
        tried = self._done["tried", form, option.state.lineage, changing]
        near = self._ripeness(goal, option, nodes)
        near += _ROUND * _rounds_of(option.state) if self._is_about_items(goal) else 0.0
        return _TRIED * (tried + seen) + min(prices, default=inf) - near

    def _ripeness(self, goal: Item, option: Option, nodes: list[Node]) -> float:
        """Return how much nearer a form is to a case whose data breaks its rule already."""
        if (option.state, goal) not in self.ripe or not nodes:
            return 0.0
        before = min(self.roads.work_before(option.sources, node) for node in nodes)
        return _RIPE - _BESIDE * before

    def _is_about_items(self, goal: Item) -> bool:
        """Say whether the rule of a form asks for the problem items."""
        if goal not in self._about_items:
            form_key, number = goal.key.rsplit(".", 1)
            rule = form_of(self.definition, form_key).rules[int(number)]
            self._about_items[goal] = "problems" in compile_expression(rule.when).calls
        return self._about_items[goal]

    def _places_of(self, goal: Item, name: str, key: str) -> list[Node]:
        if goal not in self._places:
            elements = self.process.elements.values()
            self._places[goal] = [
                at(one.id) for one in elements if key in names_in(one.properties.get(name, ""))
            ]
        return self._places[goal]


def _rounds_of(state: State) -> int:
    """Return how often problem items were sent back."""
    return min(_FARTHEST, max((number - 1 for _, _, number, _ in state.problems), default=0))


def _alike(option: Option) -> object:
    """Return what an option has in common with others that can hardly lead anywhere else."""
    return option.kind, option.state.lineage, option.state.messages
