"""Several handlers of one task: 会签 by share, 或签, 依次, and the vote."""

from typing import Any

import pytest
from councils import (
    REVIEWERS,
    VOTERS,
    again,
    at_the_vote,
    called,
    deploy,
    having,
    looked_into,
    one_by_one,
    opened,
    row,
    say,
    tally,
)
from towns import Town

from engine.errors import BanjieError
from engine.rotation import hand_over
from engine.store.database import transaction
from engine.tasks import keep_draft, reassign_task, release_task
from engine.voting import close_vote, note_absent


def absent(town: Town, case: int, who: str, reason: str = "因公出差", by: str = "qinlan") -> None:
    task = town.task(case, f"ballot:{who}")
    with transaction(town.database) as session:
        note_absent(session, task.id, reason, by=by, at=town.now)


def close(town: Town, case: int, reason: str = "散会时未到", by: str = "qinlan") -> None:
    with transaction(town.database) as session:
        close_vote(session, case, "ballot", reason, by=by, at=town.now)


def test_each_instance_is_one_persons_and_goes_to_them_at_once(town: Town) -> None:
    deploy(town)
    case = looked_into(town)
    held = {t.assignee_id for t in town.tasks(case)}

    assert set(REVIEWERS) == called(town, case, "countersign") == held
    assert all(task.is_personal for task in town.tasks(case))


def test_a_countersignature_ends_when_the_share_agreed(town: Town) -> None:
    deploy(town)
    case = looked_into(town)
    late = town.task(case, "countersign:tianye")
    with transaction(town.database) as session:
        keep_draft(session, late.id, {"reason": "还在看"}, by="tianye", at=town.now)
    for one in REVIEWERS[:4]:
        say(town, case, "countersign", one, "yes")

    assert called(town, case, "countersign") == set()
    assert called(town, case, "ballot") == set(VOTERS)
    assert tally(town, case, "countersign").passed
    assert "草稿仍保留" in town.notices("tianye")[-1]


def test_a_countersignature_ends_when_the_share_is_out_of_reach(town: Town) -> None:
    deploy(town)
    case = looked_into(town)
    for one in REVIEWERS[:2]:
        say(town, case, "countersign", one, "no")

    assert called(town, case, "countersign") == set()
    assert not tally(town, case, "countersign").passed


def test_the_first_who_acts_ends_it_for_all(town: Town) -> None:
    """或签."""
    deploy(town, having("countersign", several="any", share=None))
    case = looked_into(town)
    say(town, case, "countersign", "gaojie", "yes")

    assert called(town, case, "countersign") == set()
    assert tally(town, case, "countersign").count("waiting") == 4


def test_one_after_another_in_the_order_of_the_collection(town: Town) -> None:
    """依次."""
    in_turn = having("countersign", several="sequence", share=None)
    deploy(town, in_turn, one_by_one("countersign"))
    case = looked_into(town)
    seen = []
    while now := called(town, case, "countersign"):
        assert len(now) == 1
        seen += now
        say(town, case, "countersign", seen[-1], "yes")

    assert list(REVIEWERS) == seen


def test_a_vote_hears_everybody_and_goes_the_way_of_the_majority(town: Town) -> None:
    deploy(town)
    case = at_the_vote(town)
    for who, vote in zip(VOTERS, ("yes", "yes", "yes", "yes", "no", "abstain"), strict=True):
        say(town, case, "ballot", who, vote)
    counted = tally(town, case, "ballot")

    assert (
        counted.present,
        counted.yes,
        counted.count("no"),
        counted.count("abstain"),
        counted.passed,
    ) == (6, 4, 1, 1, True)
    assert [(t.element_id, t.assignee_id) for t in town.tasks(case)] == [("decide", "songweimin")]


def test_half_is_no_majority(town: Town) -> None:
    deploy(town)
    case = at_the_vote(town)
    for who, vote in zip(VOTERS, ("yes", "yes", "yes", "no", "no", "no"), strict=True):
        say(town, case, "ballot", who, vote)

    assert (row(town, case).state, row(town, case).outcome) == ("closed", "rejected")


def test_the_absent_are_noted_with_their_reason_and_told(town: Town) -> None:
    deploy(town)
    case = at_the_vote(town)
    absent(town, case, "zhouhong", "因公出差")
    for who in VOTERS[1:]:
        say(town, case, "ballot", who, "yes")
    counted = tally(town, case, "ballot")

    assert (counted.present, counted.count("absent"), counted.passed) == (5, 1, True)
    assert (counted.named[0].vote, counted.named[0].reason) == ("absent", "因公出差")
    assert any("因公出差" in text for text in town.notices("zhouhong"))
    assert [one.body["person"] for one in town.records(case, "handler_absent")] == ["zhouhong"]


