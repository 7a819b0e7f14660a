"""The world of the tests: a bureau at work, seen and moved through the use cases only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from engine import calendars
from engine.attachments import FileStore, add_attachment
from engine.clock import SettableClock
from engine.days import ZONE, day_of, legal_text
from engine.definitions import deploy_files, read_folder
from engine.people import holders_on
from engine.store.cases import Case, Document, Task
from engine.store.clocks import Card, Clock, Firing
from engine.store.database import Database, reading, transaction
from engine.store.records import Notice, Record
from engine.store.registers import Certificate
from engine.sweep import sweep
from forms.submit import submit_message, submit_start, submit_task
from web.demo.town import found_town

HERE = Path(__file__).parent
MATTERS = (HERE.parent / "processes/construction_permit", HERE / "matters/three_steps")
PDF = b"%PDF-1.4\n% made for a test\n"
PNG = b"\x89PNG\r\n\x1a\n made for a test"
#: People act one after another, never at the same instant.
PAUSE = timedelta(minutes=1)


def moment(text: str) -> datetime:
    """Return "09-24 09:00" as a moment of 2026 in the bureau's zone; 24:00 is the day's end."""
    day, _, time = text.partition(" ")
    hour, _, minute = (time or "00:00").partition(":")
    midnight = datetime.fromisoformat(f"2026-{day}").replace(tzinfo=ZONE)
    return midnight + timedelta(hours=int(hour), minutes=int(minute))


@dataclass(frozen=True)
class Town:
    """A database with the bureau in it, and the clock by which its people act."""

    database: Database
    clock: SettableClock
    files: FileStore

    @property
    def now(self) -> datetime:
        return self.clock.now()

    @property
    def today(self) -> str:
        return day_of(self.now).isoformat()

    def move(self, text: str) -> None:
        """Let time pass until a moment such as "09-24 09:00"; nobody looks at what is due."""
        self.clock.move_to(moment(text).astimezone(UTC))

    def sweep(self, text: str = "") -> int:
        """Let time pass and look once at what is due; returns how many cases moved."""
        if text:
            self.move(text)
        return sweep(self.database, at=self.now)

    def upload(self, by: str, content: bytes = PDF, name: str = "scan.pdf") -> str:
        """Keep a file of a person and return its id."""
        with transaction(self.database) as session:
            kept = add_attachment(
                session, self.files, file_name=name, content=content, by=by, at=self.now
            )
            return kept.id

    def start(self, matter: str, raw: Mapping[str, Any], by: str = "chenting", **how: Any) -> int:
        """Submit a start form and return the case's id."""
        with transaction(self.database) as session:
            case_id = submit_start(session, matter, raw, by=by, at=self.now, **how).id
        self.clock.move_to(self.now + PAUSE)
        return case_id

    def do(
        self, case: int, step: str, raw: Mapping[str, Any] | None = None, by: str = "", **how: Any
    ) -> None:
        """Submit the form of an open step, "review:fire" inside a repetition; time passes a bit.

        Without a name its holder acts, or the first who may.
        """
        task = self.task(case, step)
        self.submit(task, raw or {}, by or self.who_may(task), **how)

    def submit(self, task: Task, raw: Mapping[str, Any], by: str, **how: Any) -> None:
        """Submit the form of a task as somebody's page showed it."""
        with transaction(self.database) as session:
            submit_task(session, task.id, raw, by=by, at=self.now, **how)
        self.clock.move_to(self.now + PAUSE)

    def send(self, case: int, step: str, raw: Mapping[str, Any], by: str) -> None:
        """Send a message before the case waits for it."""
        with transaction(self.database) as session:
            submit_message(session, case, step, raw, by=by, at=self.now)
        self.clock.move_to(self.now + PAUSE)

    def who_may(self, task: Task) -> str:
        """Return who holds a task, or the first holder of its post."""
        if task.assignee_id:
            return task.assignee_id
        with reading(self.database) as session:
            found = holders_on(session, task.section_key, task.post_key, day_of(self.now))
        return found[0].id

    def task(self, case: int, step: str) -> Task:
        """Return the one open task of a step."""
        found = [one for one in self.tasks(case) if named(one) == step]
        assert len(found) == 1, (
            f"{step}: {len(found)} open of {[named(t) for t in self.tasks(case)]}"
        )
        return found[0]

    def tasks(self, case: int, state: str = "open") -> list[Task]:
        """Return a case's tasks and message buttons in a state, oldest first."""
        with reading(self.database) as session:
            query = select(Task).where(Task.case_id == case, Task.state == state)
            return list(session.scalars(query.order_by(Task.opened_at, Task.element_id, Task.id)))

    def steps(self, case: int) -> set[str]:
        """Return the names of the open steps, such as {"draft_opinion", "await_special"}."""
        return {named(task) for task in self.tasks(case)}

    def case(self, case: int) -> Case:
        """Return a case."""
        return self._one(select(Case).where(Case.id == case))

    def timer(self, case: int, limit: str, item: str | None = None) -> Clock:
        """Return the newest clock of a limit."""
        query = select(Clock).where(
            Clock.case_id == case,
            Clock.limit_key == limit,
            Clock.item_key.is_(None) if item is None else Clock.item_key == item,
        )
        return self._one(query.order_by(Clock.id.desc()))

    def _one(self, query: Any) -> Any:
        with reading(self.database) as session:
            found = session.scalar(query.limit(1))
        assert found is not None
        return found

    def _all(self, query: Any) -> list[Any]:
        with reading(self.database) as session:
            return list(session.execute(query))

    def fired(self, case: int) -> list[tuple[str, str, str]]:
        """Return what fired: (limit, rung, legal instant); "passed" follows the rung's name."""
        rows = self._all(
            select(Clock.limit_key, Firing)
            .join(Clock, Clock.id == Firing.clock_id)
            .where(Firing.case_id == case)
            .order_by(Firing.id)
        )
        return [
            (limit, one.rung_key + " passed" * one.is_passed, legal_text(one.instant_at))
            for limit, one in rows
        ]

    def cards(self, case: int) -> list[tuple[str, str, str, str | None]]:
        """Return the cards: (colour, limit, legal instant, person)."""
        rows = self._all(
            select(Clock.limit_key, Card)
            .join(Clock, Clock.id == Card.clock_id)
            .where(Card.case_id == case)
            .order_by(Card.id)
        )
        return [(c.colour, limit, legal_text(c.instant_at), c.person_id) for limit, c in rows]

    def records(self, case: int, *kinds: str) -> list[Record]:
        """Return the record of a case, or only entries of some kinds."""
        query = select(Record).where(Record.case_id == case).order_by(Record.number)
        return [row[0] for row in self._all(query) if not kinds or row[0].kind in kinds]

    def documents(self, case: int) -> list[str]:
        """Return the keys of the documents issued, oldest first."""
        query = select(Document.document_key).where(Document.case_id == case).order_by(Document.id)
        return [key for (key,) in self._all(query)]

    def notices(self, person: str) -> list[str]:
        """Return what a person was told, oldest first."""
        query = select(Notice.text).where(Notice.person_id == person).order_by(Notice.id)
        return [text for (text,) in self._all(query)]


def named(task: Task) -> str:
    """Return a step's name: its element, and its item inside a repetition."""
    return f"{task.element_id}:{task.item_key}" if task.item_key else task.element_id


#: What the sample application refers to: (kind, number) in the shared register.
SHARED = (
    ("land_use", "地字第990102202500011号"),
    ("planning_permit", "建字第990102202500011号"),
    ("bid_award", "ZB-2026-0011"),
    ("drawing_review", "SC-2026-0011"),
    ("fire_design_review", "XF-2026-0011"),
)


def found_everything(database: Database) -> None:
    """Seed the calendar, the people, the registers and the matters."""
    with transaction(database) as session:
        calendars.seed_calendar(session)
        found_town(session, at=moment("01-01 00:00"))
        session.flush()
        rows = session.execute(select(Certificate.kind, Certificate.number))
        known = {(kind, number) for kind, number in rows}
        session.add_all(
            Certificate(kind=kind, number=number, title=kind)
            for kind, number in SHARED
            if (kind, number) not in known
        )
        for folder in MATTERS:
            deploy_files(session, read_folder(folder), at=moment("01-01 00:00"))
