"""The administrator's console: look at a change, make it, take it back; others only look."""

from collections.abc import Callable
from datetime import date

import pytest
from builders import PERMIT, accepted
from flask.testing import FlaskClient
from notices import NOTICE, NUMBER
from towns import Town

from engine.calendars import is_published, load_calendar
from engine.limit_rules import rule_on
from engine.store.database import reading
from web.app import create_app
from web.config import Config
from web.demo import DEMO_PASSWORD

SHORTER = {
    "matter": PERMIT,
    "limit": "decide_promise",
    "amount": "2",
    "unit": "WD",
    "from_on": "2026-10-01",
    "reach": "keep",
}
Browse = Callable[[str], FlaskClient]


@pytest.fixture
def browse(town: Town) -> Browse:
    """Give a signed-in browser by the name of its person."""
    config = Config(home=town.files.folder.parent, database_url="", testing=True)
    app = create_app(config, database=town.database, clock=town.clock)
    app.config["WTF_CSRF_ENABLED"] = False

    def signed_in(who: str) -> FlaskClient:
        browser = app.test_client()
        browser.post("/sign-in", data={"username": who, "password": DEMO_PASSWORD})
        return browser

    return signed_in


def amount(town: Town, day: str) -> str:
    with reading(town.database) as session:
        return rule_on(session, PERMIT, "decide_promise", date.fromisoformat(day)).amount


@pytest.mark.parametrize(
    "path",
    [
        "/limits",
        f"/limits/{PERMIT}/decide",
        "/limits/what-if",
        "/calendar",
        "/calendar?year=2027",
        "/calendar/import",
        "/clocks",
        "/clocks?lamp=green&section=planning",
    ],
)
def test_every_page_of_the_console_opens(town: Town, browse: Browse, path: str) -> None:
    accepted(town)

    assert browse("maqian").get(path).status_code == 200


@pytest.mark.parametrize("path", ["/limits", "/limits/what-if", "/clocks", "/calendar/import"])
def test_a_clerk_may_not_look_behind_the_rules(browse: Browse, path: str) -> None:
    assert browse("chenting").get(path).status_code == 403


def test_a_supervisor_looks_but_does_not_change(town: Town, browse: Browse) -> None:
    browser = browse("maqian")
    assert browser.get("/limits/what-if", query_string=SHORTER).text.count('name="reason"') == 1

    assert browse("chenting").post("/limits/what-if", data=SHORTER).status_code == 403
    assert amount(town, "2026-10-01") == "3WD"


def test_an_administrator_shortens_a_promise_and_takes_it_back(town: Town, browse: Browse) -> None:
    accepted(town)
    browser = browse("maqian")
    page = browser.get("/limits/what-if", query_string={**SHORTER, "reach": "all"}).text
    assert "个在办计时会变" in page
    assert "2个工作日" in page
    assert amount(town, "2026-10-01") == "3WD"

    answer = browser.post("/limits/what-if", data={**SHORTER, "reason": "提速"})
    assert answer.status_code == 302
    assert [amount(town, day) for day in ("2026-09-30", "2026-10-01")] == ["3WD", "2WD"]

    page = browser.get(answer.location).text
    url = page.split('action="/limits/versions/')[1].split('"')[0]
    browser.post(f"/limits/versions/{url}", data={"reason": "改期"})
    assert amount(town, "2026-10-01") == "3WD"
    assert "已撤回" in browser.get(answer.location).text


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"amount": "0"}, "须在 1 至"),
        ({"amount": "-1"}, "无法识别"),
        ({"amount": "9"}, "承诺时限"),
        ({"unit": "XX"}, "无法识别"),
        ({"from_on": "next month"}, "2026-12-01 的写法"),
        ({"r0_level": "warn", "r0_left": "x"}, "须为整数"),
        ({"amount": "3"}, "没有改动"),
    ],
)
def test_a_bad_draft_is_told_beside_the_form(
    browse: Browse, changed: dict[str, str], says: str
) -> None:
    page = browse("maqian").get("/limits/what-if", query_string={**SHORTER, **changed}).text

    assert says in page
    assert 'name="reason"' not in page


def test_a_change_without_reason_keeps_the_preview(town: Town, browse: Browse) -> None:
    answer = browse("maqian").post("/limits/what-if", data={**SHORTER, "reason": " "})

    assert answer.status_code == 422
    assert "请说明改动的原因" in answer.text
    assert 'name="reason"' in answer.text
    assert amount(town, "2026-10-01") == "3WD"


def test_a_notice_makes_provisional_days_firm_and_is_taken_back(town: Town, browse: Browse) -> None:
    town.move("12-24 09:00")
    case = accepted(town)
    browser = browse("maqian")
    form = {"number": NUMBER, "year": "2027", "text": NOTICE, "region": ""}
    page = browser.post("/calendar/import", data=form).text
    assert "由暂定变为确定" in page
    assert "01-06" in page
    assert town.timer(case, "decide").is_provisional

    browser.post("/calendar", data={**form, "reason": "国务院办公厅发布"})
    clock = town.timer(case, "decide")
    assert (str(clock.last_on), clock.is_provisional) == ("2027-01-06", False)

    page = browser.get("/calendar?year=2027").text
    url = page.split('action="/calendar/notices/')[1].split('"')[0]
    browser.post(f"/calendar/notices/{url}", data={"reason": "文号有误"})
    assert town.timer(case, "decide").is_provisional
    with reading(town.database) as session:
        assert not is_published(session, 2027)
        assert load_calendar(session)


def test_a_bad_notice_changes_nothing(town: Town, browse: Browse) -> None:
    form = {"number": NUMBER, "year": "2027", "text": "2027-01-01 休 元旦", "region": ""}

    answer = browse("maqian").post("/calendar/import", data=form)

    assert answer.status_code == 422
    assert "缺少" in answer.text
    with reading(town.database) as session:
        assert not is_published(session, 2027)


def test_a_clock_explains_itself_on_a_page_of_its_own(town: Town, browse: Browse) -> None:
    clock = town.timer(accepted(town), "decide")

    page = browse("maqian").get(f"/clocks/{clock.id}").text

    assert "建筑法" in page
    assert "2026-09-25" in page


def test_supervision_urges_the_holder_once_in_a_while(town: Town, browse: Browse) -> None:
    case = accepted(town)
    clock = town.timer(case, "dept_review", "planning")
    browser = browse("qinlan")

    told = browser.post(f"/clocks/{clock.id}/urge", data={"text": "请尽快反馈"})
    assert told.status_code == 302
    assert "请尽快反馈" in browser.get(f"/clocks/{clock.id}").text
    assert browser.post(f"/clocks/{clock.id}/urge", data={"text": "再催"}).status_code == 409
