"""Play the token game of a scope in the abstract: which joins may wait for ever.

Conditions and events are taken as free choices. Of several tokens one is moved at a time, which
finds the same standstills in far fewer markings, since only one node can consume a flow's token.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations

from .drawing import Drawing
from .finding import Finding, error, warning
from .model import Element, Flow
from .naming import label
from .wiring import Wiring

#: Markings looked at in one scope; a diagram with more is judged by what was seen.
MARKINGS = 2_000
#: Tokens on one flow, beyond which a diagram is taken for unbounded and not followed further.
CROWD = 3
#: Conditional flows of a node whose subsets are all tried; of more, each alone and all together.
SUBSETS = 4

JOINS = ("parallelGateway", "inclusiveGateway")
#: Flow ids (a link's as `catch id.link`), each as often as it holds a token; sorted.
Marking = tuple[str, ...]


@dataclass
class Game:
    """What was found by playing from one marking."""

    #: Joins that waited when nothing else could move, with the flows a token was missing on.
    stuck: dict[str, list[str]] = field(default_factory=dict)
    fired: set[str] = field(default_factory=set)
    #: Was every marking seen?
    is_complete: bool = True
    #: Did a way lead to the end of the scope?
    can_end: bool = False


def check_joins(drawing: Drawing, wiring: Wiring) -> Iterator[Finding]:
    """Yield joins that can never be satisfied (a fault), or may wait for ever (a warning)."""
    scopes = [drawing.process_id, *drawing.called]
    scopes += [e.id for e in drawing.elements.values() if e.type == "subProcess"]
    for scope in scopes:
        starts = wiring.starts_of(scope)
        if len(starts) == 1:
            yield from _judged(drawing, wiring, play(wiring, ahead_of(wiring, starts[0].id)))


def _judged(drawing: Drawing, wiring: Wiring, game: Game) -> Iterator[Finding]:
    for join, empty in game.stuck.items():
        if join not in game.fired and game.is_complete:
            yield _never(drawing.elements[join], [f.id for f in wiring.into[join]])
        else:
            yield _may_wait(drawing.elements[join], empty)


def ahead_of(wiring: Wiring, element_id: str) -> Marking:
    """Return the marking after a node without conditions, such as a start event."""
    return tuple(sorted(f.id for f in wiring.out[element_id]))


def play(wiring: Wiring, first: Marking) -> Game:
    """Follow every choice from a marking, up to MARKINGS of them."""
    game, net = Game(), _Net(wiring)
    seen: set[Marking] = set()
    queue = [first]
    while queue:
        marking = queue.pop()
        if marking in seen:
            continue
        seen.add(marking)
        if len(seen) > MARKINGS:
            game.is_complete = False
            break
        queue += net.after(marking, seen, game)
    return game


class _Net:
    """The flows of a scope as places; each is consumed by the one node it leads to."""

    def __init__(self, wiring: Wiring) -> None:
        self.wiring = wiring
        self.targets = {f.id: f.target for flows in wiring.out.values() for f in flows}
        self._ahead: dict[tuple[str, str], set[str]] = {}

    def after(self, marking: Marking, seen: set[Marking], game: Game) -> list[Marking]:
        """Return the markings one move away; one token's moves stand for those of all."""
        if not marking:
            game.can_end = True
            return []
        moves = [m for m in (self._move(marking, f, game) for f in dict.fromkeys(marking)) if m]
        if not moves:
            self._note_standstill(marking, game)
            return []
        # What ends the scope comes last, so that what it would cut off is seen before.
        moves.sort(key=lambda m: () in m)
        fresh = next((m for m in moves if not set(m) <= seen), [])
        return [m for m in fresh if self._is_bounded(m, game)]

    def _move(self, marking: Marking, flow_id: str, game: Game) -> list[Marking]:
        node = self.wiring.elements[self._target(flow_id)]
        used = [flow_id]
        if self._is_join(node):
            used = self._merged(marking, node)
            if not used:
                return []
            game.fired.add(node.id)
        if _ends_scope(node):
            return [()]
        rest = Counter(marking)
        rest.subtract(used)
        left = tuple(rest.elements())
        return [tuple(sorted((*left, *made))) for made in self._made(node)]

    def _target(self, flow_id: str) -> str:
        return self.targets.get(flow_id) or flow_id.removesuffix(".link")

    def _is_join(self, node: Element) -> bool:
        return node.type in JOINS and len(self.wiring.into[node.id]) > 1

    def _merged(self, marking: Marking, join: Element) -> list[str]:
        """Return the flows a join would consume now; none when it has to wait."""
        into = {f.id for f in self.wiring.into[join.id]}
        filled = into & set(marking)
        if join.type == "parallelGateway":
            return sorted(into) if filled == into else []
        for place in set(marking) - into:
            ahead = self._flows_ahead(self._target(place), join.id)
            if ahead & (into - filled) and not ahead & filled:
                return []
        return sorted(filled)

    def _flows_ahead(self, start: str, join: str) -> set[str]:
        """Return the flows that can be reached from a node without passing a join."""
        if (start, join) not in self._ahead:
            flows: set[str] = set()
            nodes, queue = set[str](), [start]
            while queue:
                here = queue.pop()
                if here not in nodes and here != join:
                    nodes.add(here)
                    flows |= {f.id for f in self.wiring.out[here]}
                    queue += self.wiring.next_of(here)
            self._ahead[start, join] = flows
        return self._ahead[start, join]

    def _made(self, node: Element) -> list[list[str]]:
        """Return each way a node may put tokens on flows when it is done."""
        if node.event == "link" and node.type == "intermediateThrowEvent":
            return [[f"{catch.id}.link"] for catch in self.wiring.links_to(node)]
        ways = self._ways(node, self.wiring.out[node.id])
        events = [self.wiring.elements[b] for b in self.wiring.boundaries[node.id]]
        made = [way for e in events for way in self._ways(e, self.wiring.out[e.id])]
        beside = [way for e in events if not e.interrupting for way in self._made(e)]
        return [*ways, *made, *([*way, *more] for way in ways for more in beside)]

    def _ways(self, node: Element, flows: list[Flow]) -> list[list[str]]:
        ids = [f.id for f in flows]
        if node.type in ("exclusiveGateway", "eventBasedGateway"):
            return [[i] for i in ids] or [[]]
        free = [f.id for f in flows if f.condition is None and not f.is_default]
        asked = [f.id for f in flows if f.condition is not None]
        default = [f.id for f in flows if f.is_default]
        if node.type == "parallelGateway" or not asked:
            return [ids]
        otherwise = [[*free, *default]] if default or free else []
        return [*([*free, *some] for some in _subsets(asked)), *otherwise]

    def _is_bounded(self, marking: Marking, game: Game) -> bool:
        if all(count <= CROWD for count in Counter(marking).values()):
            return True
        game.is_complete = False
        return False

    def _note_standstill(self, marking: Marking, game: Game) -> None:
        for place in marking:
            join = self._target(place)
            empty = [f.id for f in self.wiring.into[join] if f.id not in marking]
            game.stuck.setdefault(join, empty)


