"""Experts, draws, projects and problem items for other programs; no name before its day."""

import pytest
from api_programs import Program, Users
from site_checks import APPLICATION, CONTRACTOR, drawn, found_register, found_wanting
from sqlalchemy import select
from towns import Town

from engine.store.database import reading
from engine.store.experts import Draw

NEW = {
    "name": "陆离",
    "unit": "江城理工学院",
    "unit_code": "919901000000000865",
    "specialities": ["structure"],
    "mobile": "15400000399",
}


def the_draw(town: Town) -> Draw:
    with reading(town.database) as session:
        return session.scalars(select(Draw)).one()


def test_an_administrator_keeps_the_register(town: Town, user: Users) -> None:
    found_register(town.database)
    program = user("maqian")
    added = program.post("/experts", NEW)
    changed = program.put("/experts/ZJ-0011", {**NEW, "title": "教授", "mobile": ""})
    ended = program.send("DELETE", "/experts/ZJ-0011")

    assert (added.status_code, added.json["mobile"]) == (201, "154****0399")
    assert (changed.json["title"], changed.json["mobile"]) == ("教授", "154****0399")
    assert ended.json["until_on"] == "2026-09-24"
    listed = program.get("/experts?speciality=fire").json["rows"]
    assert [one["id"] for one in listed] == ["ZJ-0003", "ZJ-0005", "ZJ-0006", "ZJ-0008"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"unit_code": "x"}, "unit_code"),
        ({"mobile": "1"}, "mobile"),
        ({"until_on": "?"}, "until_on"),
    ],
)
def test_a_wrong_entry_is_told_by_field(
    town: Town, user: Users, changed: dict[str, str], field: str
) -> None:
    found_register(town.database)
    answer = user("maqian").post("/experts", {**NEW, **changed})

    assert answer.status_code == 422
    assert list(answer.json["errors"]) == [field]


def test_others_do_not_see_the_register(town: Town, user: Users) -> None:
    assert user("chenting").get("/experts").status_code == 403


def test_a_draw_has_no_name_before_its_day(town: Town, user: Users) -> None:
    case = drawn(town)
    number, draw = town.case(case).number, the_draw(town)
    program = user("maqian")
    answers = [
        program.get(f"/draws/{draw.id}"),
        program.get(f"/cases/{number}/draws"),
        program.get(f"/cases/{number}"),
        program.get(f"/cases/{number}/records"),
    ]
    told = "".join(one.get_data(as_text=True) for one in answers)

    assert [one.status_code for one in answers] == [200] * 4
    told = told.replace(APPLICATION["interested"], "")
    assert [one["name"] for one in draw.candidates if one["name"] in told] == []
    assert draw.seed not in told
    assert answers[0].json["differences"] == []


def test_a_reply_draws_the_next_and_the_day_tells_all(town: Town, user: Users) -> None:
    drawn(town)
    address = f"/draws/{the_draw(town).id}"
    program: Program = user("limingyuan")
    sent = {"seat": 1, "reply": "refused", "reason": "出差"}
    assert program.post(f"{address}/replies", sent).status_code == 201
    assert program.post(f"{address}/replies", {"seat": 9, "reply": "accepted"}).status_code == 404
    assert program.post(f"{address}/replies", {"seat": 1, "reply": "yes"}).status_code == 422
    assert user("chenting").post(f"{address}/replies", sent).status_code == 403
    town.move("09-28 08:00")
    told = user("chenting").get(address).json

    assert told["is_revealed"]
    assert told["log"]["replies"][0]["reason"] == "出差"
    assert all(seat["name"] for seat in told["seats"])


def test_a_project_is_read_with_its_cases_and_parties(town: Town, user: Users) -> None:
    case = drawn(town)
    program = user("chenting")
    code = APPLICATION["project_code"]
    told = program.get(f"/projects/{code}").json

    assert [one["number"] for one in told["cases"]] == [town.case(case).number]
    assert {one["role"] for one in told["parties"]} == {"建设单位", "施工单位"}
    assert program.get(f"/projects?q={code}").json["total"] == 1
    assert program.get(f"/organisations/{CONTRACTOR}").json["cases"]
    assert program.get("/projects/none").status_code == 404


def test_problem_items_are_listed(town: Town, user: Users) -> None:
    case = found_wanting(town)
    rows = user("chenting").get(f"/cases/{town.case(case).number}/problems").json["rows"]

    assert [(one["number"], one["state"], one["severity"]) for one in rows] == [
        (1, "rectifying", "一般"),
        (2, "rectifying", "严重"),
    ]
