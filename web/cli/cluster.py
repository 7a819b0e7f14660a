"""cluster: what a grown bureau runs, on one machine: web, scheduler and worker processes.

The processes share one listening socket, so they stand behind one address without a proxy, and
one that dies leaves its share to the others until it is started anew.
"""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import Event
from types import FrameType

import click
from sqlalchemy import URL, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from engine.clock import SystemClock
from engine.delivering.settings import WrongSetting
from web.cli.opening import open_migrated, settings
from web.cli.servers import make_role, own_name, start_broker, start_postgresql
from web.cli.serving import HOST, PORT, listen
from web.demo.loading import load_demo

COMMAND = (sys.executable, "-c", "from web.cli import main; main()")
#: The server's own socket: whoever runs this is known to it by name, without a password.
DATABASE_URL = "postgresql+psycopg:///banjie?host=/var/run/postgresql"
BROKER_URL = "amqp://guest:guest@127.0.0.1:5672//"
#: A process that dies sooner than this is started anew only after a pause of this.
PAUSE_S = 1.0
STOP_WITHIN_S = 10


@dataclass
class Fleet:
    """Named processes of ours, started anew whenever one ends."""

    commands: Mapping[str, Sequence[str]]
    environ: Mapping[str, str]
    socket: socket.socket
    running: dict[int, tuple[str, subprocess.Popen[bytes]]] = field(default_factory=dict)

    def start(self, name: str) -> None:
        """Start one process."""
        process = subprocess.Popen(  # noqa: S603 - our own commands
            [*COMMAND, *self.commands[name]],
            env=dict(self.environ),
            pass_fds=[self.socket.fileno()] if name.startswith("web") else (),
        )
        self.running[process.pid] = (name, process)
        click.echo(f"{name:<12} {process.pid}")

    def watch(self) -> None:
        """Start every process, and anew whichever ends, until a signal says stop."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _stop)
        try:
            for name in self.commands:
                self.start(name)
            while True:
                self._replace(os.waitpid(-1, 0)[0])
        except KeyboardInterrupt:
            self.stop()

    def _replace(self, pid: int) -> None:
        name, process = self.running.pop(pid)
        process.returncode = -1  # it was waited for here
        Event().wait(PAUSE_S)
        self.start(name)

    def stop(self) -> None:
        """End every process, in peace where possible."""
        for _, process in self.running.values():
            process.terminate()
        for _, process in self.running.values():
            try:
                process.wait(STOP_WITHIN_S)
            except subprocess.TimeoutExpired:
                process.kill()


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


@click.command(
    help="在一台机器上跑扩展后的全套：PostgreSQL、RabbitMQ，网页、扫描、发送进程各两个。 "
    "Run on one machine what a grown bureau runs: two web, two scheduler, two worker processes."
)
@click.option("--home", default="var/cluster", show_default=True, help="数据目录 / Folder of data.")
@PORT
@HOST
@click.option("--each", default=2, show_default=True, help="每种几个进程 / Processes of each kind.")
def cluster(home: str, port: int, host: str, each: int) -> None:
    """Start the servers that are missing, then keep all processes running until told to stop."""
    os.environ.setdefault("BANJIE_DATABASE_URL", DATABASE_URL)
    os.environ.setdefault("BANJIE_BROKER_URL", BROKER_URL)
    config = settings(home, demo=True)
    _make_database(config.database_url)
    start_broker(config.delivery.broker_url)
    database = open_migrated(config)
    config.secret_key()
    load_demo(database, config, SystemClock(), progress=click.echo)
    database.close()
    listening = listen(host, port)
    click.echo(f"http://{host}:{port}")
    environ = {**os.environ, "BANJIE_HOME": str(config.home), "BANJIE_DEMO": "1"}
    kinds = {
        "web": ["web", "--descriptor", str(listening.fileno())],
        "scheduler": ["scheduler"],
    }
    if config.delivery.broker_url:
        kinds["worker"] = ["worker"]
    Fleet(_commands(kinds, each), environ, listening).watch()


def _commands(kinds: Mapping[str, list[str]], each: int) -> dict[str, list[str]]:
    return {
        f"{kind}-{number}": command
        for kind, command in kinds.items()
        for number in range(1, each + 1)
    }


def _make_database(url: str) -> None:
    """Make the PostgreSQL database, and the role that owns it, where the server lacks them."""
    wanted = make_url(url)
    if wanted.get_backend_name() != "postgresql":
        raise WrongSetting(
            "banjie cluster 须用 PostgreSQL：请设 BANJIE_DATABASE_URL。",
            "banjie cluster needs PostgreSQL: set BANJIE_DATABASE_URL.",
        )
    start_postgresql(url)
    try:
        _make_known(wanted)
    except OperationalError as error:
        role = wanted.username or own_name()
        if f'role "{role}" does not exist' not in str(error):
            place = wanted.render_as_string()
            raise WrongSetting(
                f"连不上 PostgreSQL（{place}）：{error.orig}\n请改 BANJIE_DATABASE_URL。",
                f"No PostgreSQL at {place}: {error.orig}\nChange BANJIE_DATABASE_URL.",
            ) from error
        make_role(role, wanted)
        _make_known(wanted)


def _make_known(wanted: URL) -> None:
    admin = create_engine(wanted.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        known = text("SELECT 1 FROM pg_database WHERE datname = :name")
        if connection.scalar(known, {"name": wanted.database}) is None:
            quoted = admin.dialect.identifier_preparer.quote(wanted.database or "")
            connection.execute(text(f"CREATE DATABASE {quoted}"))
    admin.dispose()
