"""A state of a walk: a case as it stands, and what makes it another than those known."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from engine.handling import Handling
from engine.problem_items import is_extension_asked
from web.walking.covering import Item
from web.walking.foreseeing import Figures, Outlook, figures, outlook

#: The matter's own variants that a case was entered with: form and number.
Lineage = frozenset[tuple[str, int]]
Live = frozenset[tuple[tuple[str, Figures], int]]
#: Of each kind of problem items: severity, state, round, and whether more time is asked for.
Problems = frozenset[tuple[str, str, int, bool]]


@dataclass(frozen=True, eq=False)
class State:
    """A case as it stands, and the whole database with it."""

    kept: bytes = field(repr=False)
    case_id: int
    at: datetime
    #: The number of the last step of its history.
    steps: int = 0
    lineage: Lineage = frozenset()
    outlook: Outlook = field(default_factory=Outlook)
    #: What is live, as the conditions see it there, and how many of each.
    live: Live = frozenset()
    #: The limits whose clocks run, and the rungs that were reached.
    running: frozenset[str] = frozenset()
    rungs: frozenset[Item] = frozenset()
    #: Messages that came before the case waits for them.
    messages: frozenset[str] = frozenset()
    #: What kinds of problem items the case has; how many of each makes no difference.
    problems: Problems = frozenset()
    #: Days since the walk began.
    days: int = 0
    #: When something happens by itself; None when nothing does.
    due: datetime | None = None

    @property
    def signature(self) -> object:
        """What two states have in common that are one and the same to a walk."""
        return self.lineage, self.outlook, self.live, self.rungs, self.messages, self.problems

    @property
    def elements(self) -> frozenset[str]:
        """What is live."""
        return frozenset(element for (element, _), _ in self.live)

    @property
    def counts(self) -> Counter[str]:
        """How many of each element are live."""
        found: Counter[str] = Counter()
        for (element, _), count in self.live:
            found[element] += count
        return found

    def live_at(self, elements: Collection[str]) -> Live:
        """Return what is live of some elements."""
        return frozenset(one for one in self.live if one[0][0] in elements)


def live_in(handling: Handling) -> Live:
    """Return what is live in a case, and how many of each."""
    document, process = handling.case.document, handling.definition.process
    live = handling.run.live()
    each = ((one.element_id, figures(document, one.scope, process)) for one in live)
    return frozenset(Counter(each).items())


def running_in(handling: Handling) -> frozenset[str]:
    """Return the limits whose clocks run."""
    clocks = handling.rows.live_clocks()
    return frozenset(clock.limit_key for clock in clocks if clock.next_rung_at is not None)


def messages_in(handling: Handling) -> frozenset[str]:
    """Return the messages a case keeps until it waits for them."""
    return frozenset(message.name for message in handling.rows.kept_messages())


def problems_in(handling: Handling) -> Problems:
    """Return what kinds of problem items a case has."""
    return frozenset(
        (one.severity, one.state, one.round, is_extension_asked(one)) for one in handling.problems
    )


def state_of(
    handling: Handling,
    kept: bytes,
    *,
    steps: int,
    lineage: Lineage,
    rungs: frozenset[Item],
    due: datetime | None,
    began: datetime,
) -> State:
    """Return the state a case is in."""
    return State(
        kept,
        handling.case.id,
        handling.at,
        steps,
        lineage,
        outlook(handling),
        live_in(handling),
        running_in(handling),
        rungs,
        messages_in(handling),
        problems_in(handling),
        (handling.at - began).days,
        due,
    )
