"""Handlers talk to the world: a mail server, a receiver of webhooks."""

import hashlib
import hmac
import socketserver
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.error import HTTPError

import pytest

from engine.delivering.handlers import KINDS, handlers_of
from engine.delivering.settings import WrongSetting, read_delivery
from engine.delivering.webhook import body_of
from engine.outbox import Parcel
from engine.store import json

SECRET = "0123456789abcdef"
NOON = datetime(2026, 9, 24, 4, tzinfo=UTC)


def parcel(kind: str, **payload: Any) -> Parcel:
    return Parcel(1, f"{kind}-1", kind, payload, NOON, 1)


class Receiver(BaseHTTPRequestHandler):
    """Keeps what is posted; answers as its address says, such as /500."""

    got: list[tuple[dict[str, str], bytes]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((dict(self.headers), body))  # type: ignore[attr-defined]
        self.send_response(int(self.path.strip("/")))
        self.send_header("Location", "/200")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class MailServer(socketserver.StreamRequestHandler):
    """Speaks as much SMTP as a sender needs, and keeps the mail."""

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            word = line.split()[0].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                text = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.server.got.append(text)  # type: ignore[attr-defined]
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")
            if word == b"QUIT":
                return


def run(server: Any) -> Iterator[Any]:
    server.got = []
    running = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    running.start()
    yield server
    server.shutdown()
    running.join()
    server.server_close()


@pytest.fixture
def receiver() -> Iterator[Any]:
    yield from run(ThreadingHTTPServer(("127.0.0.1", 0), Receiver))


@pytest.fixture
def mail_server() -> Iterator[Any]:
    yield from run(socketserver.ThreadingTCPServer(("127.0.0.1", 0), MailServer))


def send_to(receiver: Any, status: int, one: Parcel) -> None:
    url = f"http://127.0.0.1:{receiver.server_address[1]}/{status}"
    delivery = read_delivery({"BANJIE_WEBHOOK_URL": url, "BANJIE_WEBHOOK_SECRET": SECRET})
    handlers_of(delivery)[one.kind](one)


@pytest.mark.parametrize("kind", ["webhook", "call"])
def test_a_webhook_is_signed_and_bears_its_key(receiver: Any, kind: str) -> None:
    one = parcel(kind, case="SGXK-2026-0001")
    send_to(receiver, 204, one)

    ((headers, body),) = receiver.got
    signed = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    assert headers["Idempotency-Key"] == f"{kind}-1"
    assert headers["Banjie-Signature"] == f"sha256={signed}"
    assert json.loads(body.decode())["payload"] == {"case": "SGXK-2026-0001"}
    assert body == body_of(one)


@pytest.mark.parametrize("status", [301, 302, 400, 500, 503])
def test_anything_but_success_is_a_failure(receiver: Any, status: int) -> None:
    with pytest.raises(HTTPError):
        send_to(receiver, status, parcel("webhook"))
    assert len(receiver.got) == 1


def test_a_mail_goes_to_its_reader_with_a_name_that_stays(mail_server: Any) -> None:
    url = f"smtp://127.0.0.1:{mail_server.server_address[1]}/?from=banjie@example.org"
    send = handlers_of(read_delivery({"BANJIE_MAIL_URL": url}))["mail"]
    one = parcel(
        "mail", to="he@example.org", subject="SGXK-2026-0001\n注入", text="任务已改派给您。"
    )
    send(one)
    send(one)

    first, second = mail_server.got
    assert first == second
    assert b"To: he@example.org\r\n" in first
    assert b"Message-ID: <" in first
    assert b"\r\n\xe6" not in first.split(b"\r\n\r\n")[0]


def test_nothing_is_sent_unless_configured() -> None:
    assert handlers_of(read_delivery({})) == {}
    everything = {
        "BANJIE_MAIL_URL": "smtps://u:p%40@mail.example.org/?from=a@example.org",
        "BANJIE_WEBHOOK_URL": "https://example.org/hook",
        "BANJIE_WEBHOOK_SECRET": SECRET,
    }
    delivery = read_delivery(everything)
    assert set(handlers_of(delivery)) == set(KINDS)
    assert delivery.mail is not None
    assert (delivery.mail.port, delivery.mail.password) == (465, "p@")
    assert "p@" not in repr(delivery)
    assert SECRET not in repr(delivery)


@pytest.mark.parametrize(
    "environ",
    [
        {"BANJIE_MAIL_URL": "http://mail.example.org"},
        {"BANJIE_MAIL_URL": "smtp://mail.example.org/?from=nobody"},
        {"BANJIE_WEBHOOK_URL": "file:///etc/passwd", "BANJIE_WEBHOOK_SECRET": SECRET},
        {"BANJIE_WEBHOOK_URL": "https://example.org", "BANJIE_WEBHOOK_SECRET": "short"},
    ],
    ids=["no mail scheme", "no sender", "a file", "a short secret"],
)
def test_a_wrong_setting_is_refused(environ: dict[str, str]) -> None:
    with pytest.raises(WrongSetting):
        read_delivery(environ)
