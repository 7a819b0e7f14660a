"""A post that ends takes its tasks along: who has left may not act, the new chief takes over."""

from concurrent.futures import ThreadPoolExecutor

import permit_forms as forms
import pytest
from builders import accepted, review_all
from towns import Town, moment

from engine import rotation, tasks
from engine.clock import SettableClock
from engine.errors import NotAllowed
from engine.store.database import transaction


@pytest.fixture
def clock() -> SettableClock:
    """Give a clock two working days before the chiefs of the town change places."""
    return SettableClock(moment("10-29 09:00"))


@pytest.fixture
def case(town: Town) -> int:
    """Return a case that reached the chief on the last working day of his post."""
    one = accepted(town)
    review_all(town, one)
    town.move("10-30 16:00")
    town.do(one, "draft_opinion", forms.opinion(), by="hexiaoyu")
    assert town.task(one, "chief_review").assignee_id == "zhengkai"
    town.move("11-02 09:00")
    return one


def test_who_has_left_the_post_may_not_act_on_a_task_still_held(town: Town, case: int) -> None:
    with pytest.raises(NotAllowed) as refused:
        town.do(case, "chief_review", forms.chief(), by="zhengkai")

    assert refused.value.code == "post_not_held"


def test_the_new_chief_takes_the_task_over(town: Town, case: int) -> None:
    task = town.task(case, "chief_review")
    with transaction(town.database) as session:
        tasks.reassign_task(session, task.id, to="zhaoguodong", by="zhaoguodong", at=town.now)
    town.do(case, "chief_review", forms.chief(), by="zhaoguodong")

    assert "leader_decide" in town.steps(case)


def test_the_only_successor_gets_the_task_by_itself(town: Town, case: int) -> None:
    handed = rotation.hand_over(town.database, at=town.now)

    assert (handed, town.task(case, "chief_review").assignee_id) == (1, "zhaoguodong")


def test_a_task_is_handed_over_once(town: Town, case: int) -> None:
    rotation.hand_over(town.database, at=town.now)

    assert rotation.hand_over(town.database, at=town.now) == 0


def test_two_schedulers_at_once_hand_it_over_once(town: Town, case: int) -> None:
    with ThreadPoolExecutor(2) as schedulers:
        list(schedulers.map(lambda _: rotation.hand_over(town.database, at=town.now), range(2)))

    assert len(town.records(case, "task_reassigned")) == 1
