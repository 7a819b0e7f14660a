"""A broker of our own that is killed with all it held, and started again on the same port.

The one the machine runs is shared; what kills a broker under load needs one nobody else uses.
"""

import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from databases import report_absence
from servers import free_port

#: The packages' own program; the one on the PATH refuses who is not its user.
PROGRAM = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
STARTS_WITHIN_S = 60


@dataclass
class RabbitMq:
    """One RabbitMQ server with a folder, a name and two ports of its own."""

    folder: Path
    queue: str
    port: int = field(default_factory=free_port)
    _talking: int = field(default_factory=free_port)
    _process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Return where it listens."""
        return f"amqp://guest:guest@127.0.0.1:{self.port}//"

    def mend(self) -> None:
        """Start it and wait until it answers."""
        if not PROGRAM.exists():
            report_absence("broker", f"{PROGRAM} is not installed")
        log = self.folder / "broker.log"
        self.folder.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as out:
            self._process = subprocess.Popen(
                [str(PROGRAM)], env=self._environ(), stdout=out, stderr=out, start_new_session=True
            )
        deadline = time.monotonic() + STARTS_WITHIN_S
        while not self._answers():
            assert time.monotonic() < deadline, log.read_text(errors="replace")[-3000:]
            threading.Event().wait(0.2)

    def cut(self) -> None:
        """Kill it as the kernel would, with every process of its group."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def forget(self) -> None:
        """Lose what it had written, as a machine whose disk is gone."""
        shutil.rmtree(self.folder / "mnesia", ignore_errors=True)

    def remove(self) -> None:
        """Leave nothing running."""
        self.cut()

    def _answers(self) -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1) as one:
            one.settimeout(1)
            # A server that is up tells a client of another protocol which one it speaks.
            one.sendall(b"HELLO\r\n\r\n")
            return one.recv(4) == b"AMQP"
        return False

    def _environ(self) -> dict[str, Any]:
        return {
            **os.environ,
            "HOME": str(self.folder),
            "RABBITMQ_NODENAME": f"banjie{self.port}@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(self.port),
            "RABBITMQ_DIST_PORT": str(self._talking),
            "RABBITMQ_MNESIA_BASE": str(self.folder / "mnesia"),
            "RABBITMQ_LOG_BASE": str(self.folder / "log"),
            "RABBITMQ_PID_FILE": str(self.folder / "pid"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.folder / "plugins"),
            "RABBITMQ_CONFIG_FILE": str(self.folder / "none"),
        }
