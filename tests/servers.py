"""A real server process of the product, and a client that talks to its API."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from web.demo import DEMO_PASSWORD

COMMAND = "from web.cli import main; main()"
PATIENCE_S = 60


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@dataclass
class Server:
    """`banjie run` over a data folder, started and killed as often as one likes."""

    home: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the process and wait until it answers."""
        command = [sys.executable, "-c", COMMAND, "run"]
        with (self.home / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--home", str(self.home), "--port", str(self.port)],
                stdout=log,
                stderr=log,
                env={**os.environ, "PYTHONUNBUFFERED": "1"},
            )
        deadline = time.monotonic() + PATIENCE_S
        while not self._answers():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < deadline, self.said()
            self._pause()

    def _answers(self) -> bool:
        try:
            return self.ask("GET", "/api/v1/openapi.json")[0] == 200
        except (OSError, HTTPException):
            return False

    def _pause(self) -> None:
        """Wait a moment for the process, which is gone when the wait ends early."""
        assert self.process is not None
        try:
            self.process.wait(0.05)
        except subprocess.TimeoutExpired:
            return

    def kill(self) -> None:
        """End the process as a power cut would."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(10)
            self.process = None

    def said(self) -> str:
        return (self.home / "server.log").read_text(errors="replace")[-3000:]

    def ask(
        self, method: str, path: str, body: object = None, token: str = ""
    ) -> tuple[int, dict[str, Any]]:
        """Return status and JSON of one request; raises OSError when the server is gone."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Content-Type": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        try:
            connection.request(method, path, json.dumps(body) if body else None, headers)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read() or b"{}")
        finally:
            connection.close()

    def sign_in(self, name: str) -> str:
        """Return a token of a person."""
        status, answer = self.ask(
            "POST", "/api/v1/tokens", {"name": name, "password": DEMO_PASSWORD}
        )
        assert status == 201, answer
        return str(answer["token"])
