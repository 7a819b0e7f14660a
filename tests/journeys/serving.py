"""The whole application on a free port, over a town's database and clock."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from towns import Town, moment
from waitress import create_server, wasyncore

from engine.demo_clock import set_clock
from engine.store.database import transaction
from web.app import create_app
from web.config import Config


@dataclass(frozen=True)
class Served:
    """A town at work behind an address."""

    url: str
    town: Town

    def begin_at(self, text: str) -> None:
        """Let the town's day begin at "11-10 09:00": the demo's clock moves on from there."""
        with transaction(self.town.database) as session:
            set_clock(session, moment(text), self.town.clock)

    def number(self, case: int) -> str:
        """Return the number of a case."""
        return self.town.case(case).number


@contextmanager
def serve(town: Town) -> Iterator[Served]:
    """Serve a town in demo mode until the block ends."""
    home = town.files.folder.parent
    config = Config(home=home, database_url=str(town.database.engine.url), demo=True)
    app = create_app(config, database=town.database, clock=town.clock)
    sockets: dict[int, wasyncore.dispatcher] = {}
    server = create_server(app, host="127.0.0.1", port=0, threads=4, map=sockets)
    running = threading.Thread(target=server.run, daemon=True)
    running.start()
    served = Served(f"http://127.0.0.1:{server.effective_port}", town)
    served.begin_at("09-24 09:00")
    try:
        yield served
    finally:
        # Sockets are closed by the thread that waits on them; elsewhere it would wait on a number.
        server.trigger.pull_trigger(lambda: wasyncore.close_all(sockets, ignore_all=True))
        running.join(timeout=5)
        server.task_dispatcher.shutdown()
