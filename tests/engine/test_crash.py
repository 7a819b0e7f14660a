"""Kill the server at any moment: no case is lost, no rung fires twice, what is due fires once.

The process is the real one (`banjie run`), driven through its API while it is killed again and
again; at the end every clock's rungs are counted anew from its facts.
"""

import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from threading import Event

import permit_forms as forms
import pytest
from builders import accepted, apply_plain
from databases import open_file
from servers import Server
from sqlalchemy import select, text
from towns import Town, moment

from engine.attachments import FileStore
from engine.clock import SettableClock, SystemClock
from engine.clocks import projection
from engine.days import legal_text
from engine.demo_clock import now_in, set_clock
from engine.handling import view_case
from engine.records import verify_records
from engine.store.cases import Case, Task
from engine.store.clocks import Card, Clock, Firing
from engine.store.database import reading, transaction
from engine.store.publishing import Setting
from engine.sweep import due_cases

#: Killed so often; before each kill the server works for part of a second.
KILLS = 3
LONGEST_LIFE_S = 1.2
CASES = 6
#: Where the clock is moved to, one after another, while the server is being killed.
STEPS = [f"2026-{day}T10:00:00+08:00" for day in ("09-29", "09-30", "10-09", "10-11", "10-13")]

Review = tuple[str, str]


@pytest.fixture
def home(town_template: Path, tmp_path: Path) -> Path:
    """Return a data folder with cases under review and one nobody looks at, at 09-28 10:00."""
    path = tmp_path / "banjie.sqlite3"
    path.write_bytes(town_template.read_bytes())
    town = Town(open_file(path), SettableClock(moment("09-24 09:00")), FileStore(tmp_path))
    for _ in range(CASES):
        accepted(town)
    apply_plain(town)
    with transaction(town.database) as session:
        session.add(Setting(key="demo", value={"state": "loaded"}))
        set_clock(session, moment("09-28 10:00"), SystemClock())
    town.database.close()
    return tmp_path


@pytest.fixture
def server(home: Path) -> Iterator[Server]:
    one = Server(home)
    yield one
    one.kill()


def reviews(home: Path) -> list[Review]:
    """Return the open reviews that one person holds: (task, person)."""
    database = open_file(home / "banjie.sqlite3")
    with reading(database) as session:
        query = select(Task).where(Task.state == "open", Task.element_id == "review")
        held = [task for task in session.scalars(query.order_by(Task.id)) if task.assignee_id]
    database.close()
    return [(task.id, task.assignee_id or "") for task in held]


def work(server: Server, todo: Iterator[Review], tokens: dict[str, str], done: list[str]) -> None:
    """Complete one review after another until the server is gone; keep what it acknowledged."""
    with suppress(OSError, HTTPException, ValueError):
        for task, person in todo:
            path = f"/api/v1/tasks/{task}/complete"
            status, _ = server.ask("POST", path, {"values": forms.review()}, tokens[person])
            if status == 200:
                done.append(task)


def move_on(server: Server, steps: Iterator[str], token: str, over: Event) -> None:
    """Move the clock on, step after step, until the server is gone."""
    with suppress(OSError, HTTPException, ValueError):
        for step in steps:
            server.ask("PUT", "/api/v1/demo/clock", {"now": step}, token)
            if over.wait(0.1):
                return


def test_a_killed_server_loses_nothing_and_repeats_nothing(server: Server) -> None:
    dice = random.Random()
    seed = dice.randrange(10**6)
    dice.seed(seed)
    listed = reviews(server.home)
    todo, steps, done = iter(listed), iter(STEPS), list[str]()
    server.start()
    tokens = {person: server.sign_in(person) for person in {p for _, p in listed} | {"maqian"}}
    for _ in range(KILLS):
        over = Event()
        with ThreadPoolExecutor(2) as people:
            people.submit(work, server, todo, tokens, done)
            people.submit(move_on, server, steps, tokens["maqian"], over)
            over.wait(dice.uniform(0.1, LONGEST_LIFE_S))
            server.kill()
            over.set()
        server.start()
    last = {"now": "2026-10-14T09:00:00+08:00"}
    status, answer = server.ask("PUT", "/api/v1/demo/clock", last, tokens["maqian"])
    server.kill()

    assert status == 200, answer
    check(server.home, done, f"seed {seed}")


def check(home: Path, done: list[str], seed: str) -> None:
    """Compare what the database holds with what the facts say."""
    database = open_file(home / "banjie.sqlite3")
    with reading(database) as session:
        assert session.scalar(text("PRAGMA integrity_check")) == "ok", seed
        assert verify_records(session) == [], seed
        cases = {case.id: case for case in session.scalars(select(Case))}
        assert len(cases) == CASES + 1, seed
        present = now_in(session, SystemClock())
        assert due_cases(session, present) == [], seed
        kept = {task.id for task in session.scalars(select(Task)) if task.state == "completed"}
        assert set(done) <= kept, seed

        expected = Counter[tuple[int, str, str]]()
        for clock in session.scalars(select(Clock)):
            handling = view_case(session, cases[clock.case_id], at=present)
            until = clock.ended_at or present
            for rung, instant in projection(handling, clock).rungs.items():
                if instant <= until:
                    expected[clock.id, rung, legal_text(instant)] += 1
        firings = session.scalars(select(Firing)).all()
        fired = Counter((one.clock_id, one.rung_key, legal_text(one.instant_at)) for one in firings)
        assert fired == expected, seed
        assert sum(fired.values()) > CASES * 3, seed

        carded = Counter(card.firing_id for card in session.scalars(select(Card)))
        due_cards = {f.id for f in firings if f.level in {"yellow", "red"} and not f.is_passed}
        assert carded == Counter(due_cards), seed
    database.close()
