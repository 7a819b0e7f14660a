"""What completing a task costs: a commit, and at most fourteen statements.

Reading the live rows together and writing them together is what keeps the number flat; a helper
that asks the database again for each clock or task shows here first.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import permit_forms as forms
import pytest
from builders import (
    accept,
    accepted,
    apply,
    apply_plain,
    ask_special,
    decided,
    propose,
    review_all,
    reviewed,
)
from sqlalchemy import event
from towns import Town

from engine.store.database import Database

MOST = 14


@dataclass
class Cost:
    """What was sent to the database; an executemany is one statement, BEGIN and COMMIT are none."""

    statements: list[str] = field(default_factory=list)
    commits: int = 0


@contextmanager
def counted(database: Database) -> Iterator[Cost]:
    """Count what is sent to a database meanwhile."""
    cost = Cost()

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith("BEGIN"):
            cost.statements.append(" ".join(statement.split())[:100])

    def commit(_connection: Any) -> None:
        cost.commits += 1

    event.listen(database.engine, "before_cursor_execute", note)
    event.listen(database.engine, "commit", commit)
    try:
        yield cost
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
        event.remove(database.engine, "commit", commit)


def cost_of(town: Town, case: int, step: str, raw: dict[str, Any], by: str = "") -> Cost:
    """Submit the form of a step and return what it cost."""
    task = town.task(case, step)
    who = by or town.who_may(task)
    with counted(town.database) as cost:
        town.submit(task, raw, who)
    return cost


def to_chief(town: Town) -> int:
    case = reviewed(town)
    town.do(case, "draft_opinion", forms.opinion("grant"), by="hexiaoyu")
    return case


def six_reviews(town: Town) -> int:
    case = apply(town)
    accept(town, case)
    return case


def all_but_fire(town: Town) -> int:
    case = six_reviews(town)
    others = [task.item_key for task in town.tasks(case) if task.element_id == "review"]
    review_all(town, case, [key for key in others if key and key != "fire"])
    return case


def looked_at(town: Town) -> int:
    case = apply_plain(town)
    town.do(case, "intake_review", forms.intake())
    return case


def to_leader(result: str) -> Callable[[Town], int]:
    def prepared(town: Town) -> int:
        case = reviewed(town)
        propose(town, case, result)
        return case

    return prepared


def asked(town: Town) -> int:
    case = six_reviews(town)
    ask_special(town, case)
    return case


def stopped(town: Town) -> int:
    case = asked(town)
    town.do(case, "approve_special", forms.approve_special())
    return case


def ending(town: Town) -> dict[str, Any]:
    return dict(forms.special_end(town.upload("limingyuan"), town.today))


def serving(town: Town) -> dict[str, Any]:
    return dict(forms.service(town.today, "grant_decision", "permit"))


#: A step, the case that waits at it, what is entered there, and by whom when not by its holder.
STEPS = [
    pytest.param("intake_review", apply_plain, lambda _: forms.intake(), "", id="to acceptance"),
    pytest.param("review:fire", all_but_fire, lambda _: forms.review(), "", id="the last review"),
    pytest.param("review:fire", six_reviews, lambda _: forms.review(), "", id="the first review"),
    pytest.param(
        "draft_opinion", reviewed, lambda _: forms.opinion("grant"), "hexiaoyu", id="to the chief"
    ),
    pytest.param("chief_review", to_chief, lambda _: forms.chief(), "", id="to the leader"),
    pytest.param("accept", looked_at, lambda _: forms.accept(), "", id="a notice, many clocks"),
    pytest.param(
        "leader_decide",
        to_leader("grant"),
        lambda _: forms.decision(),
        "",
        id="five automatic steps",
    ),
    pytest.param(
        "leader_decide", to_leader("refuse"), lambda _: forms.decision("refuse"), "", id="a refusal"
    ),
    pytest.param("approve_special", asked, lambda _: forms.approve_special(), "", id="clocks stop"),
    pytest.param("await_special_end", stopped, ending, "limingyuan", id="clocks run on"),
    pytest.param("serve", decided, serving, "", id="a paper, a clock for the next"),
]


@pytest.mark.parametrize(("step", "prepared", "entered", "by"), STEPS)
def test_a_completion_is_one_commit_and_at_most_fourteen_statements(
    any_town: Town,
    step: str,
    prepared: Callable[[Town], int],
    entered: Callable[[Town], dict[str, Any]],
    by: str,
) -> None:
    case = prepared(any_town)

    cost = cost_of(any_town, case, step, entered(any_town), by)

    assert cost.commits == 1
    assert len(cost.statements) <= MOST, "\n".join(cost.statements)


def test_the_cost_does_not_grow_with_the_tasks_that_are_open(town: Town) -> None:
    few, many = accepted(town), six_reviews(town)

    costs = [cost_of(town, case, "review:planning", forms.review()) for case in (few, many)]

    assert len(costs[0].statements) == len(costs[1].statements)
