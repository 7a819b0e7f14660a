"""Every page a person can reach by links answers, writes nothing, and keeps its policy."""

import re
from collections import Counter, deque
from collections.abc import Callable

import pytest
from browsing import Browser, Page
from builders import accepted, apply, ask_special, decided, review_all, serve, stop
from snapshots import built_once
from sqlalchemy import select
from towns import Town

from engine.store.database import reading
from engine.store.people import SignIn
from engine.store.tables import metadata

#: Of pages that differ in a number or a choice only, so many are opened.
OF_A_KIND = 2
#: Kinds of pages are few; links without end would show here.
MOST_KINDS = 120


THREE_STEPS = {
    "works": "滨江隧道连续浇筑",
    "organisation": "江城建工集团有限公司",
    "organisation_code": "91990100000000115G",
    "from_on": "2026-09-28",
    "until_on": "2026-09-30",
    "reason": "大体积混凝土须连续浇筑",
    "mobile": "15400000001",
}


@built_once
def busy(town: Town) -> int:
    """Play cases into many states, with cards and notices; returns one still open."""
    town.start("three_steps", THREE_STEPS)
    apply(town)
    stop(town, accepted(town))
    ask_special(town, accepted(town))
    serve(town, decided(town, "refuse"))
    review_all(town, accepted(town), ("planning", "quality"))
    case = decided(town)
    town.sweep("10-13 09:00")
    return case


def kind_of(address: str) -> str:
    """Return an address without its numbers, ids and choices."""
    path, _, query = address.partition("?")
    named = r"[0-9A-Z]{18}|[0-9a-f-]{8,}|[A-Z]+-\d+-\d+|\d+"
    known = re.sub(named, "*", re.sub(r"/(people|studio|forms|tables)/(?!new)\w+", r"/\1/*", path))
    return f"{known}?{'&'.join(sorted(re.findall(r'[?&]([^=&]+)=', '?' + query)))}"


def crawl(browser: Browser, start: str = "/tasks") -> dict[str, Page]:
    """Return the pages that links lead to from a start, a few of each kind."""
    seen: dict[str, Page] = {}
    kinds = Counter[str]()
    waiting = deque([start])
    while waiting and len(kinds) < MOST_KINDS:
        address = waiting.popleft()
        kind = kind_of(address)
        if address in seen or kinds[kind] == OF_A_KIND:
            continue
        kinds[kind] += 1
        seen[address] = page = browser.get(address)
        if page.status == 200:
            waiting += page.links()
    assert len(kinds) < MOST_KINDS, kinds
    return seen


def rows(town: Town) -> dict[str, list[object]]:
    """Return every row of every table, but the sessions that are kept alive."""
    with reading(town.database) as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(table))]
            for table in metadata.sorted_tables
            if table.name != SignIn.__tablename__
        }


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("chenting", "zh_CN"),
        ("limingyuan", "en"),
        ("zhengkai", "zh_CN"),
        ("wanghaibin", "en"),
        ("maqian", "zh_CN"),
        ("maqian", "en"),
    ],
)
def test_every_page_a_person_can_reach_answers_safely_and_writes_nothing(
    town: Town, browser_of: Callable[[str], Browser], name: str, language: str
) -> None:
    busy(town)
    browser = browser_of(name)
    browser.post("/language", {"language": language})
    before = rows(town)
    pages = crawl(browser)

    assert {address: page.status for address, page in pages.items() if page.status != 200} == {}
    assert len(pages) >= 8
    assert rows(town) == before
    for address, page in pages.items():
        hold_policy(address, page)
        hold_tokens(address, page)


def hold_policy(address: str, page: Page) -> None:
    """Look for what the policy would have to allow: inline scripts, handlers, eval."""
    html = page.html
    policy = page.answer.headers["Content-Security-Policy"]
    assert "unsafe-eval" not in policy, address
    assert "script-src 'self';" in policy, address
    assert not html.xpath("//script[not(@src)][not(@type='application/json')]"), address
    assert not html.xpath("//@*[starts-with(name(), 'on')]"), address
    assert not html.xpath("//a[starts-with(@href, 'javascript:')]"), address
    assert page.answer.headers["X-Content-Type-Options"] == "nosniff", address
    assert page.answer.headers["Cache-Control"] == "no-store", address


def hold_tokens(address: str, page: Page) -> None:
    """Look for a form that would be taken from anywhere."""
    for form in page.html.xpath("//form[@method='post']"):
        assert form.xpath(".//input[@name='csrf_token']/@value"), (address, form.get("action"))


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/cases/SGXK-2026-9999", 404),
        ("/tasks/nothing", 404),
        ("/documents/999", 404),
        ("/cards/999", 404),
        ("/nowhere", 404),
        ("/people", 403),
        ("/people/chenting", 403),
    ],
)
def test_what_is_not_there_or_not_theirs_is_said(
    browser_of: Callable[[str], Browser], address: str, status: int
) -> None:
    page = browser_of("chenting").get(address)

    assert page.status == status
    assert len(page.text) > 20
