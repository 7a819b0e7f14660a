"""A form sent twice, by a double click or a broken connection, is done once."""

from collections.abc import Callable
from typing import Any

from browsing import Browser, Page
from sqlalchemy import func, select
from towns import Town

from engine.store.cases import Case
from engine.store.database import reading

REQUEST = {
    "works": "滨江隧道连续浇筑",
    "organisation": "江城建工集团有限公司",
    "organisation_code": "91990100000000115G",
    "from_on": "2026-09-28",
    "until_on": "2026-09-30",
    "reason": "大体积混凝土须连续浇筑",
    "mobile": "15400000001",
}
START = "/cases/start/three_steps"


def send(browser: Browser, address: str, sent: dict[str, Any]) -> Page:
    return Page(browser.client.post(address, data=sent, content_type="multipart/form-data"))


def cases(town: Town) -> int:
    with reading(town.database) as session:
        return session.scalar(select(func.count()).select_from(Case)) or 0


def test_an_application_sent_twice_is_one_case(
    town: Town, browser_of: Callable[[str], Browser]
) -> None:
    browser = browser_of("chenting")
    sent = browser.get(START).fields() | REQUEST
    first, second = send(browser, START, sent), send(browser, START, sent)

    assert cases(town) == 1
    assert (first.status, second.status) == (302, 302)
    assert first.answer.location == second.answer.location


def test_a_page_opened_anew_starts_another_case(
    town: Town, browser_of: Callable[[str], Browser]
) -> None:
    browser = browser_of("chenting")
    for _ in range(2):
        assert send(browser, START, browser.get(START).fields() | REQUEST).status == 302

    assert cases(town) == 2


def test_a_wrong_entry_is_corrected_on_the_page_that_came_back(
    town: Town, browser_of: Callable[[str], Browser]
) -> None:
    browser = browser_of("chenting")
    wrong = send(browser, START, browser.get(START).fields() | REQUEST | {"mobile": "12"})
    right = send(browser, START, wrong.fields() | {"mobile": "15400000001"})

    assert (wrong.status, right.status) == (422, 302)


def test_a_task_submitted_twice_is_answered_twice_and_done_once(
    town: Town, browser_of: Callable[[str], Browser]
) -> None:
    case = town.start("three_steps", REQUEST)
    address = f"/tasks/{town.task(case, 'review_request').id}"
    browser = browser_of("limingyuan")
    if town.task(case, "review_request").assignee_id is None:
        browser.post(f"{address}/claim", shown=address)
    sent = browser.get(address).fields() | {"result": "pass", "opinion": "通过"}
    first, second = send(browser, address, sent), send(browser, address, sent)

    assert (first.status, second.status) == (302, 302)
    assert len(town.records(case, "task_completed")) == 1
