"""What a designer tries in the table editor is answered by the engine's own decisions."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browsing import Browser
from flask import Flask

PROMISE = Path(__file__).parent.parent.parent / "processes/construction_permit/promise.dmn"


@pytest.fixture
def ask(site: Flask, browser_of: Callable[[str], Browser]) -> Callable[..., Any]:
    site.config["WTF_CSRF_ENABLED"] = False
    client = browser_of("luyi").client

    def ask(*rows: dict[str, str], xml: str = PROMISE.read_text("utf-8")) -> Any:
        sent = {"xml": xml, "decision": "promise_allowed", "rows": list(rows)}
        answer = client.post("/studio/construction_permit/tables/promise/try", json=sent)
        assert answer.status_code == 200
        return answer.get_json()

    return ask


def test_each_row_is_decided_and_names_its_rule(ask: Callable[..., Any]) -> None:
    good, bad = ask({"grade": '"A"'}, {"grade": '"D"'})

    assert (good["value"], bad["value"]) == ("true", "false")
    assert good["rules"] != bad["rules"]


def test_what_cannot_be_read_is_said_in_its_row(ask: Callable[..., Any]) -> None:
    broken, computed, fine = ask({"grade": '"A'}, {"count(x)": "1"}, {"grade": '"B"'})

    assert broken["wrong"]
    assert "试运行" in computed["wrong"]
    assert "value" in fine
    assert ask({"grade": "1"}, xml="<no>")[0]["wrong"]
