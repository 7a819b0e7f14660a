"""What a walk is to cover of a matter, and what it has covered."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import limit_rules
from engine.definitions import Definition
from engine.store.cases import Step
from engine.store.clocks import Clock, Firing
from forms.submit import form_of

#: A flow of the diagram, an end of it, a rung of a limit, a rule of a form.
KINDS = ("flow", "end", "rung", "refusal")


@dataclass(frozen=True)
class Item:
    """One thing to cover; `key` is unique within its kind."""

    kind: str
    key: str
    #: What people call it.
    name: str = field(compare=False, default="")


@dataclass
class Coverage:
    """What there is, what was seen, and why some of it cannot be."""

    wanted: dict[Item, None] = field(default_factory=dict)
    seen: set[Item] = field(default_factory=set)
    #: Reasons from the matter's samples.toml, by "<kind>:<key>".
    reasons: Mapping[str, str] = field(default_factory=dict)

    def add(self, items: Iterable[Item]) -> int:
        """Note what was seen; returns how much of it is new."""
        new = {one for one in items if one in self.wanted} - self.seen
        self.seen |= new
        return len(new)

    def missing(self, kind: str = "") -> list[Item]:
        """Return what was not seen, in the order of the matter."""
        return [one for one in self.wanted if one not in self.seen and kind in ("", one.kind)]

    def unexplained(self) -> list[Item]:
        """Return what was not seen and has no reason."""
        return [one for one in self.missing() if f"{one.kind}:{one.key}" not in self.reasons]

    def count(self, kind: str) -> tuple[int, int]:
        """Return how many of a kind were seen, and how many there are."""
        wanted = [one for one in self.wanted if one.kind == kind]
        return sum(one in self.seen for one in wanted), len(wanted)

    @property
    def is_whole(self) -> bool:
        """Say whether everything was seen that has no reason not to be."""
        return not self.unexplained()


def wanted_of(
    session: Session, definition: Definition, reasons: Mapping[str, str], day: date
) -> Coverage:
    """Return what a walk of a version is to cover."""
    items = [
        *_flows(definition),
        *_ends(definition),
        *_rungs(session, definition, day),
        *_refusals(definition),
    ]
    return Coverage(dict.fromkeys(items), reasons=reasons)


def _flows(definition: Definition) -> Iterator[Item]:
    elements = definition.process.elements
    for flow in definition.process.flows:
        ends = (elements[flow.source], elements[flow.target])
        names = " → ".join(one.name or one.id for one in ends)
        yield Item("flow", flow.id, f"{flow.name}：{names}" if flow.name else names)


def _ends(definition: Definition) -> Iterator[Item]:
    for element in definition.process.elements.values():
        if element.type == "endEvent":
            yield Item("end", element.id, element.name or element.id)


def _rungs(session: Session, definition: Definition, day: date) -> Iterator[Item]:
    for rule in limit_rules.rules_on(session, definition.matter_key, day):
        for row in rule.raw.get("ladder", ()):
            name = f"{rule.name} · {row.get('name') or row['key']}"
            yield Item("rung", f"{rule.key}.{row['key']}", name)


def _refusals(definition: Definition) -> Iterator[Item]:
    for key in form_keys(definition):
        for number, rule in enumerate(form_of(definition, key).rules):
            if rule.refuses:
                yield Item("refusal", f"{key}.{number}", rule.words.zh)


def form_keys(definition: Definition) -> list[str]:
    """Return the forms the elements of a version use, each once."""
    elements = definition.process.elements.values()
    keys = dict.fromkeys(one.properties.get("form", "") for one in elements)
    return [key for key in keys if key]


def seen_of(session: Session, case_id: int, *, after: int) -> tuple[set[Item], int]:
    """Return the flows, ends and rungs a case has come by, and the number of its last step.

    Only steps after `after` are read.
    """
    found: set[Item] = set()
    steps = select(Step).where(Step.case_id == case_id, Step.number > after).order_by(Step.number)
    for step in session.scalars(steps):
        after = step.number
        found |= {Item("flow", flow) for flow in step.flows}
        if step.outcome == "completed":
            found.add(Item("end", step.element_id))
    fired = (
        select(Clock.limit_key, Firing.rung_key)
        .join(Clock, Clock.id == Firing.clock_id)
        .where(Clock.case_id == case_id)
    )
    found |= {Item("rung", f"{limit}.{rung}") for limit, rung in session.execute(fired)}
    return found, after


def shares(coverage: Coverage) -> dict[str, dict[str, Any]]:
    """Return how much of each kind was covered."""
    counts = {kind: coverage.count(kind) for kind in KINDS}
    return {kind: {"seen": seen, "of": there} for kind, (seen, there) in counts.items()}
