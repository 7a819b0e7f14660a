"""Health, readiness and figures for machines: no sign-in, and true."""

from pathlib import Path

import pytest
from browsing import Browser
from builders import accepted
from flask import Flask
from sqlalchemy import text
from towns import Town

from engine.clock import SettableClock
from engine.store.database import open_database, transaction
from web.app import create_app
from web.config import Config


def figure(browser: Browser, name: str) -> float:
    lines = browser.get("/metrics").answer.text.splitlines()
    return float(next(line.split()[-1] for line in lines if line.startswith(f"{name} ")))


def test_a_process_says_that_it_lives_and_is_ready(browser: Browser) -> None:
    assert browser.get("/healthz").answer.text == "ok\n"
    ready = browser.get("/readyz").answer

    assert (ready.status_code, ready.json) == (200, {"database": True, "tables": True})


def test_a_database_without_its_tables_is_not_ready(tmp_path: Path, clock: SettableClock) -> None:
    empty = open_database(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    config = Config(home=tmp_path, database_url="", testing=True)
    client = create_app(config, database=empty, clock=clock).test_client()

    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["tables"]) == (503, False)
    assert "程序旧" in answer.json["zh"]
    assert "older than the program" in answer.json["en"]
    assert client.get("/healthz").status_code == 200
    empty.close()


def test_tables_of_a_newer_program_are_not_ready(town: Town, browser: Browser) -> None:
    with transaction(town.database) as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    answer = browser.get("/readyz").answer
    assert (answer.status_code, answer.json["tables"]) == (503, False)
    assert "程序新" in answer.json["zh"]
    assert "newer than the program" in answer.json["en"]


def test_a_lost_database_is_not_ready(tmp_path: Path, clock: SettableClock) -> None:
    lost = open_database("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    config = Config(home=tmp_path, database_url="", testing=True)
    client = create_app(config, database=lost, clock=clock).test_client()

    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert (answer.json["database"], answer.json["tables"]) == (False, False)
    assert "BANJIE_DATABASE_URL" in answer.json["zh"]


def test_the_figures_say_what_waits(town: Town, browser: Browser) -> None:
    accepted(town)
    town.move("10-14 09:00")

    assert figure(browser, "banjie_cases_open") == 1
    assert figure(browser, "banjie_tasks_open") >= 4
    assert figure(browser, "banjie_sweep_lag_seconds") > 86_400
    town.sweep()
    assert figure(browser, "banjie_sweep_lag_seconds") == 0


def test_requests_are_counted_by_page_and_status(browser: Browser) -> None:
    browser.get("/sign-in")
    told = browser.get("/metrics").answer.text

    assert 'banjie_requests_total{endpoint="auth.sign_in",status="200"} 1.0' in told


@pytest.mark.parametrize("address", ["/healthz", "/readyz", "/metrics"])
def test_nothing_personal_is_told(site: Flask, town: Town, address: str) -> None:
    with transaction(town.database) as session:
        names = [name for (name,) in session.execute(text("SELECT name FROM persons"))]
    told = site.test_client().get(address).text

    assert not [name for name in names if name in told]
