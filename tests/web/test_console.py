"""The administrator's console: look at a change, make it, take it back; others only look."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from builders import PERMIT, accepted, stop
from flask.testing import FlaskClient
from notices import NOTICE, NUMBER
from towns import Town

from engine import proposals
from engine.calendars import is_published, load_calendar
from engine.catalogue import catalogue
from engine.limit_rules import rule_on
from engine.store.database import reading, transaction
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
        "/limits/catalogue?q=行政许可法&mark=V",
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
        ({"r0_level": "warn", "r0_left": "-1"}, "不小于 0"),
        ({"r0_level": "warn", "r0_share": "x"}, "须为百分数"),
        ({"r0_level": "warn", "r0_share": "120"}, "不超过 1"),
        ({"r0_level": "blue"}, "无效"),
        ({"r0_level": "warn", "r0_left": "1"}, "届满的一档"),
        ({"r0_level": "yellow", "r0_roles": "1", "r0_told": "king"}, "没有可以告知"),
        ({"grounds": "1", "ground": "holiday"}, "事由清单"),
        ({"ext_times": "x"}, "须为整数"),
        ({"ext_times": "99"}, "延期次数"),
        ({"ext_times": "1", "ext_most": "-3"}, "每次延期"),
        ({"ext_times": "1", "ext_by": "king"}, "没有岗位"),
        ({"reach": "some"}, "只能是"),
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


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"text": "2027-01-01 休 元旦"}, "缺少"),
        ({"text": NOTICE + "2027-01-01 休 元旦"}, "出现了 2 次"),
        ({"text": NOTICE + "2028-01-01 休 元旦"}, "不在 2027 年"),
        ({"text": "see above"}, "读不懂"),
        ({"text": ""}, "请粘贴"),
        ({"number": ""}, "文号"),
        ({"year": "next"}, "年份"),
        ({"year": "²027"}, "年份"),
        ({"year": "2026"}, "已经生效"),
        ({"region": "123456"}, "没有地区"),
    ],
)
@pytest.mark.parametrize("path", ["/calendar/import", "/calendar"])
def test_a_bad_notice_changes_nothing(
    browse: Browse, path: str, changed: dict[str, str], says: str
) -> None:
    form = {"number": NUMBER, "year": "2027", "text": NOTICE, "region": "", **changed}
    if form["year"] == "2026":
        form["text"] = NOTICE.replace("2027-", "2026-").replace("班", "休")

    answer = browse("maqian").post(path, data=form)

    assert answer.status_code == 422
    assert says in answer.text
    assert "暂定" in browse("maqian").get("/calendar?year=2027").text


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


def test_everything_a_limit_has_is_changed_by_the_form(town: Town, browse: Browse) -> None:
    form = {
        **SHORTER,
        "limit": "decide",
        "amount": "6",
        "article": "建筑法 第八条",
        "grounds": "1",
        "ground": ["hearing", "expert_review"],
        "ext_times": "1",
        "ext_most": "3",
        "ext_by": "director",
        "r0_key": "warn",
        "r0_level": "warn",
        "r0_left": "2",
        "r0_share": "50",
        "r0_roles": "1",
        "r0_told": ["holder", "window"],
        "r1_key": "expiry",
        "r1_level": "red",
        "r2_level": "yellow",
        "r2_share": "90",
        "reason": "细化",
    }
    page = browse("maqian").get("/limits/what-if", query_string=form).text
    for said in ("用去 50%", "综合窗口", "可延期 1 次，每次至多 3，由局长批准", "听证、专家评审"):
        assert said in page
    browse("maqian").post("/limits/what-if", data=form)

    with reading(town.database) as session:
        rule = rule_on(session, PERMIT, "decide", date(2026, 10, 1))
        keys = [(rung.key, rung.level, rung.left, str(rung.share)) for rung in rule.ladder]
    assert (rule.amount, rule.stop) == ("6WD", ("hearing", "expert_review"))
    assert keys == [
        ("warn", "warn", 2, "0.5"),
        ("expiry", "red", None, "None"),
        ("yellow", "yellow", None, "0.9"),
    ]
    assert rule.told("expiry") == ["holder", "chief", "leaders", "supervision"]


def test_an_unchanged_form_changes_nothing(browse: Browse) -> None:
    """What the page itself shows, sent back, is no draft."""
    page = browse("maqian").get(f"/limits/what-if?matter={PERMIT}&limit=decide_promise").text
    fields = re.findall(r'name="(\w+)" value="([^"]*)"|value="([^"]*)" id="(\w+)" name', page)
    sent = {a or d: b or c for a, b, c, d in fields} | {
        "unit": "WD",
        "reach": "keep",
        "ground": "with:decide",
        "r0_level": "warn",
        "r0_told": ["holder", "chief"],
        "r1_level": "yellow",
        "r1_told": ["holder", "chief", "supervision"],
    }

    assert "没有改动" in browse("maqian").get("/limits/what-if", query_string=sent).text


def test_two_versions_are_compared(town: Town, browse: Browse) -> None:
    browser = browse("maqian")
    browser.post("/limits/what-if", data={**SHORTER, "reason": "提速"})
    page = browser.get(f"/limits/{PERMIT}/decide_promise").text
    url = page.split('href="/limits/')[1:]
    link = next(one.split('"')[0] for one in url if "compare?old" in one)

    compared = browser.get(f"/limits/{link.replace('&amp;', '&')}").text
    assert "<del>3个工作日</del>" in compared
    assert "<ins>2个工作日</ins>" in compared


@pytest.mark.parametrize("view", ["board", "timeline", "nothing"])
def test_clocks_are_seen_in_several_ways(town: Town, browse: Browse, view: str) -> None:
    number = town.case(accepted(town)).number
    page = browse("maqian").get(f"/clocks?view={view}").text

    assert ("按科室" in page, number in page) == (view == "board", view != "board")


def test_the_catalogue_names_every_row_with_its_mark(browse: Browse) -> None:
    page = browse("maqian").get("/limits/catalogue").text

    assert page.count("<tr>") == len(catalogue()) + 1
    assert all(one.id in page for one in catalogue().values())
    assert "待核对" in page
    assert "施工许可决定" in browse("maqian").get("/limits/catalogue?q=SG-D").text


def test_the_sidebar_counts_what_waits_for_ones_approval(town: Town, browse: Browse) -> None:
    with transaction(town.database) as session:
        proposals.ask_for_second(session, ["limit"])
    browse("maqian").post("/limits/what-if", data={**SHORTER, "reason": "提速"})
    counts = {
        who: re.findall(r'href="/limits"[^>]*>.*?</a>', browse(who).get("/").text, re.DOTALL)[0]
        for who in ("maqian", "wanghaibin")
    }

    assert [">1<" in text for text in counts.values()] == [False, True]


def test_a_stop_is_explained_in_english_too(town: Town, browse: Browse) -> None:
    case = accepted(town)
    town.move("09-28 09:00")
    stop(town, case)
    town.move("09-29 09:00")
    browser = browse("maqian")
    browser.post("/language", data={"language": "en"})
    page = browser.get(f"/clocks/{town.timer(case, 'decide').id}").text

    assert "clock stopped: Expert review" in page
    assert "专家评审" not in page
