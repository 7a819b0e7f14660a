"""A closed case: whoever is not on it finds nothing of it, by any address of pages or API."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from browsing import Browser
from councils import SUBJECT, called, deploy, opened, row
from flask import Flask
from sqlalchemy import func, select
from towns import Town
from werkzeug.routing import Rule

from engine.access import Viewer, guard
from engine.attachments import add_attachment
from engine.records import first_break
from engine.sign_in import start_sign_in
from engine.store.cases import Document, Submission
from engine.store.clocks import Card, Clock
from engine.store.database import reading, transaction
from engine.store.people import Person
from engine.store.tables import metadata

#: Officers who are not on the case: one whom every page of the house is open to, and one who
#: holds the post of a step that is done.
OUTSIDERS = ("maqian", "hexiaoyu")
FINDING = "经查通知书迟发三日"
FILE = b"%PDF-1.4 what nobody else may read"
#: Answers that say no more of an address than that there is nothing for who asks.
NOTHING = {302, 400, 403, 404, 405, 415, 422}


@pytest.fixture
def closed(town: Town) -> int:
    """Give a closed case with papers, a card, a clock, a file, submissions and notices."""
    deploy(town)
    case = opened(town)
    town.sweep("09-30 09:00")
    town.do(case, "look_into", {"finding": FINDING}, by="limingyuan")
    with transaction(town.database) as session:
        kept = add_attachment(
            session, town.files, file_name="x.pdf", content=FILE, by="limingyuan", at=town.now
        )
        kept.case_id = case
    assert called(town, case, "countersign")
    assert town.cards(case)
    return case


def known(town: Town, case: int) -> dict[str, list[str]]:
    """Return what an address of the case can hold, by the name of its part."""
    with reading(town.database) as session:

        def ids(table: str) -> list[str]:
            rows = metadata.tables[table]
            query = select(rows.c.id).where(rows.c.case_id == case)
            return [str(one) for one in session.scalars(query)]

        found = {
            "number": [row(town, case).number],
            "task_id": ids("tasks"),
            "document_id": ids("documents"),
            "attachment_id": ids("attachments"),
            "submission_id": ids("submissions"),
            "card_id": ids("cards"),
            "clock_id": ids("clocks"),
            "act_id": ["1"],
            "draw_id": ["1"],
            "element": ["countersign"],
            "element_id": ["ballot"],
        }
    assert all(found.values()), found
    return found


def addresses(rule: Rule, parts: dict[str, list[str]]) -> Iterator[str]:
    """Yield a rule's addresses of the case; what is not about cases gets something else."""
    names = sorted(rule.arguments)
    for values in product(*(parts.get(name, ["1"])[:2] for name in names)):
        built = rule.build(dict(zip(names, values, strict=True)))
        if built is not None:
            yield built[1]


def secrets(town: Town, case: int) -> list[bytes]:
    """Return what must never be read by an outsider."""
    found = row(town, case)
    return [one.encode() for one in (found.number, SUBJECT, FINDING)] + [FILE]


def is_read(rule: Rule) -> bool:
    return "GET" in (rule.methods or ()) and rule.endpoint != "static"


QUERIES = ("", "?q=滨江隧道&tab=pool&view=board", "?tab=done&matter=council&state=open")


@pytest.mark.parametrize("name", OUTSIDERS)
def test_an_outsider_finds_nothing_of_it_on_any_page(
    town: Town, site: Flask, closed: int, name: str
) -> None:
    browser = Browser(site.test_client())
    browser.sign_in(name)
    parts = known(town, closed)
    found = [
        (address + query, answer.status_code)
        for rule in site.url_map.iter_rules()
        if is_read(rule) and not rule.rule.startswith("/api/")
        for address in addresses(rule, parts)
        for query in (QUERIES if not rule.arguments else ("",))
        if told(answer := browser.client.get(address + query), secrets(town, closed))
    ]

    assert found == []


@pytest.mark.parametrize("name", OUTSIDERS)
def test_an_outsider_finds_nothing_of_it_by_the_api(
    town: Town, site: Flask, closed: int, name: str
) -> None:
    client, headers = site.test_client(), bearer(town, name)
    parts = known(town, closed)
    found = [
        (address + query, answer.status_code)
        for rule in site.url_map.iter_rules()
        if is_read(rule) and rule.rule.startswith("/api/")
        for address in addresses(rule, parts)
        for query in (QUERIES if not rule.arguments else ("",))
        if told(answer := client.get(address + query, headers=headers), secrets(town, closed))
    ]

    assert found == []


