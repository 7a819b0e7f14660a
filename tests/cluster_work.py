"""Work on a cluster whose processes and broker are killed under it."""

import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path

from builders import accepted
from calling import deploy_calling
from cluster_account import LYING, check, is_all_done
from clusters import BROKER, Broker, Cluster, Service, require_broker
from databases import copied_to_postgresql, url_of
from sqlalchemy import text, update
from towns import Town, moment
from wires import Wire

from engine.attachments import FileStore
from engine.clock import SettableClock, SystemClock
from engine.demo_clock import set_clock
from engine.store.database import open_database, transaction
from engine.store.outbox import Outbox
from engine.store.publishing import Setting

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


PEOPLE = ("chenting", "limingyuan", "zhengkai", "maqian")
KINDS = ("web", "scheduler", "worker")
PLAYERS = 4

#: The tasks somebody was told to have completed, by case number.
Played = dict[str, list[str]]


def wired(queue: str) -> Broker:
    """Give the machine's own broker at the end of a wire that can be cut."""
    require_broker()
    return Wire(BROKER, queue)


@contextmanager
def started(
    town_template: Path,
    tmp_path: Path,
    service: Service,
    broker_of: Callable[[str], Broker] = wired,
) -> Iterator[Cluster]:
    """Give a cluster in mid-October over cases that were accepted in September.

    `broker_of` gives the broker whose queue has some name.
    """
    with copied_to_postgresql(town_template, tmp_path) as database:
        town = Town(database, SettableClock(moment("09-24 09:00")), FileStore(tmp_path))
        for _ in range(LYING):
            accepted(town)
        deploy_calling(database)
        with transaction(database) as session:
            session.add(Setting(key="demo", value={"state": "loaded"}))
            set_clock(session, moment("10-14 09:00"), SystemClock())
        database.close()
        name = str(database.engine.url.database)
        broker = broker_of(name)
        broker.mend()
        cluster = Cluster(url_of(name), tmp_path, service.url, broker)
        try:
            cluster.start()
            yield cluster
        finally:
            cluster.stop()
            broker.cut()
            broker.remove()


def play(cluster: Cluster, tokens: dict[str, str], name: str) -> tuple[str, list[str]]:
    """Bring one case to the step a service answers; return its number and completed tasks."""
    sent = {"matter": "three_steps", "values": REQUEST}
    number = cluster.insist("POST", "/api/v1/cases", sent, tokens["chenting"], key=name)["number"]
    done = []
    for step, person, values in STEPS:
        case = cluster.insist("GET", f"/api/v1/cases/{number}", None, tokens[person])
        (task,) = [one["id"] for one in case["tasks"] if one["element"] == step]
        path = f"/api/v1/tasks/{task}/complete"
        cluster.insist("POST", path, {"values": values}, tokens[person], key=f"{name}-{step}")
        done.append(task)
    return str(number), done


def keep_playing(
    cluster: Cluster, tokens: dict[str, str], name: str, played: Played, over: threading.Event
) -> None:
    """Play case after case until it is over; note the completed tasks by case number."""
    for number in count():
        case, tasks = play(cluster, tokens, f"{name}-{number}")
        played[case] = tasks
        if over.is_set():
            return


def await_more(cluster: Cluster, played: Played) -> None:
    """Wait until people got on, so that whatever is lost next is lost under load."""
    before = len(played)
    cluster.wait_for(lambda: len(played) > before)


def kill_all_kinds(cluster: Cluster, over: threading.Event, dice: random.Random) -> Counter[str]:
    """Kill one process of each kind, one after another, while others work."""
    for kind in KINDS:
        over.wait(dice.uniform(0.2, 1.5))
        cluster.kill(f"{kind}-{dice.randint(1, 2)}")
    return Counter(KINDS)


def lose_broker(cluster: Cluster, over: threading.Event, dice: random.Random) -> Counter[str]:
    """Let the broker die with all it held, and come back after a while."""
    cluster.broker.cut()
    over.wait(dice.uniform(0.5, 2))
    cluster.broker.forget()
    cluster.broker.mend()
    return Counter(["broker"])


def lose_database(cluster: Cluster, over: threading.Event, dice: random.Random) -> Counter[str]:
    """Cut every connection to the database in the midst of whatever it does, as a restart does."""
    over.wait(dice.uniform(0.2, 1))
    with closing(open_database(cluster.url)) as database, transaction(database) as session:
        others = "datname = current_database() AND pid <> pg_backend_pid()"
        session.execute(
            text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")
        )
    return Counter(["database"])


def hurry(cluster: Cluster) -> None:
    """Let the time pass after which the effects of a killed process are taken up again."""
    with closing(open_database(cluster.url)) as database, transaction(database) as session:
        late = update(Outbox).where(Outbox.state == "waiting")
        session.execute(late.values(due_at=None, held_until_at=None))


def run(cluster: Cluster, service: Service, *, rounds: int) -> dict[str, int]:
    """Play cases while all is killed in turn, then compare what people saw with what is kept.

    Returns figures.
    """
    dice, over, answered = random.Random(), threading.Event(), threading.Event()
    tokens = {name: cluster.sign_in(name) for name in PEOPLE}
    killed: Counter[str] = Counter()
    played: Played = {}
    with ThreadPoolExecutor(PLAYERS + 1) as pool:
        answering = pool.submit(service.answer, cluster, tokens["maqian"], answered)
        players = [
            pool.submit(keep_playing, cluster, tokens, f"player-{n}", played, over)
            for n in range(PLAYERS)
        ]
        try:
            for _ in range(rounds):
                await_more(cluster, played)
                for lose in (kill_all_kinds, lose_broker, lose_database):
                    killed += lose(cluster, over, dice)
                hurry(cluster)
            over.set()
            for player in players:
                player.result()
            hurry(cluster)
            cluster.wait_for(lambda: is_all_done(cluster, len(played)))
        finally:
            over.set()
            answered.set()
        answering.result()
    return {**check(cluster, service, played), **{f"killed {k}": n for k, n in killed.items()}}
