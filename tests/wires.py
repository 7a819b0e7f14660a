"""A wire to a broker that can be cut: who is on it sees a broker that died, and comes back."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from engine.delivering.broker import open_broker


@dataclass
class Wire:
    """A port of this machine that leads to a broker, as long as the wire is whole."""

    broker_url: str
    queue: str
    port: int = 0
    _listening: socket.socket | None = None
    _ends: list[socket.socket] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Return the broker's URL through the wire."""
        parts = urlsplit(self.broker_url)
        signed, at, _ = parts.netloc.rpartition("@")
        return parts._replace(netloc=f"{signed}{at}127.0.0.1:{self.port}").geturl()

    def mend(self) -> None:
        """Listen, and carry what comes."""
        self._listening = socket.create_server(("127.0.0.1", self.port))
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, args=[self._listening], daemon=True).start()

    def cut(self) -> None:
        """End every connection and take no new one."""
        if self._listening is not None:
            self._listening.shutdown(socket.SHUT_RDWR)
            self._listening.close()
            self._listening = None
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self._ends.clear()

    def forget(self) -> None:
        """Let the broker lose every message it holds, as one that kept them in memory only."""
        with self._channel() as channel:
            channel.queue_purge(self.queue)

    def remove(self) -> None:
        """Leave no queue behind."""
        with self._channel() as channel:
            channel.queue_delete(self.queue)

    @contextmanager
    def _channel(self) -> Iterator[Any]:
        with open_broker(self.broker_url, self.queue).connection_for_write() as connection:
            yield connection.default_channel

    def _accept(self, listening: socket.socket) -> None:
        parts = urlsplit(self.broker_url)
        with suppress(OSError):
            while True:
                near, _ = listening.accept()
                far = socket.create_connection((parts.hostname, parts.port or 5672))
                self._ends += [near, far]
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=_carry, args=[one, other], daemon=True).start()


def _carry(one: socket.socket, other: socket.socket) -> None:
    """Carry what one end says to the other until either is gone; then both are."""
    with one, suppress(OSError):
        while said := one.recv(65536):
            other.sendall(said)
        other.shutdown(socket.SHUT_RDWR)
