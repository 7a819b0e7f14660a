"""Accountability: from a red card or a tip to a decision, its effect and its remedies."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import accountabilities as acts
import pytest
from accountabilities import CHECK, CONSIDERED, DECISION, PROPOSAL
from builders import accepted
from sqlalchemy import select
from towns import Town

from engine.errors import InvalidSubmission, NotAllowed
from engine.store.cases import Document
from engine.store.database import reading

#: The button by which more of the same clue is added, as long as the case is open.
ADDING = {"m_start"}


@pytest.fixture
def bureau(town: Town) -> Town:
    """Return the town with the matter published."""
    acts.deploy(town)
    return town


def papers(town: Town, case: int) -> dict[str, str]:
    """Return the newest paper of each kind."""
    with reading(town.database) as session:
        query = select(Document).where(Document.case_id == case).order_by(Document.id)
        return {one.document_key: one.html for one in session.scalars(query)}


@contextmanager
def refused(said: str) -> Iterator[None]:
    """Expect a form to be refused, with words of its message."""
    with pytest.raises(InvalidSubmission) as caught:
        yield
    assert said in str(caught.value.errors)


def later(town: Town, **span: int) -> None:
    """Let days pass and what falls due happen."""
    town.clock.move_to(town.now + timedelta(**span))
    town.sweep()


def test_a_red_card_registers_a_clue_by_itself_with_the_evidence(bureau: Town) -> None:
    permit = acts.overdue(bureau)
    acts.post(bureau)
    [clue] = acts.opened_by_cards(bureau)
    number = bureau.case(permit).number

    assert clue.title == f"线索：何晓雨（{number}）"
    assert bureau.task(clue.id, "assess_clue").assignee_id == "qinlan"
    assert clue.document["gather_record"]["number"] == number
    assert "何晓雨" in papers(bureau, clue.id)["evidence_list"]
    assert "filed_on" not in clue.document  # filing is people's decision


def test_cards_of_one_handler_and_case_are_one_clue(bureau: Town) -> None:
    permit = acts.overdue(bureau)
    acts.post(bureau)
    acts.raise_card(bureau, permit, card=98)
    acts.raise_card(bureau, permit, card=99, person="limingyuan")
    acts.post(bureau)
    first, second = acts.opened_by_cards(bureau)

    assert [one["source_number"] for one in first.document["further"]] == ["98"]
    assert second.document["clue"]["subject"] == "limingyuan"


@pytest.mark.parametrize("message", ["accident_concluded", "reconsideration_lost"])
def test_other_findings_open_a_clue_as_well(bureau: Town, message: str) -> None:
    permit = accepted(bureau)
    acts.announce(bureau, permit, message, number="江府复决〔2026〕9号", facts="确认超期违法")
    acts.post(bureau)
    [clue] = acts.opened_by_cards(bureau)

    assert clue.document["clue"]["source_number"] == "江府复决〔2026〕9号"


def test_a_tip_goes_the_whole_way_and_its_period_ends_by_itself(bureau: Town) -> None:
    case = acts.served(bureau)
    assert bureau.steps(case) - ADDING == {"publicise", "await_remedy"}
    assert bureau.case(case).document["measure"]["months"] == 6
    later(bureau, days=40)  # nobody asks for a review
    acts.closing(bureau, case)
    assert bureau.steps(case) == ADDING
    later(bureau, days=200)
    bureau.do(case, "file_away", acts.filed_away(bureau), by="luomin")
    closed = bureau.case(case)

    assert (closed.state, closed.outcome) == ("closed", "sanctioned")
    assert "自动解除" in papers(bureau, case)["lift_notice"]
    assert "警告" in papers(bureau, case)["sanction_decision"]


@pytest.mark.parametrize(
    ("changed", "steps"),
    [
        ({"result": "unfounded"}, {"close_clue"}),
        (
            {"result": "exempt", "exemption": "stop", "exemption_reason": "专家评审停表未登记"},
            {"close_clue"},
        ),
        ({"result": "minor"}, {"settle_minor"}),
        ({"result": "file"}, {"approve_filing"}),
        ({"result": "extend"}, {"approve_more_time"}),
    ],
    ids=lambda value: value.get("result", "") if isinstance(value, dict) else "",
)
def test_the_check_ends_in_one_of_these(
    bureau: Town, changed: Mapping[str, Any], steps: set[str]
) -> None:
    case = acts.assessed(bureau)
    bureau.do(case, "check", {**CHECK, **changed}, by="hanxue")

    assert bureau.steps(case) - ADDING == steps


@pytest.mark.parametrize(
    ("nature", "steps"), [("forward", {"forward_clue"}), ("transfer", {"transfer_clue"})]
)
def test_what_is_not_ours_goes_elsewhere(bureau: Town, nature: str, steps: set[str]) -> None:
    case = acts.assessed(bureau, nature)

    assert bureau.steps(case) - ADDING == steps


def test_the_clock_of_six_months_runs_from_filing_and_is_extended_once(bureau: Town) -> None:
    case = acts.filed(bureau)
    clock = bureau.timer(case, "handling")
    assert (clock.amount, str(clock.start_on), str(clock.last_on)) == (
        "6MO",
        bureau.today,
        "2027-03-24",
    )
    acts.extend(bureau, case, 3)
    assert str(bureau.timer(case, "handling").last_on) == "2027-06-24"
    acts.extend(bureau, case, 3, is_refused=True)


def test_silence_after_the_notice_goes_on_without_a_defence(bureau: Town) -> None:
    case = acts.told(bureau)
    later(bureau, days=25)

    assert bureau.steps(case) - ADDING == {"legal_review"}


def test_a_vote_that_fails_goes_back_to_be_told_anew(bureau: Town) -> None:
    case = acts.at_the_vote(bureau)
    acts.vote(bureau, case, "no")

    assert bureau.steps(case) - ADDING == {"propose"}


REVIEW = {"result": "uphold", "reasons": "事实清楚，处理适当。"}


def asked(town: Town, route: str) -> int:
    """Return a served case in which a remedy was asked for."""
    case = acts.served(town)
    raw = {"route": route, "received_on": town.today, "gist": "请求撤销处分"}
    organ = {"organ": "江城市委组织部"} if route == "appeal" else {}
    town.do(case, "await_remedy", raw | organ, by="qinlan")
    return case


def test_a_review_upheld_may_be_complained_of_within_fifteen_days(bureau: Town) -> None:
    case = asked(bureau, "review")
    assert str(bureau.timer(case, "review_decide").last_on) == "2026-10-26"  # 10-24 is a Saturday
    bureau.do(case, "decide_review", REVIEW, by="songweimin")
    assert "await_appeal" in bureau.steps(case)
    later(bureau, days=20)

    assert "await_appeal" not in bureau.steps(case)


def test_a_decision_revoked_ends_its_period_and_restores(bureau: Town) -> None:
    case = asked(bureau, "review")
    bureau.do(case, "decide_review", {**REVIEW, "result": "revoke"}, by="songweimin")
    restored = {"done_on": bureau.today, "restored": ["pay"], "done_what": "补发工资"}
    with refused("恢复名誉"):
        bureau.do(case, "apply_change", restored, by="luomin")
    bureau.do(case, "apply_change", {**restored, "restored": ["pay", "name"]}, by="luomin")
    acts.closing(bureau, case)
    bureau.do(case, "file_away", acts.filed_away(bureau), by="luomin")

    assert bureau.case(case).outcome == "decision_revoked"
    assert bureau.timer(case, "effect_period").state == "ended"


def test_a_complaint_made_at_once_may_take_thirty_days_more(bureau: Town) -> None:
    case = asked(bureau, "appeal")
    before = bureau.timer(case, "appeal_decide").last_on
    told = {"number": "延1号", "reference": "延1号", "received_on": bureau.today, "reason": "复杂"}
    bureau.do(case, "b_extended", told, by="qinlan")

    assert bureau.timer(case, "appeal_decide").last_on - before >= timedelta(days=28)


def test_a_transfer_as_decided_leaves_the_sanction_to_the_organ(bureau: Town) -> None:
    case = acts.filed(bureau)
    bureau.do(case, "investigate", acts.INVESTIGATION, by="hanxue")
    bureau.do(case, "propose", {**PROPOSAL, "measure_kind": "organ"}, by="hanxue")
    later(bureau, days=25)
    bureau.do(case, "legal_review", acts.LEGAL, by="fangzheng")
    acts.vote(bureau, case)
    bureau.do(case, "decide", {**DECISION, "measure_kind": "organ"}, by="songweimin")
    assert bureau.steps(case) - ADDING == {"transfer_case"}
    bureau.do(case, "transfer_case", acts.transfer(bureau), by="qinlan")
    assert bureau.steps(case) - ADDING == {"await_result"}
    other = {
        "received_on": bureau.today,
        "reference": "纪1号",
        "result": "other",
        "gist": "不予处理",
    }
    bureau.do(case, "await_result", other, by="qinlan")

    assert bureau.case(case).outcome == "transferred"
    assert not {"sanction_decision", "measure_decision"} & set(papers(bureau, case))


def test_the_investigator_is_neither_the_reviewer_nor_the_decider(bureau: Town) -> None:
    case = acts.at_the_vote(bureau)
    acts.vote(bureau, case)
    with pytest.raises(NotAllowed):
        bureau.do(case, "decide", DECISION, by="hanxue")


@pytest.mark.parametrize(
    ("step", "raw", "said"),
    [
        ("review_statement", {**CONSIDERED, "measure_kind": "major_demerit"}, "不得因陈述申辩加重"),
        ("decide", {**DECISION, "measure_kind": "dismissal"}, "不得因陈述申辩加重"),
        ("decide", {**DECISION, "measure_kind": "talk"}, "集体讨论通过的是“警告”"),
    ],
)
def test_a_defence_makes_nothing_heavier(
    bureau: Town, step: str, raw: Mapping[str, Any], said: str
) -> None:
    case = acts.defended(bureau)
    if step == "decide":
        bureau.do(case, "review_statement", CONSIDERED, by="hanxue")
        bureau.do(case, "legal_review", acts.LEGAL, by="fangzheng")
        acts.vote(bureau, case)
    with refused(said):
        bureau.do(case, step, raw, by="songweimin" if step == "decide" else "hanxue")


def test_telling_it_anew_is_heavier_only_with_new_facts(bureau: Town) -> None:
    case = acts.at_the_vote(bureau)
    acts.vote(bureau, case, "no")
    heavier = {**PROPOSAL, "measure_kind": "dismissal"}
    with refused("没有新查明的事实"):
        bureau.do(case, "propose", heavier, by="hanxue")
    facts = "另查明其倒签受理日期，掩盖超期事实。"
    bureau.do(case, "propose", {**heavier, "new_facts": facts}, by="hanxue")

    assert "await_statement" in bureau.steps(case)


def test_the_person_concerned_takes_no_part(bureau: Town) -> None:
    """An investigator concerned is called to nothing, whatever post they hold."""
    case = acts.clue(bureau, subject="hanxue")
    raw = {"nature": "ours", "subject": "hanxue", "opinion": "转核查。"}
    bureau.do(case, "assess_clue", raw)

    assert bureau.task(case, "check").assignee_id == "guoming"
