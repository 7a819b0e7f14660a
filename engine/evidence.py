"""What the record of one case proves for another: who held it, how long, stops, cards, papers.

Everything is read from rows that nobody can change by hand; the number of entries and the newest
hash of the case's record go with it, so that anyone can check it against the record later. A
closed case gives nothing: what is closed to people is not to be had by naming its number.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from engine.days import ZONE
from engine.store.cases import Case, Document, Task
from engine.store.clocks import Card, Clock, Stop
from engine.store.people import Person, Section
from engine.store.publishing import Matter
from engine.store.readers import Reader
from engine.store.records import Record

#: Kinds of records that tell of work passed from one person to another.
PASSED_ON = ("task_reassigned", "task_released")


def evidence_of(session: Session, number: str, *, at: datetime) -> dict[str, object]:
    """Return what the record of a case proves at a moment; {"is_found": False} for no open case.

    {is_found, number, matter, matter_name, title, state, opened_at, on, entries, head, clocks,
    holders, passed_on, stops, cards, documents}; moments are text in the bureau's zone.
    """
    is_closed = exists().where(Reader.case_id == Case.id)
    case = session.scalar(select(Case).where(Case.number == number, ~is_closed))
    if case is None:
        return {"is_found": False, "number": number}
    facts = _Facts(session, case, at)
    matter = session.get(Matter, case.matter_key)
    return {
        "is_found": True,
        "number": case.number,
        "matter": case.matter_key,
        "matter_name": matter.name if matter else case.matter_key,
        "title": case.title,
        "state": case.state,
        "opened_at": _text(case.opened_at),
        "gathered_at": _text(at),
        "entries": case.record_count,
        "head": case.record_head,
        "clocks": facts.clocks(),
        "holders": facts.holders(),
        "passed_on": facts.passed_on(),
        "stops": facts.stops(),
        "cards": facts.cards(),
        "documents": facts.documents(),
    }


@dataclass(frozen=True)
class _Facts:
    """The rows of one case, told in words."""

    session: Session
    case: Case
    at: datetime

    def clocks(self) -> list[dict[str, object]]:
        query = select(Clock).where(Clock.case_id == self.case.id).order_by(Clock.id)
        return [
            {
                "limit": clock.limit_key,
                "name": clock.rule["name"],
                "item": clock.item_name,
                "article": clock.rule.get("article", ""),
                "amount": clock.amount,
                "start_on": clock.start_on,
                "last_on": clock.last_on,
                "used": clock.used,
                "state": clock.state,
                "level": clock.level,
                "extensions": list(clock.extensions),
            }
            for clock in self.session.scalars(query)
        ]

    def holders(self) -> list[dict[str, object]]:
        """Tell who held each task, and how long; a task in its pool was nobody's."""
        persons, sections = self._names(Person), self._names(Section)
        query = (
            select(Task)
            .where(Task.case_id == self.case.id, Task.kind == "user")
            .order_by(Task.opened_at, Task.id)
        )
        found: list[dict[str, object]] = []
        for task in self.session.scalars(query):
            until = task.ended_at or self.at
            holder = task.completed_by or task.assignee_id
            since = task.claimed_at or task.opened_at
            found.append(
                {
                    "step": f"{task.name}（{task.item['name']}）" if _item(task) else task.name,
                    "section": sections.get(task.section_key, task.section_key),
                    "person": persons.get(holder or "", holder),
                    "key": holder,
                    "opened_at": _text(task.opened_at),
                    "from": _text(since),
                    "to": _text(task.ended_at),
                    "state": task.state,
                    "waited": span(since - task.opened_at),
                    "held": span(until - since),
                    "minutes": int((until - since).total_seconds() // 60),
                }
            )
        return found

    def passed_on(self) -> list[dict[str, object]]:
        """Tell where work went from one person to another."""
        persons = self._names(Person)
        query = (
            select(Record)
            .where(Record.case_id == self.case.id, Record.kind.in_(PASSED_ON))
            .order_by(Record.number)
        )
        return [
            {
                "step": entry.body.get("name", ""),
                "at": _text(entry.at),
                "before": persons.get(str(entry.body.get("before") or entry.person_id or "")),
                "to": persons.get(str(entry.body.get("to") or "")),
                "reason": entry.body.get("reason", ""),
                "entry": entry.number,
            }
            for entry in self.session.scalars(query)
        ]

    def stops(self) -> list[dict[str, object]]:
        persons = self._names(Person)
        query = select(Stop).where(Stop.case_id == self.case.id).order_by(Stop.stopped_at, Stop.id)
        return [
            {
                "ground": stop.ground_name,
                "from": _text(stop.stopped_at),
                "to": _text(stop.resumed_at),
                "told": stop.told,
                "document": stop.document_number,
                "asked_by": persons.get(stop.asked_by or ""),
                "approved_by": persons.get(stop.approved_by or ""),
                "wanting": list(stop.wanting),
            }
            for stop in self.session.scalars(query)
        ]

    def cards(self) -> list[dict[str, object]]:
        persons = self._names(Person)
        query = select(Card).where(Card.case_id == self.case.id).order_by(Card.instant_at, Card.id)
        return [
            {
                "card": card.id,
                "colour": card.colour,
                "instant": _text(card.instant_at),
                "limit": card.limit_name,
                "article": card.article,
                "person": persons.get(card.person_id or ""),
                "reason": card.reason,
                "revoked": card.revoked_at is not None,
            }
            for card in self.session.scalars(query)
        ]

    def documents(self) -> list[dict[str, object]]:
        query = select(Document).where(Document.case_id == self.case.id).order_by(Document.id)
        return [
            {
                "title": paper.title,
                "number": paper.number,
                "issued_on": paper.issued_on,
                "sha256": paper.sha256,
            }
            for paper in self.session.scalars(query)
        ]

    def _names(self, table: type[Person] | type[Section]) -> Mapping[str, str]:
        rows: Iterable[Person | Section] = self.session.scalars(select(table))
        return {str(row.id if isinstance(row, Person) else row.key): row.name for row in rows}


def _item(task: Task) -> bool:
    return bool(task.item and task.item.get("name"))


def _text(moment: datetime | None) -> str | None:
    return moment.astimezone(ZONE).isoformat(timespec="minutes") if moment else None


def span(long: timedelta) -> str:
    """Write how long something took as papers say it: 3 天 4 小时, 25 分钟."""
    minutes = max(int(long.total_seconds() // 60), 0)
    days, hours = minutes // 1440, minutes % 1440 // 60
    if days:
        return f"{days} 天 {hours} 小时" if hours else f"{days} 天"
    return f"{hours} 小时 {minutes % 60} 分钟" if hours else f"{minutes} 分钟"