def _ends_scope(node: Element) -> bool:
    return node.type == "endEvent" and node.event in ("terminate", "error")


def _subsets(flow_ids: list[str]) -> Iterable[tuple[str, ...]]:
    if len(flow_ids) > SUBSETS:
        return [*((f,) for f in flow_ids), tuple(flow_ids)]
    sizes = range(1, len(flow_ids) + 1)
    return [some for size in sizes for some in combinations(flow_ids, size)]


def _never(join: Element, flow_ids: list[str]) -> Finding:
    return error(
        join.id,
        "join_never",
        f"{label(join)}永远等不齐:{'、'.join(flow_ids)} 不会都有令牌",
        f"{label(join)} can never go on: {', '.join(flow_ids)} never hold tokens together",
        ("请改用排他网关或包容网关汇合", "Merge with an exclusive or inclusive gateway"),
    )


def _may_wait(join: Element, empty: list[str]) -> Finding:
    return warning(
        join.id,
        "join_may_wait",
        f"{label(join)}可能永远等不齐:有的走法不经过 {'、'.join(empty)}",
        f"{label(join)} may wait for ever: some ways never come by {', '.join(empty)}",
        (
            "请改用包容网关汇合,或让每条路都到达",
            "Use an inclusive gateway, or lead every way to it",
        ),
    )
