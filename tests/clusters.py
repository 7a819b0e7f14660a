"""A real cluster over PostgreSQL, people who work on it, and a service that answers its calls."""

import json
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from databases import report_absence
from servers import free_port

from web.demo import DEMO_PASSWORD

COMMAND = (sys.executable, "-c", "from web.cli import main; main()")
BROKER = os.environ.get("BANJIE_TEST_BROKER", "amqp://guest:guest@127.0.0.1:5672//")
SECRET = "a secret of the tests"
PATIENCE_S = 180
ANSWERS_AFTER_S = 0.2


def require_broker() -> None:
    """Skip the test where no broker answers, or fail it where one is required."""
    place = urlsplit(BROKER)
    try:
        socket.create_connection((place.hostname, place.port or 5672), 2).close()
    except OSError as error:
        report_absence("broker", f"at {place.hostname}:{place.port}: {error}")


class Broker(Protocol):
    """What carries the cluster's work to its workers, and can be lost."""

    queue: str

    @property
    def url(self) -> str: ...
    def mend(self) -> None: ...
    def cut(self) -> None: ...
    def forget(self) -> None: ...
    def remove(self) -> None: ...


@dataclass
class Cluster:
    """`banjie cluster` over a database; its processes are killed by name."""

    url: str
    home: Path
    receiver: str
    broker: Broker
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it is ready."""
        environ = {
            **os.environ,
            "PYTHONUNBUFFERED": "1",
            "BANJIE_DATABASE_URL": self.url,
            "BANJIE_BROKER_URL": self.broker.url,
            "BANJIE_BROKER_QUEUE": self.broker.queue,
            "BANJIE_WEBHOOK_URL": self.receiver,
            "BANJIE_WEBHOOK_SECRET": SECRET,
        }
        command = [*COMMAND, "cluster", "--home", str(self.home), "--port", str(self.port)]
        with (self.home / "cluster.log").open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, env=environ)
        self.wait_for(lambda: self.ask("GET", "/readyz")[0] == 200)

    def wait_for(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds, for a while."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            with suppress(OSError, HTTPException, ValueError):
                if holds():
                    return
            assert time.monotonic() < deadline, self.said()
            assert self.process is not None
            assert self.process.poll() is None, self.said()
            threading.Event().wait(0.1)

    def kill(self, name: str) -> None:
        """End one process as the kernel would."""
        os.kill(self.pids()[name], signal.SIGKILL)

    def pids(self) -> dict[str, int]:
        """Return the newest process of each name."""
        lines = (line.split() for line in self.said().splitlines())
        return {
            words[0]: int(words[1])
            for words in lines
            if len(words) == 2 and "-" in words[0] and words[1].isdigit()
        }

    def stop(self) -> None:
        """End it in peace."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(30)

    def said(self) -> str:
        """Return everything its processes wrote."""
        return (self.home / "cluster.log").read_text(errors="replace")

    def ask(
        self, method: str, path: str, body: object = None, token: str = "", key: str = ""
    ) -> tuple[int, Any]:
        """Return status and body of one request; raises OSError when its process is gone."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Content-Type": "application/json"}
        headers |= {"Authorization": f"Bearer {token}"} if token else {}
        headers |= {"Idempotency-Key": key} if key else {}
        try:
            connection.request(method, path, json.dumps(body) if body else None, headers)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read() or b"{}")
        finally:
            connection.close()

    def insist(self, method: str, path: str, body: object, token: str, key: str = "") -> Any:
        """Ask again and again, as the same request, until it is answered; returns the answer."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            with suppress(OSError, HTTPException, ValueError):
                status, answer = self.ask(method, path, body, token, key)
                if status != 503:
                    assert status < 300, (method, path, status, answer)
                    return answer
            assert time.monotonic() < deadline, self.said()[-3000:]
            threading.Event().wait(0.05)

    def sign_in(self, name: str) -> str:
        """Return a token of a person."""
        sent = {"name": name, "password": DEMO_PASSWORD}
        return str(self.insist("POST", "/api/v1/tokens", sent, "")["token"])


@dataclass
class Service:
    """A service outside: it takes webhooks and answers the calls among them."""

    #: How often each effect arrived, by its idempotency key.
    arrived: Counter[str] = field(default_factory=Counter)
    #: Those that came without it.
    unsigned: list[str] = field(default_factory=list)
    calls: queue.Queue[str] = field(default_factory=queue.Queue)
    url: str = ""

    def answer(self, cluster: Cluster, token: str, over: threading.Event) -> None:
        """Answer every call, also a repeated one, until it is over."""
        while not over.is_set():
            with suppress(queue.Empty):
                key = self.calls.get(timeout=0.1)
                sent = {"values": {"serial": key[-4:]}}
                cluster.insist("POST", f"/api/v1/answers/{key}", sent, token, key=key)


@contextmanager
def serving() -> Iterator[Service]:
    """Give a service that listens."""
    service = Service()

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            service.arrived[sent["key"]] += 1
            if self.headers["Idempotency-Key"] != sent["key"]:
                service.unsigned.append(sent["key"])
            if sent["kind"] == "call":
                service.calls.put(sent["key"])
            # Slow, so that a worker is often killed while it waits for the answer.
            threading.Event().wait(ANSWERS_AFTER_S)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    running = threading.Thread(target=server.serve_forever, daemon=True)
    running.start()
    service.url = f"http://127.0.0.1:{server.server_address[1]}/"
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
