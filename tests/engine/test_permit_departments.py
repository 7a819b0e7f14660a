"""Departments review in parallel, each on its own limit and with its own rule for silence."""

from concurrent.futures import ThreadPoolExecutor

import permit_forms as forms
import pytest
from builders import accept, accepted, apply, review_all
from towns import PNG, Town

from engine.errors import InvalidSubmission
from engine.store.cases import Task


def reviews(town: Town, case: int) -> set[str]:
    return {step for step in town.steps(case) if step.startswith(("review", "site"))}


def test_four_departments_review_an_ordinary_case(town: Town) -> None:
    case = accepted(town)

    assert reviews(town, case) == {f"review:{one}" for one in forms.FOUR}
    assert town.timer(case, "dept_review", "wage").last_on.isoformat() == "2026-09-29"


def test_fire_and_civil_defence_join_where_the_works_concern_them(town: Town) -> None:
    case = apply(town)
    accept(town, case)

    assert reviews(town, case) == {f"review:{one}" for one in forms.SIX}


def test_two_departments_of_one_case_both_succeed(any_town: Town) -> None:
    case = accepted(any_town)
    tasks = [any_town.task(case, f"review:{one}") for one in forms.FOUR]

    def act(task: Task) -> None:
        any_town.submit(task, forms.review(), any_town.who_may(task))

    with ThreadPoolExecutor(len(tasks)) as people:
        list(people.map(act, tasks))

    assert "draft_opinion" in any_town.steps(case)
    opinions = any_town.case(case).document["dept_review"]
    assert {key: one["result"] for key, one in opinions.items()} == dict.fromkeys(
        forms.FOUR, "agree"
    )


def test_silence_counts_as_no_objection_only_where_the_law_allows(town: Town) -> None:
    case = accepted(town)
    town.sweep("09-30 08:00")

    assert reviews(town, case) == {"review_urged:quality", "review_urged:safety"}
    opinions = town.case(case).document["dept_review"]
    assert {key: one["result"] for key, one in opinions.items()} == {
        "planning": "deemed_agree",
        "wage": "deemed_agree",
    }


def test_every_silent_department_gets_a_yellow_card(town: Town) -> None:
    case = accepted(town)
    town.do(case, "review:planning", forms.review())
    town.sweep("09-30 08:00")

    assert sorted(town.cards(case), key=str) == [
        ("yellow", "dept_review", "2026-09-29 24:00", "xuqing"),
        ("yellow", "dept_review", "2026-09-29 24:00", None),
        ("yellow", "dept_review", "2026-09-29 24:00", None),
    ]


def test_leaders_are_told_of_an_urged_review(town: Town) -> None:
    case = accepted(town)
    town.sweep("09-30 08:00")

    assert [text for text in town.notices("wanghaibin") if "督办审查" in text]
    town.do(case, "review_urged:quality", forms.review())
    town.do(case, "review_urged:safety", forms.review("conditional"))
    assert "draft_opinion" in town.steps(case)


def test_a_site_visit_comes_back_to_the_reviewer_and_the_clock_runs(town: Town) -> None:
    case = accepted(town)
    due = town.timer(case, "decide").last_on
    town.do(case, "review:safety", forms.review("site_visit"), by="wugang")
    assert town.task(case, "site_visit:safety")
    assert town.timer(case, "decide").state == "running"
    photo = town.upload("wugang", PNG, "photo.png")
    record = forms.site_visit(town.today, photo, "wugang", "sunlei")
    town.do(case, "site_visit:safety", record, by="wugang")

    assert town.task(case, "review:safety").assignee_id == "wugang"
    assert town.timer(case, "decide").last_on == due
    with pytest.raises(InvalidSubmission):
        town.do(case, "review:safety", forms.review("site_visit"))
    town.do(case, "review:safety", forms.review())
    assert "review:safety" not in town.steps(case)


def test_licensing_34_an_expired_certificate_bars_an_officer(town: Town) -> None:
    town.move("11-10 09:00")
    case = accepted(town)
    town.do(case, "review:safety", forms.review("site_visit"), by="wugang")
    photo = town.upload("wugang", PNG, "photo.png")
    record = forms.site_visit(town.today, photo, "wugang", "tianye")

    with pytest.raises(InvalidSubmission) as caught:
        town.do(case, "site_visit:safety", record, by="wugang")
    assert set(caught.value.errors) == {"officer_2"}


def test_the_opinion_waits_for_the_last_department(town: Town) -> None:
    case = accepted(town)
    review_all(town, case, forms.FOUR[:3])
    assert "draft_opinion" not in town.steps(case)
    town.do(case, f"review:{forms.FOUR[3]}", forms.review("disagree"))

    assert "draft_opinion" in town.steps(case)