def test_closing_makes_the_others_absent(town: Town) -> None:
    deploy(town)
    case = at_the_vote(town)
    for who in VOTERS[:4]:
        say(town, case, "ballot", who, "yes")
    close(town, case)
    counted = tally(town, case, "ballot")

    assert (counted.present, counted.count("absent"), counted.passed) == (4, 2, True)
    assert len(town.records(case, "vote_closed")) == 1


def test_a_new_round_begins_empty(town: Town) -> None:
    """Going round a loop the step is voted on anew, and nothing of before counts."""
    deploy(town, again("outcome_to_rejected", "look_into"))
    case = at_the_vote(town)
    for who in VOTERS:
        say(town, case, "ballot", who, "no")
    town.do(case, "look_into", {"finding": "再次核查"}, by="limingyuan")

    assert set(REVIEWERS) == called(town, case, "countersign")
    assert tally(town, case, "countersign").waiting == 5


def vote_twice(town: Town, case: int) -> None:
    task = town.task(case, "ballot:zhouhong")
    say(town, case, "ballot", "zhouhong", "yes")
    town.submit(task, {"opinion": "no"}, by="zhouhong")


def vote_for_another(town: Town, case: int) -> None:
    say(town, case, "ballot", "zhouhong", "yes", by="songweimin")


def vote_uncalled(town: Town, case: int) -> None:
    say(town, case, "ballot", "zhouhong", "yes", by="qinlan")


def close_without_quorum(town: Town, case: int) -> None:
    for who in VOTERS[:3]:
        say(town, case, "ballot", who, "yes")
    close(town, case)


def lose_the_quorum(town: Town, case: int) -> None:
    for who in VOTERS[:3]:
        absent(town, case, who)


def note_absent_uncalled(town: Town, case: int) -> None:
    absent(town, case, "zhouhong", by="limingyuan")


def close_twice(town: Town, case: int) -> None:
    for who in VOTERS[:4]:
        say(town, case, "ballot", who, "yes")
    close(town, case)
    close(town, case)


def reason_missing(town: Town, case: int) -> None:
    absent(town, case, "zhouhong", " ")


def release(town: Town, case: int) -> None:
    with transaction(town.database) as session:
        task = town.task(case, "ballot:zhouhong")
        release_task(session, task.id, by="zhouhong", at=town.now)


def give_away(town: Town, case: int) -> None:
    with transaction(town.database) as session:
        task = town.task(case, "ballot:zhouhong")
        reassign_task(session, task.id, to="liuyang", by="zhouhong", at=town.now)


@pytest.mark.parametrize(
    ("attempt", "code"),
    [
        (vote_twice, "done_already"),
        (vote_for_another, "not_called"),
        (vote_uncalled, "not_called"),
        (close_without_quorum, "no_quorum"),
        (lose_the_quorum, "no_quorum"),
        (note_absent_uncalled, "not_convener"),
        (close_twice, "vote_over"),
        (reason_missing, "invalid_submission"),
        (release, "personal_task"),
        (give_away, "not_allowed"),
    ],
)
def test_what_no_vote_allows_is_refused_and_changes_nothing(
    town: Town, attempt: Any, code: str
) -> None:
    deploy(town)
    case = at_the_vote(town)
    with pytest.raises(BanjieError) as refused:
        attempt(town, case)

    assert code == refused.value.code
    assert refused.value.zh
    assert refused.value.en


def test_nobody_called_is_no_vote(town: Town) -> None:
    """An empty collection ends at once without a quorum, and the case goes the other way."""
    deploy(town, having("ballot", collection="=holders([], null)"))
    case = at_the_vote(town)

    assert row(town, case).outcome == "rejected"


def test_the_same_person_is_not_called_twice(town: Town) -> None:
    twice = '=concatenate(holders("fire", "reviewer"), holders("fire", "reviewer"))'
    deploy(town, having("countersign", collection=twice))
    case = opened(town)
    with pytest.raises(BanjieError) as refused:
        town.do(case, "look_into", {"finding": "核查属实"}, by="limingyuan")

    assert refused.value.code == "called_twice"
    assert "周航" in refused.value.zh


def test_a_vote_is_not_handed_over_when_a_post_ends(town: Town) -> None:
    """Whoever was called votes, or is noted absent; the successor was not called."""
    deploy(town, having("ballot", section="approval", post="chief"))
    town.move("10-30 09:00")
    case = at_the_vote(town)
    before = {task.item_key: task.assignee_id for task in town.tasks(case)}
    town.move("11-02 09:00")
    hand_over(town.database, at=town.now)

    assert before == {task.item_key: task.assignee_id for task in town.tasks(case)}
