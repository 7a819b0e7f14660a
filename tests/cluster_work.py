"""Work on a cluster whose processes are killed, and the account of it afterwards."""

import random
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

from builders import accepted
from calling import deploy_calling
from clusters import Cluster, Service, own_database
from databases import copied
from servers import free_port
from sqlalchemy import select, update
from towns import Town, moment

from engine.attachments import FileStore
from engine.clock import SettableClock, SystemClock
from engine.demo_clock import set_clock
from engine.records import verify_records
from engine.store.cases import Case
from engine.store.clocks import Card, Firing
from engine.store.database import open_database, reading, transaction
from engine.store.outbox import Outbox
from engine.store.publishing import Setting
from engine.store.records import Record

#: Cases that lie since three weeks: every rung is due at once when the cluster starts.
LYING = 3
RUNGS, CARDS = 12, 6
LIES = Case.matter_key != "three_steps"
REQUEST = {
    "works": "滨江路雨水管抢修",
    "organisation": "江城市政建设有限公司",
    "organisation_code": "91990100000000107M",
    "from_on": "2026-10-20",
    "until_on": "2026-10-22",
    "reason": "混凝土必须连续浇筑",
    "mobile": "15400000001",
}
STEPS = (
    ("review_request", "limingyuan", {"result": "pass", "opinion": "通过"}),
    ("decide_request", "zhengkai", {"result": "grant"}),
)


@contextmanager
def started(town_template: Path, tmp_path: Path, service: Service) -> Iterator[Cluster]:
    """Give a cluster in mid-October over cases that were accepted in September."""
    with copied(town_template, tmp_path) as database:
        town = Town(database, SettableClock(moment("09-24 09:00")), FileStore(tmp_path))
        for _ in range(LYING):
            accepted(town)
        deploy_calling(database)
        with transaction(database) as session:
            session.add(Setting(key="demo", value={"state": "loaded"}))
            set_clock(session, moment("10-14 09:00"), SystemClock())
        database.engine.raw_connection().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        path = Path(str(database.engine.url.database))
        with own_database(path, tmp_path) as url:
            one = Cluster(url, tmp_path, service.url, free_port())
            try:
                one.start()
                yield one
            finally:
                one.stop()


def play(cluster: Cluster, tokens: dict[str, str], name: str) -> str:
    """Bring one case to the step a service answers; return its number."""
    sent = {"matter": "three_steps", "values": REQUEST}
    number = cluster.insist("POST", "/api/v1/cases", sent, tokens["chenting"], key=name)["number"]
    for step, person, values in STEPS:
        case = cluster.insist("GET", f"/api/v1/cases/{number}", None, tokens[person])
        (task,) = [one["id"] for one in case["tasks"] if one["element"] == step]
        path = f"/api/v1/tasks/{task}/complete"
        cluster.insist("POST", path, {"values": values}, tokens[person], key=f"{name}-{step}")
    return str(number)


def kill_all_kinds(cluster: Cluster, over: threading.Event, dice: random.Random) -> int:
    """Kill one process of each kind, one after another, while others work."""
    kinds = [kind for kind in ("web", "scheduler", "worker") if f"{kind}-1" in cluster.pids()]
    for kind in kinds:
        over.wait(dice.uniform(0.2, 1.5))
        cluster.kill(f"{kind}-{dice.randint(1, 2)}")
    return len(kinds)


def hurry(cluster: Cluster) -> None:
    """Let the time pass after which the effects of a killed process are taken up again."""
    with closing(open_database(cluster.url)) as database, transaction(database) as session:
        late = update(Outbox).where(Outbox.state == "waiting")
        session.execute(late.values(due_at=None, held_until_at=None))


def run(cluster: Cluster, service: Service, *, cases: int, rounds: int) -> None:
    """Play cases while processes are killed, then compare what people saw with what is kept."""
    dice, over = random.Random(), threading.Event()
    people = ("chenting", "limingyuan", "zhengkai", "maqian")
    tokens = {person: cluster.sign_in(person) for person in people}
    with ThreadPoolExecutor(5) as pool:
        answering = pool.submit(service.answer, cluster, tokens["maqian"], over)
        playing = [pool.submit(play, cluster, tokens, f"case-{n}") for n in range(cases)]
        killed = sum(kill_all_kinds(cluster, over, dice) for _ in range(rounds))
        numbers = [one.result() for one in playing]
        hurry(cluster)
        cluster.wait_for(lambda: is_all_done(cluster, cases))
        over.set()
        answering.result()
    assert killed >= 2 * rounds
    check(cluster, service, numbers)


def is_all_done(cluster: Cluster, cases: int) -> bool:
    with closing(open_database(cluster.url)) as database, reading(database) as session:
        closed = session.scalars(select(Case.id).where(Case.state == "closed")).all()
        fired = session.scalars(
            select(Firing.id).join(Case, Case.id == Firing.case_id).where(LIES)
        ).all()
        waiting = session.scalars(select(Outbox.id).where(Outbox.state != "sent")).all()
    return len(closed) >= cases and len(fired) >= LYING * RUNGS and not waiting


def check(cluster: Cluster, service: Service, numbers: list[str]) -> None:
    with closing(open_database(cluster.url)) as database, reading(database) as session:
        played = session.scalars(select(Case).where(Case.matter_key == "three_steps")).all()
        assert sorted(case.number for case in played) == sorted(numbers)
        assert {case.state for case in played} == {"closed"}
        kinds = Counter(
            (record.case_id, record.kind)
            for record in session.scalars(select(Record))
            if record.kind in {"task_completed", "called", "call_answered", "sealed"}
        )
        ids = {case.id for case in played}
        expected = Counter(
            {(i, kind): 1 for i in ids for kind in ("called", "call_answered", "sealed")}
        )
        expected.update({(i, "task_completed"): 2 for i in ids})
        assert {key: n for key, n in kinds.items() if key[0] in ids} == expected
        assert verify_records(session) == []

        lying = session.scalars(select(Case.id).where(LIES)).all()
        fired = Counter(session.scalars(select(Firing.case_id)))
        carded = Counter(session.scalars(select(Card.case_id)))
        assert [(fired[case], carded[case]) for case in lying] == [(RUNGS, CARDS)] * LYING

        effects = session.scalars(select(Outbox)).all()
        assert {effect.state for effect in effects} == {"sent"}
        assert {effect.key for effect in effects} == set(service.arrived)
