"""Attempts on the accountability of a person that must fail, by page and by API."""

from collections.abc import Callable

import accountabilities as acts
import pytest
from accountabilities import CHECK, CONSIDERED, DECISION, PROPOSAL
from browsing import Page
from flask import Flask
from sqlalchemy import select
from test_refused_attempts import NOT_OPEN, Desk
from towns import Town

from engine.store.cases import Document
from engine.store.clocks import Card
from engine.store.database import reading

Try = Callable[[Desk, int], Page]


def number(desk: Desk, case: int) -> str:
    return desk.town.case(case).number


def complete(desk: Desk, case: int, step: str, who: str, raw: dict[str, object]) -> Page:
    """Send a step's form by the API."""
    task = desk.town.task(case, step)
    return desk.api(who, f"/tasks/{task.id}/complete", values=raw)


def open_vote(town: Town) -> int:
    return acts.at_the_vote(town)


def passed_vote(town: Town) -> int:
    case = acts.at_the_vote(town)
    acts.vote(town, case)
    return case


def failed_vote(town: Town) -> int:
    case = acts.at_the_vote(town)
    acts.vote(town, case, "no")
    return case


def in_review(town: Town) -> int:
    case = acts.served(town)
    raw = {"route": "review", "received_on": town.today, "gist": "请求撤销"}
    town.do(case, "await_remedy", raw, by="qinlan")
    return case


HEAVIER = "不得因陈述申辩加重"


def considered(kind: str) -> dict[str, object]:
    return {**CONSIDERED, "measure_kind": kind}


def decision(kind: str) -> dict[str, object]:
    return {**DECISION, "measure_kind": kind}


def proposal(kind: str) -> dict[str, object]:
    return {**PROPOSAL, "measure_kind": kind}


@pytest.mark.parametrize(
    ("begun", "step", "who", "raw", "said"),
    [
        (acts.defended, "review_statement", "hanxue", considered("major_demerit"), HEAVIER),
        (acts.defended, "review_statement", "hanxue", considered("organ"), HEAVIER),
        (passed_vote, "decide", "songweimin", decision("dismissal"), HEAVIER),
        (passed_vote, "decide", "songweimin", decision("expulsion"), HEAVIER),
        (passed_vote, "decide", "songweimin", decision("talk"), "集体讨论通过的是"),
        (failed_vote, "propose", "hanxue", proposal("dismissal"), "没有新查明的事实"),
        (
            in_review,
            "decide_review",
            "songweimin",
            {"result": "change", "measure_kind": "demerit", "reasons": "情节较重，应予记过。"},
            "不得因申请复核加重",
        ),
        (acts.assessed, "check", "hanxue", {**CHECK, "officer_2": acts.CONCERNED}, "不得核查本人"),
        (acts.assessed, "check", "hanxue", {**CHECK, "officer_2": "hanxue"}, "两名不同的工作人员"),
        (acts.assessed, "check", "hanxue", {**CHECK, "result": "exempt"}, "请选择免责的事由"),
    ],
)
def test_a_form_that_must_fail_is_refused_with_its_message(
    town: Town,
    site: Flask,
    begun: Callable[[Town], int],
    step: str,
    who: str,
    raw: dict[str, object],
    said: str,
) -> None:
    acts.deploy(town)
    case = begun(town)
    before = town.steps(case)
    answer = complete(Desk(town, site), case, step, who, raw)

    assert answer.status == 422
    assert said in str(answer.answer.get_json())
    assert town.steps(case) == before
    [noted] = town.records(case, "attempt_refused")
    assert said in noted.body["text"]


def vote_twice(desk: Desk, case: int) -> Page:
    task = desk.town.task(case, "deliberate:liangjing")
    acts.vote(desk.town, case, voters=("liangjing",))
    return desk.send("liangjing", f"/tasks/{task.id}", opinion="no", reason="改变意见")


def vote_for_another(desk: Desk, case: int) -> Page:
    return complete(desk, case, "deliberate:liangjing", "songweimin", {"opinion": "yes"})


def vote_uncalled(desk: Desk, case: int) -> Page:
    return complete(desk, case, "deliberate:liangjing", "hanxue", {"opinion": "yes"})


def close_without_quorum(desk: Desk, case: int) -> Page:
    acts.vote(desk.town, case, voters=("liangjing",))
    address = f"/cases/{number(desk, case)}/votes/deliberate/close"
    return desk.send("qinlan", address, reason="散会")


def absent_without_quorum(desk: Desk, case: int) -> Page:
    for who in ("liangjing", "pengzhigang"):
        task = desk.town.task(case, f"deliberate:{who}")
        address = f"/cases/{number(desk, case)}/votes/{task.id}/absent"
        answer = desk.send("qinlan", address, reason="出差")
    return answer


def close_without_convening(desk: Desk, case: int) -> Page:
    address = f"/cases/{number(desk, case)}/votes/deliberate/close"
    return desk.send("songweimin", address, reason="散会")


def admit_without_right(desk: Desk, case: int) -> Page:
    address = f"/cases/{number(desk, case)}/readers"
    return desk.send("hanxue", address, person="maqian", reason="请她看看")