@pytest.mark.parametrize("name", OUTSIDERS)
def test_an_outsider_moves_nothing_of_it(town: Town, site: Flask, closed: int, name: str) -> None:
    browser = Browser(site.test_client())
    browser.sign_in(name)
    token = browser.get("/tasks").html.xpath("//input[@name='csrf_token']/@value")[0]
    headers, parts = bearer(town, name), known(town, closed)
    before = state(town, closed)
    for rule in site.url_map.iter_rules():
        if not set(rule.arguments) & set(parts) or is_read(rule):
            continue
        for address in addresses(rule, parts):
            method = next(iter(set(rule.methods or ()) - {"OPTIONS", "HEAD"}))
            how: dict[str, Any] = {"data": {"csrf_token": token, "reason": "我要看一看"}}
            if address.startswith("/api/"):
                how = {"headers": headers, "json": {"values": {}, "to": name}}
            answer = browser.client.open(address, method=method, **how)

            assert not told(answer, secrets(town, closed)), address
            assert answer.status_code in NOTHING, (address, answer.status_code)
    assert before == state(town, closed)


def told(answer: Any, hidden: list[bytes]) -> bool:
    """Say whether an answer holds something hidden, written out or escaped.

    What who asks has written in the address is told to nobody.
    """
    asked = answer.request.path.encode()
    hidden = [one for one in hidden if one not in asked]
    escaped = [one.decode().encode("unicode_escape") for one in hidden]
    body = answer.get_data() + str(dict(answer.headers)).encode()
    return any(one in body for one in (*hidden, *escaped))


def bearer(town: Town, name: str) -> dict[str, str]:
    with transaction(town.database) as session:
        who = session.get_one(Person, name)
        token = start_sign_in(session, who, kind="token", now=town.now)
    return {"Authorization": f"Bearer {token}"}


def state(town: Town, case: int) -> list[Any]:
    """Return all of a case that anybody could move: not the record, which tells of attempts."""
    tables = ("tasks", "documents", "submissions", "cards", "clocks", "attachments", "notices")
    with reading(town.database) as session:
        return [
            [tuple(one) for one in session.execute(select(rows).where(rows.c.case_id == case))]
            for rows in (metadata.tables[name] for name in tables)
        ]


@pytest.mark.parametrize("name", ["qinlan", "limingyuan", "zhouhang"])
def test_who_is_on_it_sees_it(town: Town, site: Flask, closed: int, name: str) -> None:
    """Who opened it and supervises, who did a task, and who holds one."""
    browser = Browser(site.test_client())
    browser.sign_in(name)
    number = row(town, closed).number
    parts = known(town, closed)

    assert browser.get(f"/cases/{number}").status == 200
    assert number in browser.get("/cases?q=滨江隧道").text
    assert browser.get(f"/attachments/{parts['attachment_id'][0]}").answer.get_data() == FILE
    assert FINDING in browser.get(f"/documents/{parts['document_id'][0]}/page").text


def test_an_attempt_to_see_it_stands_in_its_record(town: Town, site: Flask, closed: int) -> None:
    browser = Browser(site.test_client())
    browser.sign_in("maqian")
    number, parts = row(town, closed).number, known(town, closed)
    page = browser.get(f"/cases/{number}")
    for address in (
        f"/documents/{parts['document_id'][0]}",
        f"/attachments/{parts['attachment_id'][0]}",
        f"/tasks/{parts['task_id'][0]}",
        f"/clocks/{parts['clock_id'][0]}",
        f"/cards/{parts['card_id'][0]}",
    ):
        browser.get(address)
    api = site.test_client().get(f"/api/v1/cases/{number}", headers=bearer(town, "maqian"))
    noted = town.records(closed, "attempt_refused")

    assert (page.status, api.status_code) == (404, 404)
    assert "未对您公开" in page.text
    assert [one.person_id for one in noted] == ["maqian"] * 7
    with reading(town.database) as session:
        assert first_break(session, row(town, closed)) is None


def test_what_is_not_there_is_no_attempt_and_answers_alike(
    town: Town, site: Flask, closed: int
) -> None:
    browser = Browser(site.test_client())
    browser.sign_in("maqian")
    number = row(town, closed).number
    there, nowhere = browser.get(f"/cases/{number}"), browser.get("/cases/TLSX-2026-9999")

    assert there.text.replace(number, "") == nowhere.text.replace("TLSX-2026-9999", "")
    assert len(town.records(closed, "attempt_refused")) == 1


def test_a_file_of_no_case_is_its_uploaders(town: Town, site: Flask) -> None:
    kept = town.upload("chenting")
    own, other = Browser(site.test_client()), Browser(site.test_client())
    own.sign_in("chenting")
    other.sign_in("liuyang")

    assert own.get(f"/attachments/{kept}").status == 200
    assert other.get(f"/attachments/{kept}").status == 404


def test_an_outsider_counts_nothing_of_it(town: Town, closed: int) -> None:
    tables = (Card, Clock, Document, Submission)
    with reading(town.database) as session:
        guard(session, Viewer("maqian", (("info", "administrator"),)))
        counts = [session.scalar(select(func.count()).select_from(one)) for one in tables]
    with reading(town.database) as session:
        guard(session, Viewer("qinlan", (("supervision", "supervisor"),)))
        seen = [session.scalar(select(func.count()).select_from(one)) for one in tables]

    assert counts == [0, 0, 0, 0]
    assert all(seen)
