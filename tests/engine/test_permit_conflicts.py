"""Two people at one task: the slower one is told who was faster, and when."""

import permit_forms as forms
import pytest
from builders import accepted, apply, reviewed
from towns import Town

from engine.errors import Conflict, NotAllowed, NotFound
from engine.store.database import transaction
from engine.tasks import claim_task, reassign_task, release_task


def test_a_second_click_is_told_who_completed_the_task_and_when(town: Town) -> None:
    town.move("09-24 10:42")
    case = apply(town)
    task = town.task(case, "intake_review")
    town.submit(task, forms.intake(), by="chenting")

    with pytest.raises(Conflict) as caught:
        town.submit(task, forms.intake(), by="liuyang")
    assert caught.value.code == "task_completed"
    assert caught.value.zh == "任务“窗口收件审查”已由陈婷于 09-24 10:43 完成。"
    assert "陈婷" in caught.value.en


def test_a_task_somebody_holds_is_theirs(town: Town) -> None:
    case = apply(town)
    task = town.task(case, "intake_review")
    with transaction(town.database) as session:
        claim_task(session, task.id, by="chenting", at=town.now)

    with pytest.raises(NotAllowed) as caught:
        town.submit(task, forms.intake(), by="liuyang")
    assert caught.value.code == "task_held"
    assert "陈婷" in caught.value.zh


def test_a_released_task_is_everybody_s_of_the_post(town: Town) -> None:
    case = apply(town)
    task = town.task(case, "intake_review")
    with transaction(town.database) as session:
        claim_task(session, task.id, by="chenting", at=town.now)
    with transaction(town.database) as session:
        release_task(session, task.id, by="chenting", at=town.now)
    town.submit(task, forms.intake(), by="liuyang")

    assert town.steps(case) == {"accept"}


def test_a_chief_reassigns_within_the_post(town: Town) -> None:
    case = reviewed(town)
    task = town.task(case, "draft_opinion")
    with transaction(town.database) as session:
        reassign_task(session, task.id, to="limingyuan", by="zhengkai", at=town.now)

    assert town.task(case, "draft_opinion").assignee_id == "limingyuan"
    assert "改派给您" in town.notices("limingyuan")[-1]


@pytest.mark.parametrize(
    ("to", "by"),
    [("limingyuan", "hexiaoyu"), ("chenting", "zhengkai")],
    ids=["only a chief", "only to a holder of the post"],
)
def test_a_task_is_not_reassigned(town: Town, to: str, by: str) -> None:
    case = reviewed(town)
    task = town.task(case, "draft_opinion")

    with pytest.raises(NotAllowed), transaction(town.database) as session:
        reassign_task(session, task.id, to=to, by=by, at=town.now)


def test_a_stranger_to_the_post_may_not_act(town: Town) -> None:
    case = accepted(town)

    with pytest.raises(NotAllowed) as caught:
        town.do(case, "review:quality", forms.review(), by="chenting")
    assert caught.value.code == "post_not_held"


def test_a_post_ends_with_its_period(town: Town) -> None:
    town.move("11-02 09:00")
    case = reviewed(town)
    town.do(case, "draft_opinion", forms.opinion(), by="hexiaoyu")

    assert town.task(case, "chief_review").assignee_id == "zhaoguodong"
    with pytest.raises(NotAllowed):
        town.do(case, "chief_review", forms.chief(), by="zhengkai")


def test_there_is_no_such_task(town: Town) -> None:
    case = apply(town)
    task = town.task(case, "intake_review")
    task.id = "gone"

    with pytest.raises(NotFound):
        town.submit(task, forms.intake(), by="chenting")
