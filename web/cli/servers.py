"""PostgreSQL and RabbitMQ of this machine: started where they are installed and do not run."""

import getpass
import os
import shlex
import shutil
import socket
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from threading import Event
from urllib.parse import urlsplit

import click
from sqlalchemy import URL, make_url

from engine.delivering.settings import WrongSetting

#: Where somebody listens: a socket's file, or host and port.
Place = Path | tuple[str, int]
LOCAL = {"127.0.0.1", "localhost", "::1"}
#: How long a server may take until it listens: so many looks, one each half second.
LOOKS, LOOK_EVERY_S = 120, 0.5


def start_postgresql(url: str) -> None:
    """Let PostgreSQL of this machine run; raises WrongSetting with what to do when it cannot."""
    place = place_of_postgresql(make_url(url))
    if answers(place):
        return
    _refuse_afar(place, "PostgreSQL", "BANJIE_DATABASE_URL")
    _find("pg_ctlcluster", "PostgreSQL", "apt install postgresql", "BANJIE_DATABASE_URL")
    _start("PostgreSQL", place, lambda: _cluster_command(_port(place)))


#: By a broker URL's scheme: its name, usual port, the command that starts it, how to install it.
BROKERS = {
    "amqp": ("RabbitMQ", 5672, ["rabbitmq-server", "-detached"], "apt install rabbitmq-server"),
    "redis": ("Redis", 6379, ["redis-server", "--daemonize", "yes"], "apt install redis-server"),
}


def start_broker(url: str) -> None:
    """Let the broker of this machine run; raises WrongSetting with what to do when it cannot.

    One of another kind, or none, is left alone.
    """
    parts = urlsplit(url)
    if parts.scheme not in BROKERS:
        return
    name, usual, command, remedy = BROKERS[parts.scheme]
    place = (parts.hostname or "127.0.0.1", parts.port or usual)
    if answers(place):
        return
    _refuse_afar(place, name, "BANJIE_BROKER_URL")
    _find(command[0], name, remedy, "BANJIE_BROKER_URL")
    _start(name, place, lambda: command)


def place_of_postgresql(url: URL) -> Place:
    """Return where the server of a URL listens; a folder means the socket in it."""
    host = url.host or str(url.query.get("host", "127.0.0.1"))
    port = url.port or int(str(url.query.get("port", "5432")))
    return Path(host) / f".s.PGSQL.{port}" if host.startswith("/") else (host, port)


def _port(place: Place) -> int:
    return int(place.suffix[1:]) if isinstance(place, Path) else place[1]


def answers(place: Place) -> bool:
    """Say whether somebody listens there."""
    try:
        if isinstance(place, tuple):
            socket.create_connection(place, 2).close()
        else:
            with socket.socket(socket.AF_UNIX) as one:
                one.connect(str(place))
    except OSError:
        return False
    return True


def make_role(name: str, url: URL) -> None:
    """Make a role that may make databases, as PostgreSQL's own administrator on this machine."""
    make = ["createuser", "--port", str(_port(place_of_postgresql(url))), "--createdb", name]
    as_postgres = (
        ["su", "postgres", "-c", shlex.join(make)]
        if os.geteuid() == 0
        else ["sudo", "-n", "-u", "postgres", *make]
    )
    _run(as_postgres, f"sudo -u postgres {shlex.join(make)}")


def own_name() -> str:
    """Return the name PostgreSQL knows this user by on its own socket."""
    return getpass.getuser()


def _refuse_afar(place: Place, name: str, variable: str) -> None:
    if isinstance(place, tuple) and place[0] not in LOCAL:
        raise WrongSetting(
            f"连不上 {place[0]}:{place[1]} 的 {name}：请启动它，或改 {variable}。",
            f"No {name} at {place[0]}:{place[1]}: start it, or change {variable}.",
        )


def _find(program: str, name: str, remedy: str, variable: str) -> None:
    if shutil.which(program) is None:
        raise WrongSetting(
            f"{name} 没有在跑，本机也没有装（找不到 {program}）。"
            f"请先安装（Debian/Ubuntu：sudo {remedy}），或用 {variable} 指向别处的。",
            f"{name} does not run, and is not installed here (no {program}). "
            f"Install it (Debian/Ubuntu: sudo {remedy}), or name another by {variable}.",
        )


def _cluster_command(port: int) -> list[str]:
    """Return the command that starts the cluster of Debian's PostgreSQL that has a port."""
    listed = _run(["pg_lsclusters", "-h"], "pg_lsclusters").splitlines()
    rows = [line.split() for line in listed]
    found = next((row for row in rows if row[2] == str(port)), None)
    if found is None:
        raise WrongSetting(
            f"本机没有端口 {port} 的 PostgreSQL 集群：请执行 sudo pg_createcluster 15 main，"
            "或改 BANJIE_DATABASE_URL。",
            f"This machine has no PostgreSQL cluster at port {port}: "
            "run sudo pg_createcluster 15 main, or change BANJIE_DATABASE_URL.",
        )
    return ["pg_ctlcluster", "--skip-systemctl-redirect", *found[:2], "start"]


def _start(name: str, place: Place, command: Callable[[], Sequence[str]]) -> None:
    click.echo(f"正在启动 {name} / Starting {name} ...")
    line = list(command())
    _run(line, f"sudo {shlex.join(line)}")
    for _ in range(LOOKS):
        if answers(place):
            return
        Event().wait(LOOK_EVERY_S)
    raise WrongSetting(
        f"{name} 一分钟还没起来：请看它的日志，再执行 make cluster。",
        f"{name} did not come up within a minute: look at its log, then run make cluster again.",
    )


def _run(command: Sequence[str], remedy: str) -> str:
    """Run a command and return what it said; a server it leaves behind may hold its output."""
    with TemporaryFile("w+") as said:
        try:
            subprocess.run(  # noqa: S603 - our own commands
                command, stdout=said, stderr=said, check=True, timeout=LOOKS * LOOK_EVERY_S
            )
        except (OSError, subprocess.SubprocessError) as error:
            said.seek(0)
            told = said.read().strip() or str(error)
            raise WrongSetting(
                f"没有成功：{shlex.join(command)}\n{told}\n请自己执行：{remedy}",
                f"Failed: {shlex.join(command)}\n{told}\nRun it yourself: {remedy}",
            ) from error
        said.seek(0)
        return said.read()
