"""Acts on a whole case: withdrawn, suspended, resumed, terminated; by two persons."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import permit_forms as forms
import pytest
from acting import ask_for, do, settle
from builders import accepted, apply_plain, decided, resume, review_all, stop
from sqlalchemy import select
from towns import HERE, Town, moment

from engine.cases import open_by_message
from engine.definitions import deploy_files, read_folder
from engine.errors import BanjieError, Conflict, InvalidSubmission, NotAllowed
from engine.people import get_person
from engine.records import first_break
from engine.recounting import differences
from engine.staffing import appoint
from engine.store.acts import Act
from engine.store.clocks import Stop, Timer
from engine.store.database import reading, transaction
from engine.tasks import keep_draft


def test_an_application_withdrawn_is_closed_as_withdrawn(town: Town) -> None:
    case = accepted(town)
    act = do(town, case, "withdraw")

    closed = town.case(case)
    assert (closed.state, closed.outcome, closed.closed_at) == ("closed", "withdrawn", town.now)
    assert town.steps(case) == set()
    assert town.timer(case, "decide").state == "ended"
    assert town.documents(case)[-1] == "withdrawal_notice"
    assert act.document_number == "江建撤〔2026〕0001号"
    assert [one.kind for one in town.records(case, "act_asked", "act_decided", "case_closed")] == [
        "act_asked",
        "act_decided",
        "case_closed",
    ]


def test_what_somebody_was_writing_is_kept_and_they_are_told(town: Town) -> None:
    case = accepted(town)
    task = town.task(case, "review:planning")
    with transaction(town.database) as session:
        keep_draft(session, task.id, {"opinion": "拟同意"}, by="linshu", at=town.now)
    do(town, case, "withdraw")

    kept = next(one for one in town.tasks(case, "cancelled") if one.id == task.id)
    assert kept.draft == {"opinion": "拟同意"}
    assert [text for text in town.notices("linshu") if "您的草稿仍保留" in text]


def test_nothing_of_a_closed_case_is_due_any_more(town: Town) -> None:
    case = accepted(town)
    do(town, case, "terminate")
    town.sweep("12-01 09:00")

    assert town.fired(case) == []
    assert town.case(case).outcome == "terminated"
    assert town.documents(case)[-1] == "termination_decision"


def test_until_it_is_approved_nothing_happens(town: Town) -> None:
    case = accepted(town)
    act = ask_for(town, case, "withdraw")

    assert town.case(case).state == "open"
    assert [text for text in town.notices("zhengkai") if "撤件申请等待您决定" in text]
    settle(town, act, "refused", reason="尚未见申请人签章。")
    assert town.case(case).state == "open"
    assert [text for text in town.notices("chenting") if "不予批准。尚未见申请人签章。" in text]


def suspended(town: Town, day: str = "09-28 10:00") -> int:
    """Return a case accepted on 09-24 and suspended on a day."""
    case = accepted(town)
    town.sweep(day)
    do(town, case, "suspend", details={"days": "10"})
    return case


def test_while_a_case_is_suspended_every_clock_stands(town: Town) -> None:
    case = suspended(town)
    town.sweep("10-30 09:00")

    for limit, item in (("decide", None), ("decide_promise", None), ("dept_review", "planning")):
        clock = town.timer(case, limit, item)
        assert (clock.state, clock.due_at, clock.next_rung_at) == ("suspended", None, None)
    assert town.fired(case) == []
    with reading(town.database) as session:
        due = session.scalars(select(Timer.due_at).where(Timer.case_id == case)).all()
    assert set(due) <= {None}


def test_what_is_stored_of_a_suspended_case_is_what_its_facts_give(town: Town) -> None:
    case = suspended(town)
    with reading(town.database) as session:
        assert differences(session) == []
    town.sweep("10-13 16:00")
    do(town, case, "resume")

    with reading(town.database) as session:
        assert differences(session) == []
        assert first_break(session, town.case(case)) is None


def test_a_suspension_takes_out_its_days_like_a_stop(town: Town) -> None:
    case = suspended(town)
    town.sweep("10-13 16:00")
    do(town, case, "resume")

    assert town.timer(case, "decide").last_on.isoformat() == "2026-10-22"
    assert town.case(case).suspended_at is None
    assert town.documents(case)[-2:] == ["suspension_notice", "resumption_notice"]


def test_nothing_is_done_while_suspended_and_all_of_it_after(town: Town) -> None:
    case = suspended(town)
    with pytest.raises(Conflict) as caught:
        town.do(case, "review:planning", forms.review())
    assert caught.value.code == "case_suspended"
    do(town, case, "resume")
    review_all(town, case)

    assert "draft_opinion" in town.steps(case)


def test_a_special_procedure_goes_on_beneath_a_suspension(town: Town) -> None:
    case = accepted(town)
    review_all(town, case)
    town.sweep("09-28 10:00")
    stop(town, case, days=30)
    town.sweep("09-29 10:00")
    do(town, case, "suspend")
    town.sweep("10-10 10:00")
    do(town, case, "resume")
    assert town.timer(case, "decide").state == "suspended"
    town.sweep("10-13 16:00")
    resume(town, case)

    assert town.timer(case, "decide").last_on.isoformat() == "2026-10-22"


def test_a_stop_outlives_a_step_that_is_done_meanwhile(town: Town) -> None:
    case = accepted(town)
    town.sweep("09-28 10:00")
    stop(town, case)
    town.do(case, "review:planning", forms.review())

    with reading(town.database) as session:
        assert session.scalars(select(Stop.resumed_at)).all() == [None]


def twice(town: Town, case: int) -> None:
    ask_for(town, case, "withdraw")
    ask_for(town, case, "withdraw")


def suspend_twice(town: Town, case: int) -> None:
    do(town, case, "suspend")
    ask_for(town, case, "suspend")


def decided_twice(town: Town, case: int) -> None:
    act = ask_for(town, case, "suspend")
    settle(town, act)
    settle(town, act)


def same_person(town: Town, case: int) -> None:
    with transaction(town.database) as session:
        person = get_person(session, "limingyuan")
        appoint(session, person, "leaders", "deputy_director", from_on=town.now.date())
    settle(town, ask_for(town, case, "suspend"), by="limingyuan")


def after_the_end(town: Town, case: int) -> None:
    act = ask_for(town, case, "suspend")
    do(town, case, "withdraw")
    settle(town, act)


#: What was approved before the refusal.
DONE_BEFORE = {
    "suspend_twice": ["suspend"],
    "decided_twice": ["suspend"],
    "after_the_end": ["withdraw"],
}

REFUSED: list[Any] = [
    pytest.param(
        lambda town, case: ask_for(town, case, "suspend", ground="site_visit"),
        InvalidSubmission,
        "ground",
        id="a ground not in the list",
    ),
    pytest.param(
        lambda town, case: ask_for(town, case, "suspend", ground=""),
        InvalidSubmission,
        "ground",
        id="no ground",
    ),
    pytest.param(
        lambda town, case: ask_for(town, case, "terminate", reason=" "),
        InvalidSubmission,
        "reason",
        id="no reason",
    ),
    pytest.param(
        lambda town, case: ask_for(town, case, "withdraw", basis=""),
        InvalidSubmission,
        "basis",
        id="no document",
    ),
    pytest.param(
        lambda town, case: ask_for(town, case, "withdraw", attachment_id="unknown"),
        InvalidSubmission,
        "attachment",
        id="a file that is not there",
    ),
    pytest.param(
        lambda town, case: ask_for(town, case, "suspend", details={"days": "-3"}),
        InvalidSubmission,
        "days",
        id="negative days",
    ),
    pytest.param(
        lambda town, case: ask_for(town, case, "suspend", details={"days": "三"}),
        InvalidSubmission,
        "days",
        id="days in words",
    ),
    pytest.param(
        lambda town, case: ask_for(town, case, "withdraw", by="linshu"),
        NotAllowed,
        "post_not_held",
        id="asked by a stranger",
    ),
    pytest.param(
        lambda town, case: settle(town, ask_for(town, case, "withdraw"), by="linshu"),
        NotAllowed,
        "post_not_held",
        id="decided by a stranger",
    ),
    pytest.param(same_person, NotAllowed, "same_person", id="decided by who asked"),
    pytest.param(
        lambda town, case: ask_for(town, case, "resume"),
        Conflict,
        "not_suspended",
        id="resume without suspension",
    ),
    pytest.param(suspend_twice, Conflict, "already_suspended", id="suspended already"),
    pytest.param(twice, Conflict, "act_waiting", id="asked twice"),
    pytest.param(decided_twice, Conflict, "act_decided", id="decided twice"),
    pytest.param(after_the_end, Conflict, "case_closed", id="after the end"),
    pytest.param(
        lambda town, case: settle(town, ask_for(town, case, "suspend"), "perhaps"),
        InvalidSubmission,
        "decision",
        id="neither approved nor refused",
    ),
    pytest.param(
        lambda town, case: settle(town, ask_for(town, case, "suspend"), "refused"),
        InvalidSubmission,
        "reason",
        id="refused without reasons",
    ),
    pytest.param(
        lambda town, case: ask_for(town, case, "abolish"),
        Conflict,
        "act_not_provided",
        id="an act there is not",
    ),
]


@pytest.mark.parametrize(("act", "error", "code"), REFUSED)
def test_an_act_is_refused_and_nothing_changes(
    town: Town, act: Callable[[Town, int], object], error: type[BanjieError], code: str
) -> None:
    case = accepted(town)

    with pytest.raises(error) as caught:
        act(town, case)
    if isinstance(caught.value, InvalidSubmission):
        assert set(caught.value.errors) == {code}
    else:
        assert caught.value.code == code
    assert caught.value.zh
    assert caught.value.en
    with reading(town.database) as session:
        approved = session.scalars(select(Act.kind).where(Act.decision == "approved")).all()
    assert approved == DONE_BEFORE.get(getattr(act, "__name__", ""), [])


def test_what_is_decided_is_withdrawn_no_more(town: Town) -> None:
    case = decided(town)

    with pytest.raises(Conflict) as caught:
        ask_for(town, case, "withdraw")
    assert caught.value.code == "act_too_late"


def test_a_case_not_yet_accepted_can_be_withdrawn(town: Town) -> None:
    case = apply_plain(town)
    do(town, case, "withdraw")

    assert town.case(case).outcome == "withdrawn"
    assert town.timer(case, "notice").state == "ended"


SPAN = """<bpmn:boundaryEvent id="b_wait" name="等满三日" attachedToRef="wait">
<bpmn:outgoing>g9</bpmn:outgoing><bpmn:timerEventDefinition id="b_wait_timer">
<bpmn:timeDuration>duration("P3D")</bpmn:timeDuration></bpmn:timerEventDefinition>
</bpmn:boundaryEvent><bpmn:sequenceFlow id="g9" sourceRef="b_wait" targetRef="done" />
<bpmn:endEvent id="done"><bpmn:incoming>g9</bpmn:incoming>"""

SUSPENDABLE = """
[acts.suspend]
asks = ["window/clerk"]
decides = ["leaders/director"]
grounds = [{ key = "wait", name = "等待", article = "本局规定" }]
allowed = []

