"""A matter given only as a folder runs from start to archive without a line of Python."""

import pytest
from towns import Town

from engine.errors import NotAllowed

REQUEST = {
    "works": "滨江隧道连续浇筑",
    "organisation": "江城建工集团有限公司",
    "organisation_code": "91990100000000115G",
    "from_on": "2026-09-28",
    "until_on": "2026-09-30",
    "reason": "大体积混凝土须连续浇筑",
    "mobile": "15400000001",
}


def requested(town: Town) -> int:
    return town.start("three_steps", REQUEST)


def checked(town: Town) -> int:
    case = requested(town)
    town.do(case, "review_request", {"result": "pass", "opinion": "通过"}, by="limingyuan")
    return case


@pytest.mark.parametrize(
    ("decision", "outcome"),
    [({"result": "grant"}, "given"), ({"result": "refuse", "reason": "理由不足"}, "refused")],
)
def test_it_runs_from_start_to_archive(
    any_town: Town, decision: dict[str, str], outcome: str
) -> None:
    case = checked(any_town)
    assert any_town.steps(case) == {"decide_request"}
    any_town.do(case, "decide_request", decision)

    closed = any_town.case(case)
    assert (closed.state, closed.outcome, closed.number) == ("closed", outcome, "YJSG-2026-0001")
    assert closed.title == "滨江隧道连续浇筑"
    assert any_town.records(case, "sealed")


def test_its_limits_card_like_any_other(town: Town) -> None:
    case = checked(town)
    town.sweep("10-14 09:00")

    assert town.cards(case) == [("yellow", "decide", "2026-09-30 24:00", "zhengkai")]


def test_its_own_rule_of_separation_holds(town: Town) -> None:
    from engine.people import get_person
    from engine.staffing import appoint
    from engine.store.database import transaction

    with transaction(town.database) as session:
        appoint(
            session,
            get_person(session, "limingyuan"),
            "approval",
            "chief",
            from_on=town.now.date(),
        )
    case = checked(town)

    with pytest.raises(NotAllowed):
        town.do(case, "decide_request", {"result": "grant"}, by="limingyuan")


def test_two_matters_run_side_by_side(town: Town) -> None:
    from builders import accepted

    permit, night = accepted(town), checked(town)
    assert town.case(permit).number == "SGXK-2026-0001"
    assert town.case(night).number == "YJSG-2026-0001"
    town.do(night, "decide_request", {"result": "grant"}, by="zhengkai")

    assert town.case(permit).state == "open"
