"""Every page a person can reach by links answers, writes nothing, and keeps its policy."""

from collections import deque
from collections.abc import Callable

import pytest
from browsing import Browser, Page
from builders import accepted, apply, ask_special, decided, review_all, serve, stop
from sqlalchemy import select
from towns import Town

from engine.store.database import reading
from engine.store.people import SignIn
from engine.store.tables import metadata

#: A person's pages are few; one that links without end would show here.
MOST_PAGES = 120


@pytest.fixture
def busy_town(town: Town) -> Town:
    """Give the town with cases in many states, cards and notices."""
    town.start("three_steps", THREE_STEPS)
    apply(town)
    stop(town, accepted(town))
    ask_special(town, accepted(town))
    case = decided(town)
    serve(town, decided(town, "refuse"))
    review_all(town, accepted(town), ("planning", "quality"))
    town.sweep("10-13 09:00")
    assert town.case(case).state == "open"
    return town


THREE_STEPS = {
    "works": "滨江隧道连续浇筑",
    "organisation": "江城建工集团有限公司",
    "organisation_code": "91990100000000115G",
    "from_on": "2026-09-28",
    "until_on": "2026-09-30",
    "reason": "大体积混凝土须连续浇筑",
    "mobile": "15400000001",
}


def crawl(browser: Browser, start: str = "/tasks") -> dict[str, Page]:
    """Return every page that links lead to from a start."""
    seen: dict[str, Page] = {}
    waiting = deque([start])
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.popleft()
        if address in seen:
            continue
        seen[address] = page = browser.get(address)
        if page.status == 200:
            waiting += page.links()
    return seen


def rows(town: Town) -> dict[str, list[object]]:
    """Return every row of every table, but the sessions that are kept alive."""
    with reading(town.database) as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(table))]
            for table in metadata.sorted_tables
            if table.name != SignIn.__tablename__
        }


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("name", ["chenting", "limingyuan", "zhengkai", "wanghaibin", "maqian"])
def test_every_page_a_person_can_reach_answers_and_writes_nothing(
    busy_town: Town, browser_of: Callable[[str], Browser], name: str, language: str
) -> None:
    browser = browser_of(name)
    browser.post("/language", {"language": language})
    before = rows(busy_town)
    pages = crawl(browser)

    assert {address: page.status for address, page in pages.items() if page.status != 200} == {}
    assert 8 <= len(pages) < MOST_PAGES
    assert rows(busy_town) == before


def test_no_page_needs_an_inline_script_or_eval(
    busy_town: Town, browser_of: Callable[[str], Browser]
) -> None:
    for address, page in crawl(browser_of("chenting")).items():
        html = page.html
        policy = page.answer.headers["Content-Security-Policy"]
        assert "unsafe-eval" not in policy, address
        assert "script-src 'self';" in policy, address
        assert not html.xpath("//script[not(@src)][not(@type='application/json')]"), address
        assert not html.xpath("//@*[starts-with(name(), 'on')]"), address
        assert not html.xpath("//a[starts-with(@href, 'javascript:')]"), address
        assert page.answer.headers["X-Content-Type-Options"] == "nosniff"
        assert page.answer.headers["Cache-Control"] == "no-store"


def test_every_form_carries_its_token(
    busy_town: Town, browser_of: Callable[[str], Browser]
) -> None:
    for address, page in crawl(browser_of("zhengkai")).items():
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
