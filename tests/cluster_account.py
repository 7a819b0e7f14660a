"""The account of a cluster after its work: what people saw, beside what the database holds."""

from collections import Counter
from contextlib import closing

from clusters import Cluster, Service
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.records import verify_records
from engine.store.cases import Case, Step, Task
from engine.store.clocks import Card, Firing
from engine.store.database import open_database, reading
from engine.store.outbox import Outbox
from engine.store.records import Record

#: Cases that lie since three weeks: every rung is due at once when the cluster starts.
LYING = 3
RUNGS, CARDS = 12, 6
LIES = Case.matter_key != "three_steps"
#: Kinds of effects the service outside takes; others stay within.
OUTSIDE = {"call", "webhook"}
#: What happens once in every case that is played.
ONCE = ("called", "call_answered", "sealed")


def is_all_done(cluster: Cluster, cases: int) -> bool:
    """Say whether everything that was begun has come to its end."""
    with closing(open_database(cluster.url)) as database, reading(database) as session:
        closed = session.scalar(select(func.count(Case.id)).where(Case.state == "closed")) or 0
        lying = select(Firing.id).join(Case, Case.id == Firing.case_id).where(LIES)
        fired = len(session.scalars(lying).all())
        waiting = session.scalar(select(func.count(Outbox.id)).where(Outbox.state != "sent"))
    return closed >= cases and fired >= LYING * RUNGS and not waiting


def check(cluster: Cluster, service: Service, played: dict[str, list[str]]) -> dict[str, int]:
    """Compare cases and tasks people were told of with all that is kept; returns figures."""
    with closing(open_database(cluster.url)) as database, reading(database) as session:
        assert verify_records(session) == []
        _check_cases(session, played)
        _check_clocks(session)
        effects = session.scalars(select(Outbox)).all()

    assert {effect.state for effect in effects} == {"sent"}
    sent_out = {effect.key for effect in effects if effect.kind in OUTSIDE}
    assert sent_out == set(service.arrived)
    assert service.unsigned == []
    return {
        "cases": len(played),
        "completions": sum(map(len, played.values())),
        "effects": len(sent_out),
        "deliveries": service.arrived.total(),
    }


def _check_cases(session: Session, played: dict[str, list[str]]) -> None:
    """Completed tasks, their steps in the history and their records are those people were told."""
    cases = session.scalars(select(Case).where(~LIES)).all()
    assert sorted(case.number for case in cases) == sorted(played)
    assert {case.state for case in cases} == {"closed"}
    ids = {case.id for case in cases}

    told = Counter(task for tasks in played.values() for task in tasks)
    tasks = select(Task).where(Task.case_id.in_(ids), Task.kind == "user")
    done = [task for task in session.scalars(tasks) if task.state == "completed"]
    steps = session.scalars(select(Step.activity_id).where(Step.case_id.in_(ids)))
    assert Counter(task.id for task in done) == told
    assert {task: n for task, n in Counter(steps).items() if task in told} == told

    records = session.execute(select(Record.case_id, Record.kind).where(Record.case_id.in_(ids)))
    kinds = Counter((case, kind) for case, kind in records if kind in (*ONCE, "task_completed"))
    expected = Counter({(case, kind): 1 for case in ids for kind in ONCE})
    expected.update(Counter((task.case_id, "task_completed") for task in done))
    assert kinds == expected


def _check_clocks(session: Session) -> None:
    lying = session.scalars(select(Case.id).where(LIES)).all()
    fired = Counter(session.scalars(select(Firing.case_id)))
    carded = Counter(session.scalars(select(Card.case_id)))
    assert [(fired[case], carded[case]) for case in lying] == [(RUNGS, CARDS)] * LYING
