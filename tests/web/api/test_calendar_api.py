"""The working calendar by the API: a year, notices looked at, applied and taken back."""

from typing import Any

import pytest
from api_programs import Program, Users
from builders import accepted
from notices import NOTICE, NUMBER
from towns import Town, moment

from engine.clock import SettableClock

SENT = {"number": NUMBER, "year": 2027, "text": NOTICE}


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(moment("12-24 09:00"))


@pytest.fixture
def administrator(user: Users) -> Program:
    return user("maqian")


def test_a_year_says_whether_it_is_provisional(administrator: Program) -> None:
    known, coming = (administrator.get(f"/calendar/{year}").json for year in (2026, 2027))

    assert (known["provisional"], known["working_days"]) == (False, 248)
    assert (coming["provisional"], coming["days"]) == (True, [])
    assert administrator.get("/calendar/1900").status_code == 422


def test_a_notice_is_looked_at_applied_and_taken_back(town: Town, administrator: Program) -> None:
    case = accepted(town)
    assert administrator.get("/calendar/notices").json["missing_year"] == 2027
    seen = administrator.post("/calendar/notices/preview", SENT).json
    move = next(one for one in seen["moves"] if one["limit"] == "decide")
    assert (move["old_on"], move["new_on"]) == ("2027-01-05", "2027-01-06")
    assert (move["was_provisional"], move["is_provisional"]) == (True, False)
    assert town.timer(case, "decide").is_provisional

    made = administrator.post("/calendar/notices", {**SENT, "reason": "国务院办公厅发布"})
    assert made.status_code == 201
    assert not town.timer(case, "decide").is_provisional
    listed = administrator.get("/calendar/notices").json
    assert (listed["rows"][0]["number"], listed["missing_year"]) == (NUMBER, None)

    back = administrator.post(
        f"/calendar/notices/{made.json['notice']['id']}/take-back", {"reason": "文号有误"}
    )
    assert back.json["taken_back_by"]["id"] == "maqian"
    assert town.timer(case, "decide").is_provisional


@pytest.mark.parametrize(
    ("sent", "path", "says"),
    [
        ({"text": NOTICE + "2027-01-01 休 元旦"}, "days", "2 次"),
        ({"text": NOTICE.replace("2027-09-15 休 中秋节\n", "")}, "days", "缺少 2027-09-15"),
        ({"text": NOTICE + "2028-01-01 休 元旦"}, "days", "不在 2027 年"),
        ({"text": NOTICE + "2027-03-01 班 元旦"}, "days", "本来就是工作日"),
        ({"text": NOTICE + "2027-02-30 休 元旦"}, "days", "不存在"),
        ({"text": NOTICE + "2027-03-06 半 元旦"}, "days", "只能是 休 或 班"),
        ({"text": "see above"}, "days", "读不懂"),
        ({"text": '{"days": 3}'}, "days", "days 列表"),
        ({"text": " "}, "days", "请粘贴"),
        ({"number": " "}, "number", "文号"),
        ({"year": None}, "year", "年份"),
        ({"year": 20270}, "year", "2004"),
        ({"region": "123456", "year": None}, "region", "没有地区"),
    ],
    ids=lambda value: str(value)[-40:] if isinstance(value, dict) else "",
)
def test_a_bad_notice_is_refused_and_nothing_changed(
    administrator: Program, sent: dict[str, Any], path: str, says: str
) -> None:
    answer = administrator.post("/calendar/notices", {**SENT, "reason": "发布", **sent})

    assert answer.status_code == 422, answer.text
    assert any(says in one["zh"] for one in answer.json["errors"][path]), answer.json
    assert administrator.get("/calendar/2027").json["provisional"]
    assert administrator.get("/calendar/notices").json["rows"] == []


def test_a_year_is_published_once(administrator: Program) -> None:
    sent = {**SENT, "reason": "发布"}
    assert administrator.post("/calendar/notices", sent).status_code == 201

    again = administrator.post("/calendar/notices", sent)
    assert (again.status_code, again.json["code"]) == (409, "year_published")


def test_a_closure_lies_over_one_region(administrator: Program) -> None:
    closure = {
        "number": "江政发〔2026〕7号",
        "region": "990102",
        "text": "2026-12-28 休 台风停工",
        "reason": "台风",
    }
    assert administrator.post("/calendar/notices", closure).status_code == 201

    own, other = (
        administrator.get(f"/calendar/2026?region={code}").json["working_days"]
        for code in ("990102", "990103")
    )
    assert own == other - 1


def test_only_the_administrator_applies(user: Users) -> None:
    sent = {**SENT, "reason": "发布"}

    assert user("qinlan").post("/calendar/notices/preview", SENT).status_code == 200
    assert user("qinlan").post("/calendar/notices", sent).status_code == 403
    assert user("chenting").get("/calendar/notices").status_code == 403
    assert user("chenting").get("/calendar/2026").status_code == 200
