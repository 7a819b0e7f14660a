"""The servers a cluster leans on: left alone, started, or missed with words that help."""

import os
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from servers import free_port
from sqlalchemy import make_url

from engine.delivering.settings import WrongSetting
from web.cli.servers import (
    Place,
    answers,
    place_of_postgresql,
    start_broker,
    start_postgresql,
)

Install = Callable[[str, str], None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Give a machine with nothing installed, and what installs a program on it."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))

    def write(name: str, script: str) -> None:
        (folder / name).write_text(f"#!{sys.executable}\n{script}")
        (folder / name).chmod(0o755)

    return write


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("postgresql+psycopg:///banjie", ("127.0.0.1", 5432)),
        ("postgresql+psycopg://me@db.example:5433/banjie", ("db.example", 5433)),
        (
            "postgresql+psycopg:///b?host=/var/run/postgresql",
            Path("/var/run/postgresql/.s.PGSQL.5432"),
        ),
        ("postgresql+psycopg:///b?host=/tmp&port=5499", Path("/tmp/.s.PGSQL.5499")),
    ],
)
def test_a_url_says_where_postgresql_listens(url: str, place: Place) -> None:
    assert place_of_postgresql(make_url(url)) == place


def test_what_runs_is_left_alone(install: Install) -> None:
    with socket.create_server(("127.0.0.1", 0)) as running:
        port = running.getsockname()[1]
        start_postgresql(f"postgresql+psycopg://me@127.0.0.1:{port}/banjie")
        start_broker(f"amqp://guest:guest@127.0.0.1:{port}//")


def test_no_broker_is_started_where_none_is_wanted(install: Install) -> None:
    start_broker("")


#: A server that is started: it leaves a process behind that listens, and says which.
STARTER = """import os, socket, sys
listening = socket.create_server(("127.0.0.1", {port}))
if pid := os.fork():
    open({pid_file!r}, "w").write(str(pid))
    sys.exit()
while True:
    listening.accept()
"""


def test_a_broker_that_is_installed_is_started(install: Install, tmp_path: Path) -> None:
    port, pid_file = free_port(), tmp_path / "pid"
    install("rabbitmq-server", STARTER.format(port=port, pid_file=str(pid_file)))

    start_broker(f"amqp://guest:guest@127.0.0.1:{port}//")

    assert answers(("127.0.0.1", port))
    os.kill(int(pid_file.read_text()), signal.SIGKILL)


def test_a_cluster_of_postgresql_that_is_installed_is_started(
    install: Install, tmp_path: Path
) -> None:
    port, pid_file = free_port(), tmp_path / "pid"
    install("pg_lsclusters", f"print('15 other 1 online'); print('15 main {port} down')")
    install("pg_ctlcluster", STARTER.format(port=port, pid_file=str(pid_file)))

    start_postgresql(f"postgresql+psycopg://me@127.0.0.1:{port}/banjie")

    assert answers(("127.0.0.1", port))
    os.kill(int(pid_file.read_text()), signal.SIGKILL)


@pytest.mark.parametrize(
    ("start", "url", "remedy"),
    [
        (start_postgresql, "postgresql+psycopg://me@127.0.0.1:{port}/b", "apt install postgresql"),
        (start_broker, "amqp://guest:guest@127.0.0.1:{port}//", "apt install rabbitmq-server"),
        (start_broker, "redis://127.0.0.1:{port}/0", "apt install redis-server"),
        (start_postgresql, "postgresql+psycopg://me@db.invalid/b", "BANJIE_DATABASE_URL"),
        (start_broker, "amqp://guest:guest@mq.invalid//", "BANJIE_BROKER_URL"),
    ],
    ids=["no PostgreSQL", "no RabbitMQ", "no Redis", "PostgreSQL afar", "RabbitMQ afar"],
)
def test_what_is_missing_is_named_with_its_remedy(
    install: Install, start: Callable[[str], None], url: str, remedy: str
) -> None:
    with pytest.raises(WrongSetting) as raised:
        start(url.format(port=free_port()))

    assert remedy in raised.value.zh
    assert remedy in raised.value.en


def test_a_start_that_fails_says_why_and_what_to_run(install: Install) -> None:
    install("rabbitmq-server", "raise SystemExit('only root may')")

    with pytest.raises(WrongSetting, match="only root may") as raised:
        start_broker(f"amqp://guest:guest@127.0.0.1:{free_port()}//")

    assert "sudo rabbitmq-server -detached" in raised.value.zh