[acts.resume]
asks = ["window/clerk"]
decides = ["leaders/director"]
"""


def begin_asking(town: Town, *, allowed: str = "[]") -> int:
    """Open a case whose first task a timer ends after three days."""
    files = dict(read_folder(HERE / "matters/asking"))
    text = files["process.bpmn"].decode().replace('<bpmn:endEvent id="done">', SPAN)
    more = SUSPENDABLE.replace("allowed = []", f"allowed = {allowed}")
    files |= {"process.bpmn": text.encode(), "matter.toml": files["matter.toml"] + more.encode()}
    with transaction(town.database) as session:
        definition = deploy_files(session, files, at=town.now)
        return open_by_message(session, definition, {}, message="", at=town.now).id


def suspend_asking(town: Town, case: int) -> None:
    act = ask_for(town, case, "suspend", by="chenting", ground="wait")
    settle(town, act, by="songweimin")


def due_at(town: Town, case: int) -> list[datetime | None]:
    with reading(town.database) as session:
        return list(session.scalars(select(Timer.due_at).where(Timer.case_id == case)))


def test_a_span_of_time_goes_on_where_it_stood(town: Town) -> None:
    case = begin_asking(town)
    assert due_at(town, case) == [moment("09-27 09:00")]
    town.sweep("09-25 09:00")
    suspend_asking(town, case)
    assert due_at(town, case) == [None]
    town.sweep("10-05 09:00")
    assert "wait" in town.steps(case)
    settle(town, ask_for(town, case, "resume", by="chenting"), by="songweimin")

    assert due_at(town, case) == [moment("10-07 09:00")]


def test_what_the_matter_allows_is_done_while_suspended(town: Town) -> None:
    case = begin_asking(town, allowed='["wait"]')
    suspend_asking(town, case)
    town.do(case, "wait")

    assert "calm" in town.steps(case)
    assert town.timer(case, "whole").state == "suspended"
    with pytest.raises(Conflict):
        town.do(case, "calm")


def test_two_who_decide_at_once_decide_once(any_town: Town) -> None:
    case = accepted(any_town)
    act = ask_for(any_town, case, "suspend")

    def decide_it(who: str) -> str:
        try:
            settle(any_town, act, by=who)
        except Conflict as refused:
            return refused.code
        return "approved"

    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(decide_it, ("wanghaibin", "songweimin")))

    assert sorted(answers) == ["act_decided", "approved"]
    assert len(any_town.records(case, "case_suspended")) == 1
