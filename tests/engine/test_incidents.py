"""An automatic step that fails waits for an administrator and holds up nothing else."""

import pytest
from sqlalchemy import select
from test_definitions import THREE_STEPS, changed, deploy
from test_three_steps import checked
from towns import Town

from engine.store.database import reading, transaction
from engine.store.publishing import Counter, Setting
from engine.store.records import Incident

FORK = """
<bpmn:parallelGateway id="fork"><bpmn:incoming>decide_request_to_file_away</bpmn:incoming>
<bpmn:outgoing>fork_to_print</bpmn:outgoing><bpmn:outgoing>fork_to_file</bpmn:outgoing>
</bpmn:parallelGateway>
<bpmn:serviceTask id="print_proof" name="出证"><bpmn:extensionElements>
<spiffworkflow:properties>
<spiffworkflow:property name="operation" value="issue_document" />
<spiffworkflow:property name="documents" value="night_refusal,night_proof" />
</spiffworkflow:properties></bpmn:extensionElements>
<bpmn:incoming>fork_to_print</bpmn:incoming><bpmn:outgoing>print_to_end</bpmn:outgoing>
</bpmn:serviceTask>
<bpmn:endEvent id="printed" name="已出证">
<bpmn:incoming>print_to_end</bpmn:incoming></bpmn:endEvent>
<bpmn:sequenceFlow id="fork_to_print" sourceRef="fork" targetRef="print_proof" />
<bpmn:sequenceFlow id="fork_to_file" sourceRef="fork" targetRef="file_away" />
<bpmn:sequenceFlow id="print_to_end" sourceRef="print_proof" targetRef="printed" />
<bpmn:serviceTask id="file_away\""""


def broken_matter() -> dict[str, bytes]:
    """Return the three steps with a second automatic step whose second paper needs a seal."""
    files = changed(THREE_STEPS, "process.bpmn", '<bpmn:serviceTask id="file_away"', FORK)
    files = changed(
        files,
        "process.bpmn",
        "<bpmn:incoming>decide_request_to_file_away</bpmn:incoming>\n      <bpmn:out",
        "<bpmn:incoming>fork_to_file</bpmn:incoming>\n      <bpmn:out",
    )
    files = changed(
        files,
        "process.bpmn",
        'sourceRef="decide_request" targetRef="file_away"',
        'sourceRef="decide_request" targetRef="fork"',
    )
    return {
        **files,
        "documents/night_proof.html": b"{% if not bureau.seal %}{{ seal() }}{% endif %}",
    }


@pytest.fixture
def case(town: Town) -> int:
    """Return a case whose second paper cannot be made."""
    deploy(town.database, broken_matter())
    one = checked(town)
    town.do(one, "decide_request", {"result": "grant"}, by="zhengkai")
    return one


def incidents(town: Town) -> list[Incident]:
    with reading(town.database) as session:
        return list(session.scalars(select(Incident)))


def test_the_case_waits_and_says_why(town: Town, case: int) -> None:
    (incident,) = incidents(town)

    assert (incident.element_id, incident.code) == ("print_proof", "document_failed")
    assert "night_proof.html" in incident.text
    assert town.case(case).state == "open"
    assert len(town.records(case, "incident")) == 1


def test_what_stands_beside_it_is_done(town: Town, case: int) -> None:
    assert town.records(case, "sealed")


def test_a_step_that_failed_half_way_leaves_nothing_behind(town: Town, case: int) -> None:
    assert town.documents(case) == []
    with reading(town.database) as session:
        given = {row.key: row.last for row in session.scalars(select(Counter))}
    assert not [key for key, last in given.items() if "night" in key and last]


def test_it_is_tried_again_and_recorded_once(town: Town, case: int) -> None:
    before = incidents(town)[0].retry_at
    town.sweep("09-24 14:00")

    after = incidents(town)[0].retry_at
    assert before is not None
    assert after is not None
    assert after > before
    assert len(town.records(case, "incident")) == 1


def test_once_it_can_be_done_the_case_goes_on(town: Town, case: int) -> None:
    with transaction(town.database) as session:
        bureau = session.get_one(Setting, "bureau")
        bureau.value = {**bureau.value, "seal": True}
    town.sweep("09-24 14:00")

    assert town.documents(case) == ["night_refusal", "night_proof"]
    assert incidents(town) == []
    assert (town.case(case).state, town.case(case).outcome) == ("closed", "given")
