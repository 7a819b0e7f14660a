"""A program that uses the API of the town."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from towns import Town

from engine.demo_clock import set_clock
from engine.store.database import transaction
from web.app import create_app
from web.config import Config

PASSWORD = "banjie-demo-2026"

#: A start form of the three-step matter that is accepted as it is.
REQUEST = {
    "works": "滨江路雨水管抢修",
    "organisation": "江城市政建设有限公司",
    "organisation_code": "91990100000000107M",
    "from_on": "2026-10-10",
    "until_on": "2026-10-12",
    "reason": "混凝土必须连续浇筑",
    "mobile": "15400000001",
}


@dataclass
class Program:
    """A program that talks to the API, in Chinese unless told otherwise."""

    client: FlaskClient
    token: str = ""
    language: str = "zh"

    def send(self, method: str, path: str, **options: Any) -> Any:
        headers = {"Accept-Language": self.language}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        return self.client.open(f"/api/v1{path}", method=method, headers=headers, **options)

    def get(self, path: str, **options: Any) -> Any:
        return self.send("GET", path, **options)

    def post(self, path: str, sent: Any = None, **options: Any) -> Any:
        return self.send("POST", path, **({"json": sent} if sent is not None else {}), **options)

    def put(self, path: str, sent: Any) -> Any:
        return self.send("PUT", path, json=sent)

    def start(self, **changed: Any) -> str:
        """Start a three-step case and return its number."""
        sent = {"matter": "three_steps", "values": {**REQUEST, **changed}}
        answer = self.post("/cases", sent)
        assert answer.status_code == 201, answer.text
        return str(answer.json["number"])

    def step(self, number: str, element: str) -> dict[str, Any]:
        """Return the newest task of a step of a case."""
        found = [
            one for one in self.get(f"/cases/{number}").json["tasks"] if one["element"] == element
        ]
        assert found, f"no task {element}"
        return dict(found[-1])

    def complete(self, number: str, element: str, values: dict[str, Any]) -> Any:
        task = self.step(number, element)
        return self.post(f"/tasks/{task['id']}/complete", {"values": values})


Users = Callable[..., Program]


def application(town: Town, home: Path, *, demo: bool) -> Flask:
    """Return the application over the town."""
    if demo:
        with transaction(town.database) as session:
            set_clock(session, town.clock.now(), town.clock)
    config = Config(home=home, database_url="", demo=demo, testing=True)
    return create_app(config, database=town.database, clock=town.clock)
