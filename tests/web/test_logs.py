"""The log as JSON lines: each bears the case it is about."""

import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import accepted
from sqlalchemy import text
from towns import Town

from engine.store import json
from engine.store.database import transaction
from web.app import create_app
from web.config import Config
from web.logs import start_logging


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """Give what is logged as JSON; put the root logger back after."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    root.handlers = []
    told = io.StringIO()
    start_logging("json", told)
    yield told
    root.handlers, root.level = before, level


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_request_is_one_line_with_its_case(
    town: Town, tmp_path: Path, stream: io.StringIO
) -> None:
    number = town.case(accepted(town)).number
    config = Config(home=tmp_path, database_url="", testing=True, log="json")
    client = create_app(config, database=town.database, clock=town.clock).test_client()
    client.get(f"/cases/{number}")

    (line,) = [line for line in lines(stream) if line["logger"] == "web.logs"]
    assert (line["method"], line["status"], line["case"]) == ("GET", 302, number)
    assert line["path"] == f"/cases/{number}"


def test_a_failing_sweep_names_the_case(town: Town, stream: io.StringIO) -> None:
    case = accepted(town)
    with transaction(town.database) as session:
        session.execute(text("UPDATE cases SET run = '{}' WHERE id = :id"), {"id": case})
    town.sweep("10-14 09:00")

    (line,) = [line for line in lines(stream) if line["logger"] == "engine.sweep"]
    assert line["case"] == town.case(case).number
    assert "Traceback" in str(line["error"])
