"""What the permit's diagram computes: departments, dates, silence, and whom it sends back to."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine import feel
from engine.bpmn.model import Element, Process
from engine.bpmn.reading import read_process

DIAGRAM = Path("processes/construction_permit/process.bpmn")
NOW = datetime(2026, 11, 10, 1, 0, tzinfo=UTC)
TODAY = "2026-11-10"


@pytest.fixture(scope="module")
def process(request: pytest.FixtureRequest) -> Process:
    return read_process((request.config.rootpath / DIAGRAM).read_bytes())


def _evaluate(text: str, case: Mapping[str, object], **scope: object) -> object:
    value = feel.evaluate(text.removeprefix("="), {**scope, "case": case}, now=NOW)
    return feel.to_plain(value)


def _script(
    process: Process, element_id: str, case: Mapping[str, object], **scope: object
) -> object:
    return _evaluate(process.elements[element_id].expression or "", case, **scope)


def _values(element: Element) -> list[str]:
    properties = [text for text in element.properties.values() if text.startswith("=")]
    return [element.expression, *properties] if element.expression else properties


def test_every_expression_reads_only_what_is_there(process: Process) -> None:
    texts = [text for element in process.elements.values() for text in _values(element)]
    texts += [flow.condition for flow in process.flows if flow.condition]
    compiled = [feel.compile_expression(text.removeprefix("=")) for text in texts]

    assert {path[0] for c in compiled for path in c.names} <= {"case", "dept", "key", "result"}
    assert {name for c in compiled for name in c.calls} <= {"due"}
    assert [warning for c in compiled for warning in c.warnings] == []


def test_only_the_departments_chosen_by_the_chief_review_again(process: Process) -> None:
    departments = [{"key": "planning"}, {"key": "fire"}, {"key": "wage"}]
    case = {"all_departments": departments, "chief_review": {"departments": ["fire"]}}

    assert _script(process, "again", case)["departments"] == [{"key": "fire"}]


def test_deemed_acceptance_goes_back_to_the_receipt(process: Process) -> None:
    accepted = _script(process, "deem_accepted", {"received_on": "2026-11-03"})

    assert accepted == {"accepted_on": "2026-11-03", "acceptance": "deemed"}


def test_a_second_round_counts_from_the_supplement(process: Process) -> None:
    assert _script(process, "next_round", {"round": 0}) == {"round": 1, "received_on": TODAY}


def test_silence_is_recorded_under_the_department(process: Process) -> None:
    noted = _script(process, "mark_no_objection", {}, dept={"key": "wage"})

    assert noted == {
        "dept_review": {"wage": {"result": "deemed_agree", "reason": "逾期未反馈，视为无意见"}}
    }


@pytest.mark.parametrize(
    ("case", "view"),
    [
        pytest.param({}, {"review": None, "visited": False}, id="nothing-yet"),
        pytest.param(
            {"dept_review": {"fire": {"result": "site_visit"}}},
            {"review": {"result": "site_visit"}, "visited": False},
            id="asks-for-a-visit",
        ),
        pytest.param(
            {"site_visit": {"fire": {}, "wage": {}}},
            {"review": None, "visited": True},
            id="visited",
        ),
    ],
)
def test_a_department_sees_its_own_opinion_and_visit(
    process: Process, case: dict[str, object], view: dict[str, object]
) -> None:
    text = process.elements["dept_reviews"].properties["item_view"]

    assert _evaluate(text, case, dept={"key": "fire"}) == view


@pytest.mark.parametrize(
    ("decision", "legal_review", "decided_on"),
    [
        pytest.param("grant", None, TODAY, id="granted"),
        pytest.param("refuse", {"result": "agree"}, TODAY, id="refused-after-legal-review"),
        pytest.param("refuse", None, None, id="许可法-38-refusal-needs-legal-review"),
        pytest.param("return", None, None, id="returned"),
    ],
)
def test_the_decision_is_dated_only_when_it_stands(
    process: Process, decision: str, legal_review: object, decided_on: str | None
) -> None:
    case = {"decision": {"result": decision}, "legal_review": legal_review}
    values = _evaluate(process.elements["leader_decide"].properties["set"], case)

    assert values == ({"decided_on": decided_on} if decided_on else {})
