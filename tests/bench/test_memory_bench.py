"""What a web process holds after a thousand requests over the permit and two test matters."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from itertools import cycle, islice
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import pytest
import rounds
from builders import accepted, apply, decided
from databases import close_whole, copied
from servers import COMMAND, PATIENCE_S, free_port
from sources import ROOT
from towns import Town, moment

from engine.attachments import FileStore
from engine.clock import SettableClock
from tests.bench.report import keep
from web.demo import DEMO_PASSWORD

REQUESTS = int(os.environ.get("BANJIE_BENCH_REQUESTS", "1000"))
MOST_MB = 200
CLERK, SUPERVISOR = "chenting", "qinlan"


@dataclass
class Web:
    """A real `banjie web` process and the browsers of two people in it."""

    home: Path
    process: subprocess.Popen[bytes]
    port: int
    browsers: dict[str, OpenerDirector] = field(default_factory=dict)

    @property
    def rss_mb(self) -> float:
        status = Path(f"/proc/{self.process.pid}/status").read_text("ascii")
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        assert found is not None
        return round(int(found[1]) / 1024, 1)

    def get(self, who: str, address: str) -> str:
        with self.browsers[who].open(f"http://127.0.0.1:{self.port}{address}", timeout=60) as one:
            return str(one.read().decode(errors="replace"))

    def post(self, who: str, address: str, body: bytes, **headers: str) -> str:
        url = f"http://127.0.0.1:{self.port}{address}"
        request = Request(url, body, headers={"Referer": url, **headers})
        with self.browsers[who].open(request, timeout=60) as one:
            return str(one.read().decode())

    def sign_in(self, who: str) -> None:
        self.browsers[who] = build_opener(HTTPCookieProcessor(CookieJar()))
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.get(who, "/sign-in"))
        assert token is not None
        sent = {"csrf_token": token[1], "username": who, "password": DEMO_PASSWORD, "next": ""}
        self.post(who, "/sign-in", urlencode(sent).encode())

    def wait(self) -> None:
        deadline = time.monotonic() + PATIENCE_S
        asking = build_opener()
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                asking.open(f"http://127.0.0.1:{self.port}/healthz", timeout=5).close()
            except (URLError, OSError):
                continue
            return
        pytest.fail((self.home / "web.log").read_text(errors="replace")[-2000:])


@contextmanager
def serving(home: Path) -> Iterator[Web]:
    port = free_port()
    command = [sys.executable, "-c", COMMAND, "web", "--home", str(home), "--port", str(port)]
    with (
        (home / "web.log").open("wb") as log,
        subprocess.Popen(command, stdout=log, stderr=log, cwd=ROOT) as process,
    ):
        web = Web(home, process, port)
        try:
            web.wait()
            yield web
        finally:
            process.terminate()


@pytest.fixture
def addresses(town_template: Path, tmp_path: Path) -> list[tuple[str, str]]:
    """Fill a home folder with cases of three matters; return who asks for which page of them."""
    with copied(town_template, tmp_path) as database:
        rounds.deploy_rounds(database)
        clock = SettableClock(moment("09-24 09:00"))
        town = Town(database, clock, FileStore(tmp_path / "attachments"))
        cases = [
            decided(town),
            accepted(town),
            apply(town),
            town.start("three_steps", rounds.REQUEST),
            rounds.start(town),
        ]
        numbers = [town.case(case).number for case in cases]
        tasks = [task.id for case in cases for task in town.tasks(case)]
        close_whole(database)
        Path(str(database.engine.url.database)).rename(tmp_path / "banjie.sqlite3")
    matters = ("construction_permit", "three_steps", rounds.MATTER)
    pages = ["/tasks", "/tasks/pool", "/tasks/done", "/cases", "/cases/start", "/notices"]
    pages += [f"/cases/{number}" for number in numbers]
    pages += [f"/cases/{number}/diagram.json" for number in numbers]
    pages += [f"/cases/guide/{matter}" for matter in matters]
    pages += [f"/tasks/{task}" for task in tasks]
    pages += ["/documents/1", "/documents/1.pdf", "/documents/2/page"]
    clerks = [(CLERK, page) for page in pages]
    clerks += [(CLERK, f"/cases/start/{matter}") for matter in matters]
    return [*clerks, (SUPERVISOR, "/clocks"), (SUPERVISOR, "/cards"), (SUPERVISOR, "/limits")]


def test_a_web_process_stays_small(addresses: list[tuple[str, str]], tmp_path: Path) -> None:
    with serving(tmp_path) as web:
        for who in (CLERK, SUPERVISOR):
            web.sign_in(who)
        at_first = web.rss_mb
        for who, address in islice(cycle(addresses), REQUESTS):
            assert web.get(who, address)
        figures = {"at_first": at_first, "after": web.rss_mb}
    keep("rss_mb", figures["after"])
    keep("rss", {**figures, "requests": REQUESTS, "pages": len(addresses)})
    sys.stdout.write(f"\nrss of a web process, MB: {figures} after {REQUESTS} requests")

    assert figures["after"] <= MOST_MB
