"""A task keeps beside it what its lamp shows; lists are ordered and counted by that."""

import pytest
from builders import accepted, resume, stop
from rounds import REQUEST, ROUND
from sqlalchemy import select
from towns import Town, moment

from engine.recounting import REPLACED, recount_batch
from engine.store.cases import URGENCY, Case
from engine.store.clocks import Clock
from engine.store.database import reading, transaction
from engine.store.lists import cases_page, count_cases
from engine.store.task_lists import (
    Sought,
    TaskList,
    count_each,
    groups,
    held_by,
    in_pool_of,
    steps_among,
    task_page,
)

HANDLERS, CHIEF = [("approval", "handler")], "zhengkai"


def requested(town: Town) -> int:
    return town.start("three_steps", REQUEST)


def checked(town: Town) -> int:
    case = requested(town)
    town.do(case, "review_request", ROUND["review_request"][1], by="limingyuan")
    return case


def shown(town: Town, case: int) -> set[str]:
    return {URGENCY[task.urgency] for task in town.tasks(case) if task.kind == "user"}


@pytest.mark.parametrize(
    ("swept", "lamp"),
    [("09-24 10:00", "green"), ("09-30 09:00", "warn"), ("10-14 09:00", "yellow")],
)
def test_a_rung_makes_the_task_more_urgent(town: Town, swept: str, lamp: str) -> None:
    case = checked(town)
    town.sweep(swept)

    assert shown(town, case) == {lamp}


def test_a_stop_puts_the_task_last_and_resuming_puts_it_back(town: Town) -> None:
    case = accepted(town)
    stop(town, case)
    stopped = shown(town, case)
    resume(town, case)

    assert (stopped, shown(town, case)) == ({"stopped"}, {"green"})


def test_a_recount_moves_the_task_along(town: Town) -> None:
    case = checked(town)
    with transaction(town.database) as session:
        clock = session.scalars(select(Clock).where(Clock.limit_key == "decide")).one()
        clock.amount, clock.calendar_version = "5WD", REPLACED
    with transaction(town.database) as session:
        recount_batch(session, at=town.now, cause="test")

    assert town.task(case, "decide_request").due_at == town.timer(case, "decide").due_at
    assert town.timer(case, "decide").due_at == moment("10-09 24:00")


def numbers(town: Town, tasks: TaskList, sought: Sought | None = None, **which: int) -> list[str]:
    with reading(town.database) as session:
        page = task_page(session, tasks, sought or Sought(), **which)
        return [task.case.number[-4:] for task in page.rows]


def test_the_most_urgent_stands_first_and_what_came_first_among_equals(town: Town) -> None:
    calm = [checked(town) for _ in range(2)]
    town.move("09-28 09:00")
    checked(town)
    town.sweep("09-30 09:00")

    assert numbers(town, held_by(CHIEF)) == ["0001", "0002", "0003"]
    assert shown(town, calm[0]) == {"warn"}


def test_pages_follow_each_other(town: Town) -> None:
    for _ in range(3):
        requested(town)
    pool = in_pool_of([*HANDLERS, ("window", "clerk")])

    assert numbers(town, pool, number=1, size=2) == ["0001", "0002"]
    assert numbers(town, pool, number=2, size=2) == ["0003"]


def test_lists_are_narrowed_by_matter_text_and_step(town: Town) -> None:
    requested(town)
    pool = in_pool_of(HANDLERS)
    with reading(town.database) as session:
        (step,) = steps_among(session, pool)
        number = session.scalars(select(Case.number)).one()

    for sought in (Sought(matter="three_steps"), Sought(q=number), Sought(step=step.name)):
        assert numbers(town, pool, sought) == ["0001"]
    for sought in (Sought(matter="construction_permit"), Sought(q="B"), Sought(step="B")):
        assert numbers(town, pool, sought) == []


def test_what_is_due_today_is_due_soon_without_a_rung(town: Town) -> None:
    checked(town)
    held = held_by(CHIEF)
    with reading(town.database) as session:
        before, on_the_day = (
            count_each(session, groups(held, until=moment(f"{day} 24:00")))
            for day in ("09-29", "09-30")
        )

    assert before == {"": 1, "overdue": 0, "soon": 0, "in_time": 1, "stopped": 0}
    assert on_the_day == {"": 1, "overdue": 0, "soon": 1, "in_time": 0, "stopped": 0}


def test_cases_are_counted_to_the_end_of_a_short_list(town: Town) -> None:
    with reading(town.database) as session:
        assert count_cases(session) == 0
    for _ in range(2):
        requested(town)
    with reading(town.database) as session:
        page = cases_page(session, size=1)

    assert (page.total, page.pages, page.has_more) == (2, 2, True)
