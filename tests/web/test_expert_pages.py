"""The pages of experts and draws: the register, the log, and no name before its day."""

import hashlib
import hmac
from collections.abc import Callable
from typing import Any

import pytest
from browsing import Browser
from site_checks import APPLICATION, drawn, found_register
from sqlalchemy import select
from towns import Town

from engine.store.database import reading, transaction
from engine.store.experts import Draw, Expert

Browse = Callable[[str], Browser]
NEW = {
    "id": "",
    "name": "陆离",
    "unit": "江城理工学院",
    "unit_code": "919901000000000865",
    "title": "教授",
    "mobile": "15400000399",
    "specialities": ["structure"],
    "until_on": "2027-12-31",
}


def the_draw(town: Town) -> Draw:
    with reading(town.database) as session:
        return session.scalars(select(Draw)).one()


def count(town: Town) -> int:
    with reading(town.database) as session:
        return len(session.scalars(select(Expert)).all())


def test_the_administrator_enters_changes_and_ends_an_expert(
    town: Town, browser_of: Browse
) -> None:
    found_register(town.database)
    browser = browser_of("maqian")
    assert browser.post("/experts/new", NEW, shown="/experts/new").status == 302
    browser.post("/experts/ZJ-0011", {**NEW, "mobile": "", "title": "院士"}, shown="/experts")
    browser.post("/experts/ZJ-0011/end", shown="/experts")
    with reading(town.database) as session:
        kept = session.get_one(Expert, "ZJ-0011")

    assert (kept.title, kept.mobile, str(kept.until_on)) == ("院士", "15400000399", "2026-09-24")
    page = browser.get("/experts/ZJ-0011").text
    assert "154****0399" in page
    assert "15400000399" not in page


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"unit_code": "919901000000000866"}, "校验位不符"),
        ({"name": ""}, "请填写姓名"),
        ({"specialities": []}, "请填写专业"),
        ({"mobile": "123"}, "11 位数字"),
        ({"until_on": "明年"}, "2026-11-10"),
        ({"id": "ZJ-0001"}, "已被使用"),
    ],
)
def test_a_wrong_entry_comes_back_with_what_was_typed(
    town: Town, browser_of: Browse, changed: dict[str, Any], said: str
) -> None:
    found_register(town.database)
    before = count(town)
    page = browser_of("maqian").post("/experts/new", {**NEW, **changed}, shown="/experts/new")

    assert page.status == 422
    assert said in page.text
    assert page.html.xpath("//input[@name='unit']/@value") == ["江城理工学院"]
    assert count(town) == before


def test_the_list_is_filtered(town: Town, browser_of: Browse) -> None:
    found_register(town.database)
    page = browser_of("maqian").get("/experts?speciality=fire&q=理工").text

    assert "韩雪" in page
    assert "顾长风" not in page


def test_a_pasted_table_is_entered_whole_or_not_at_all(town: Town, browser_of: Browse) -> None:
    found_register(town.database)
    browser = browser_of("maqian")
    head = "姓名\t单位\t统一社会信用代码\t专业\n"
    good = "陆离\t江城理工学院\t919901000000000865\tstructure\n"
    bad = browser.post("/experts/import", {"text": f"{head}{good}无名\t\t\t\n"}, shown="/experts")
    assert bad.status == 422
    assert "第 3 行：请填写单位" in bad.text
    assert count(town) == 10
    browser.post("/experts/import", {"text": head + good}, shown="/experts")

    assert count(town) == 11


def test_a_clerk_keeps_no_register(town: Town, browser_of: Browse) -> None:
    assert browser_of("chenting").get("/experts").status == 403


def names_in(text: str, draw: Draw) -> list[str]:
    text = text.replace(APPLICATION["interested"], "")
    return [one["name"] for one in draw.candidates if one["name"] in text]


def test_no_page_shows_a_name_before_the_day(town: Town, browser_of: Browse) -> None:
    case = drawn(town)
    number, draw = town.case(case).number, the_draw(town)
    for person in ("chenting", "limingyuan", "maqian"):
        browser = browser_of(person)
        for address in (f"/draws/{draw.id}", f"/cases/{number}", f"/cases/{number}/all"):
            page = browser.get(address).text
            assert names_in(page, draw) == []
            assert draw.seed not in page
        assert browser.get(f"/draws/{draw.id}/log.json").status == 404


def test_every_page_shows_the_names_on_the_day(town: Town, browser_of: Browse) -> None:
    case = drawn(town)
    town.move("09-28 09:00")
    number, draw = town.case(case).number, the_draw(town)
    drawn_names = {one["name"] for one in draw.candidates if one["id"] in draw.drawn}
    browser = browser_of("chenting")
    page = browser.get(f"/draws/{draw.id}").text

    assert drawn_names <= set(names_in(page, draw))
    assert draw.seed in page
    assert "可以重现" in page
    assert drawn_names <= set(names_in(browser.get(f"/cases/{number}").text, draw))
    log = browser.client.get(f"/draws/{draw.id}/log.json").get_json()
    seed = bytes.fromhex(log["seed"])
    ids = [one["id"] for one in log["candidates"] if not one["excluded"]]
    assert hashlib.sha256(seed).hexdigest() == log["seed_sha256"]
    assert sorted(ids, key=lambda one: hmac.digest(seed, one.encode(), "sha256")) == log["ranking"]


def test_who_calls_the_experts_sees_names_and_is_recorded(town: Town, browser_of: Browse) -> None:
    case, draw = drawn(town), the_draw(town)
    address = f"/draws/{draw.id}"
    page = browser_of("limingyuan").post(f"{address}/names", shown=address)

    assert len(names_in(page.text, draw)) == len(draw.seats)
    assert [one.person_id for one in town.records(case, "expert_names_seen")] == ["limingyuan"]
    assert browser_of("chenting").post(f"{address}/names", shown=address).status == 403
    refused = town.records(case, "attempt_refused")
    assert [(one.person_id, one.body["code"]) for one in refused] == [("chenting", "not_calling")]


def test_a_reply_is_recorded_and_the_next_is_drawn(town: Town, browser_of: Browse) -> None:
    case, draw = drawn(town), the_draw(town)
    browser, address = browser_of("limingyuan"), f"/draws/{draw.id}"
    sent = {"seat": "1", "reply": "refused", "reason": "出差"}
    assert browser.post(f"{address}/replies", sent, shown=address).status == 302
    browser.post(f"{address}/replies", {"seat": "2", "reply": "accepted"}, shown=address)
    page = browser.get(address).text

    assert "递补 1 次" in page
    assert "参加" in page
    assert "第 1 席 不能参加，按次序递补" in browser.get(f"/cases/{town.case(case).number}").text


def test_a_log_that_was_changed_is_marked(town: Town, browser_of: Browse) -> None:
    drawn(town)
    with transaction(town.database) as session:
        session.scalars(select(Draw)).one().seed = "00" * 32
    page = browser_of("chenting").get(f"/draws/{the_draw(town).id}").text

    assert "不能重现" in page
    assert names_in(page, the_draw(town)) == []
