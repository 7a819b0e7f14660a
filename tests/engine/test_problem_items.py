"""Problem items go from found to struck off, and no row acts on one it may not."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from site_checks import PROBLEM, drawn, found_wanting, inspect, recheck, rectify
from sqlalchemy import select
from towns import PNG, Town

from engine.errors import Attempt, InvalidSubmission, NotAllowed
from engine.handling import view_case
from engine.people import get_person
from engine.problem_items import items_of
from engine.rectifying import Place, Refusal, recheck_item
from engine.staffing import appoint
from engine.store.cases import Attachment, Case
from engine.store.database import reading, transaction
from engine.store.problem_items import ProblemItem

Rows = list[Mapping[str, Any]]


def items(town: Town, case: int) -> list[ProblemItem]:
    with reading(town.database) as session:
        return items_of(session, case)


def states(town: Town, case: int) -> list[str]:
    return [one.state for one in items(town, case)]


def asked(town: Town, case: int, expression: str) -> object:
    with reading(town.database) as session:
        handling = view_case(session, session.get_one(Case, case), at=town.now)
        return handling.evaluate(expression)


def ask(town: Town, case: int, number: int, until: str, by: str = "chenting") -> None:
    row = {"number": str(number), "until_on": until, "reason": "构件定制需时"}
    town.do(case, "rectify", {"answers": [], "requests": [row]}, by=by)


def decide(town: Town, case: int, department: str, number: int, result: str) -> None:
    row = {"number": str(number), "result": result, "reason": "同意"}
    town.do(case, f"recheck:{department}", {"results": [], "grants": [row]})


def test_items_are_raised_by_department_and_counted_from_one(any_town: Town) -> None:
    case = found_wanting(any_town)
    first, second = items(any_town, case)

    assert (first.number, first.item_key, first.section_key) == (1, "quality", "quality")
    assert (second.number, second.item_key, second.severity) == (2, "fire", "serious")
    # 5 working days from 24 September over the National Day holiday.
    assert second.due_on is not None
    assert second.due_on.isoformat() == "2026-10-09"
    assert states(any_town, case) == ["rectifying", "rectifying"]
    kinds = [one.kind for one in any_town.records(case, "problem_raised", "rectification_begun")]
    assert kinds == ["problem_raised", "problem_raised", "rectification_begun"]


def test_without_an_item_nothing_is_to_be_put_right(town: Town) -> None:
    case = drawn(town)
    inspect(town, case, "quality")
    inspect(town, case, "fire")

    assert town.steps(case) == {"conclude"}


def test_an_item_is_answered_sent_back_and_struck_off(any_town: Town) -> None:
    case = found_wanting(any_town)
    rectify(any_town, case, 1, 2)
    assert states(any_town, case) == ["answered", "answered"]
    recheck(any_town, case, "quality", 1)
    recheck(any_town, case, "fire", 2, "sent_back")
    again = items(any_town, case)[1]
    assert (again.state, again.round, again.recheck_reason) == ("rectifying", 2, "宽度仍不足 0.9 m")

    rectify(any_town, case, 2)
    recheck(any_town, case, "fire", 2)
    assert states(any_town, case) == ["closed", "closed"]
    assert any_town.steps(case) == {"conclude"}


def test_expressions_ask_what_is_open_overdue_and_serious(town: Town) -> None:
    case = found_wanting(town)

    assert asked(town, case, 'count(problems("open"))') == 2
    assert asked(town, case, 'problems("open")[severity = "serious"].number') == [2]
    assert asked(town, case, 'problems()[department = "quality"].place') == ["3 层东侧楼梯间"]
    assert asked(town, case, 'count(problems("overdue"))') == 0
    town.move("10-10 00:00")
    assert asked(town, case, 'problems("overdue").is_overdue') == [True, True]
    rectify(town, case, 1)
    assert asked(town, case, 'problems("overdue").number') == [2]


def test_one_extension_is_asked_and_granted(any_town: Town) -> None:
    case = found_wanting(any_town)
    ask(any_town, case, 2, "2026-10-20")
    assert any_town.steps(case) == {"recheck:fire"}
    decide(any_town, case, "fire", 2, "granted")
    item = items(any_town, case)[1]

    assert (str(item.due_on), item.extension_granted) == ("2026-10-20", True)
    assert any_town.steps(case) == {"rectify"}


def test_an_extension_refused_leaves_the_day(town: Town) -> None:
    case = found_wanting(town)
    ask(town, case, 2, "2026-10-20")
    decide(town, case, "fire", 2, "refused")
    item = items(town, case)[1]

    assert (str(item.due_on), item.extension_granted) == ("2026-10-09", False)


def answer(*rows: Mapping[str, Any]) -> dict[str, Any]:
    return {"answers": list(rows), "requests": []}


def result(*rows: Mapping[str, Any], grants: Rows | None = None) -> dict[str, Any]:
    return {"results": list(rows), "grants": grants or []}


CLOSED = {"number": "2", "result": "closed"}


def again(town: Town, case: int) -> None:
    ask(town, case, 2, "2026-10-20")
    decide(town, case, "fire", 2, "refused")
    ask(town, case, 2, "2026-10-21")


def unknown(town: Town, case: int) -> None:
    town.do(case, "rectify", answer({"number": "7", "answer": "已改"}))


def twice_in_one_form(town: Town, case: int) -> None:
    row = {"number": "1", "answer": "已改"}
    town.do(case, "rectify", answer(row, row))


def after_closing(town: Town, case: int) -> None:
    rectify(town, case, 1, 2)
    recheck(town, case, "quality", 1)
    recheck(town, case, "fire", 2, "sent_back")
    rectify(town, case, 1)


def closing_unanswered(town: Town, case: int) -> None:
    ask(town, case, 2, "2026-10-20")
    town.do(case, "recheck:fire", result(CLOSED))


def of_another_department(town: Town, case: int) -> None:
    rectify(town, case, 1, 2)
    town.do(case, "recheck:quality", result(CLOSED))


def without_reason(town: Town, case: int) -> None:
    rectify(town, case, 2)
    town.do(case, "recheck:fire", result({**CLOSED, "result": "sent_back"}))


def also_at_the_counter(town: Town) -> None:
    with transaction(town.database) as session:
        zhou = get_person(session, "zhouhang")
        appoint(session, zhou, "window", "clerk", from_on=town.now.date())


def ones_own(town: Town, case: int) -> None:
    also_at_the_counter(town)
    rectify(town, case, 2, by="zhouhang")
    town.do(case, "recheck:fire", result(CLOSED), by="zhouhang")


def earlier_than_now(town: Town, case: int) -> None:
    ask(town, case, 2, "2026-10-09")


def undecided_twice(town: Town, case: int) -> None:
    ask(town, case, 2, "2026-10-20")
    grants: Rows = [{"number": "1", "result": "granted"}]
    town.do(case, "recheck:fire", result(grants=grants))


@pytest.mark.parametrize(
    ("attempt", "path", "said"),
    [
        (unknown, "answers.0.number", "不在可选项"),
        (twice_in_one_form, "answers.1.number", "已提交整改、待复验"),
        (after_closing, "answers.0.number", ""),
        (closing_unanswered, "results.0.number", ""),
        (of_another_department, "results.0.number", "由其他部门提出"),
        (without_reason, "results.0.reason", "哪里不符合要求"),
        (again, "requests.0.number", "只能申请一次"),
        (earlier_than_now, "requests.0.until_on", "2026-10-09"),
        (undecided_twice, "grants.0.number", ""),
    ],
)
def test_a_row_that_may_not_act_refuses_the_form(
    town: Town, attempt: Callable[[Town, int], None], path: str, said: str
) -> None:
    case = found_wanting(town)
    with pytest.raises(InvalidSubmission) as refused:
        attempt(town, case)
    told = refused.value.errors
    assert list(told) == [path]
    assert said in told[path][0][0]

    assert all(zh and en for pairs in told.values() for zh, en in pairs)


def ones_own_extension(town: Town, case: int) -> None:
    also_at_the_counter(town)
    ask(town, case, 2, "2026-10-20", by="zhouhang")
    grants: Rows = [{"number": "2", "result": "granted"}]
    town.do(case, "recheck:fire", result(grants=grants), by="zhouhang")


@pytest.mark.parametrize("attempt", [ones_own, ones_own_extension])
def test_nobody_decides_on_an_act_of_their_own(
    town: Town, attempt: Callable[[Town, int], None]
) -> None:
    case = found_wanting(town)
    with pytest.raises(NotAllowed) as refused:
        attempt(town, case)

    assert refused.value.code == "same_person"
    assert refused.value.attempt == Attempt(case, "zhouhang", "recheck")
    assert "closed" not in states(town, case)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"number": 1, "answer": "x"}, "尚未"),
        ({"number": 9}, "没有第 9 项"),
        ({"number": ""}, "没有第"),
    ],
)
def test_rows_are_judged_even_where_a_form_offers_everything(
    town: Town, row: Mapping[str, Any], said: str
) -> None:
    case = found_wanting(town)
    with reading(town.database) as session:
        handling = view_case(session, session.get_one(Case, case), at=town.now)
        place = Place(handling, handling.element("recheck"), None, "zhouhang")
        with pytest.raises(Refusal) as refused:
            recheck_item(place, row)

    assert said in refused.value.zh


def test_an_acceptance_with_an_open_serious_item_is_refused(town: Town) -> None:
    case = found_wanting(town)
    for _ in range(3):
        rectify(town, case, 2)
        recheck(town, case, "fire", 2, "sent_back")
    assert town.steps(case) == {"conclude"}
    with pytest.raises(InvalidSubmission) as refused:
        town.do(case, "conclude", {"result": "pass", "opinion": "同意"})
    assert "严重问题" in refused.value.errors["result"][0][0]

    town.do(case, "conclude", {"result": "fail", "opinion": "三次复验不合格"})
    assert town.case(case).outcome == "failed"


def test_photos_are_bound_to_the_case(town: Town) -> None:
    case = drawn(town)
    photo = town.upload("sunlei", PNG, "site.png")
    inspect(town, case, "quality", {**PROBLEM, "photos": [photo]})
    with reading(town.database) as session:
        kept = session.scalars(select(Attachment)).one()

    assert items(town, case)[0].photos == [photo]
    assert kept.case_id == case