def recuse_without_right(desk: Desk, case: int) -> Page:
    address = f"/cases/{number(desk, case)}/recusals"
    return desk.send("hanxue", address, person="liangjing", reason="我认为应当回避")


def see(address: str, who: str = "maqian") -> Try:
    def attempt(desk: Desk, case: int) -> Page:
        return desk.get(who, address.format(**parts(desk, case)))

    return attempt


def see_by_the_api(path: str, who: str = "maqian") -> Try:
    def attempt(desk: Desk, case: int) -> Page:
        return desk.api(who, path.format(**parts(desk, case)))

    return attempt


def parts(desk: Desk, case: int) -> dict[str, object]:
    with reading(desk.town.database) as session:
        paper = select(Document.id).where(Document.case_id == case)
        return {
            "number": number(desk, case),
            "task": desk.town.task(case, "deliberate:liangjing").id,
            "paper": session.scalars(paper).first(),
        }


@pytest.mark.parametrize(
    ("attempt", "status", "said", "code"),
    [
        (vote_twice, 409, "一人只能办理一次", "done_already"),
        (vote_for_another, 403, "本人办理", "not_called"),
        (vote_uncalled, 403, "本人办理", "not_called"),
        (close_without_quorum, 409, "法定人数", "no_quorum"),
        (absent_without_quorum, 409, "法定人数", "no_quorum"),
        (close_without_convening, 403, "您不是召集人", "not_convener"),
        (admit_without_right, 403, "本事项指定的岗位", "not_admitting"),
        (recuse_without_right, 403, "责令回避由", "not_ordering"),
    ],
)
def test_an_attempt_is_refused_and_stands_in_the_record(
    town: Town, site: Flask, attempt: Try, status: int, said: str, code: str
) -> None:
    acts.deploy(town)
    case = acts.at_the_vote(town)
    answer = attempt(Desk(town, site), case)

    assert answer.status == status
    assert said in answer.answer.get_data(as_text=True)
    assert code in {one.body["code"] for one in town.records(case, "attempt_refused")}


LOOKED = (
    (see("/cases/{number}"), NOT_OPEN),
    (see("/cases/{number}/people"), NOT_OPEN),
    (see("/cases/{number}/history"), NOT_OPEN),
    (see("/cases/{number}", acts.CONCERNED), NOT_OPEN),
    (see("/tasks/{task}"), NOT_OPEN),
    (see("/documents/{paper}"), "没有"),
    (see("/documents/{paper}/page", acts.CONCERNED), "没有"),
    (see_by_the_api("/cases/{number}"), NOT_OPEN),
    (see_by_the_api("/cases/{number}/records"), NOT_OPEN),
    (see_by_the_api("/tasks/{task}", acts.CONCERNED), NOT_OPEN),
)
LISTS = ("/cases?q={number}", "/cases?matter=accountability", "/tasks")


def test_who_is_not_on_it_sees_nothing_and_stands_in_the_record(town: Town, site: Flask) -> None:
    """By page, paper and API one by one; lists and search do not name it."""
    acts.deploy(town)
    case = acts.at_the_vote(town)
    desk = Desk(town, site)
    for attempt, said in LOOKED:
        answer = attempt(desk, case)
        assert (answer.status, said in answer.answer.get_data(as_text=True)) == (404, True)
    assert len(town.records(case, "attempt_refused")) == len(LOOKED)
    for who in ("maqian", acts.CONCERNED):
        pages = [desk.get(who, one.format(number=number(desk, case))) for one in LISTS]
        pages.append(desk.api(who, f"/cases?q={number(desk, case)}"))
        for page in pages:
            shown = page.answer.get_data(as_text=True)
            assert page.status == 200
            assert "立案：何晓雨" not in shown
            assert "\\u7acb\\u6848" not in shown


def test_deciding_is_kept_from_who_investigated(town: Town, site: Flask) -> None:
    """The matter open to all, so that the separation refuses and not the closed door."""
    acts.deploy(town, is_open=True)
    case = passed_vote(town)
    answer = complete(Desk(town, site), case, "decide", "hanxue", DECISION)

    assert answer.status == 403


def test_nobody_checks_their_own_case(town: Town, site: Flask) -> None:
    acts.deploy(town, is_open=True)
    case = acts.clue(town, subject="hanxue")
    acts.assess(town, case, person="hanxue")
    answer = complete(Desk(town, site), case, "check", "hanxue", {**CHECK})

    assert answer.status == 403
    assert "依法应当回避" in answer.answer.get_data(as_text=True)
    assert town.records(case, "attempt_refused")


def test_who_is_carded_sees_how_it_was_counted_and_the_way_to_appeal(
    town: Town, site: Flask
) -> None:
    case = acts.overdue(town)
    with reading(town.database) as session:
        card = session.scalars(select(Card).where(Card.colour == "red")).one()
    desk = Desk(town, site)
    page = desk.get(acts.CONCERNED, f"/cards/{card.id}")

    assert card.article in page.text
    assert f"/clocks/{card.clock_id}" in page.links()
    assert "申诉" in page.text
    town.move("11-10 09:00")
    assert "申诉期限已于" in desk.get(acts.CONCERNED, f"/cards/{card.id}").text
    assert number(desk, case) in page.text
