"""The history says by which flows each node was left: the way a case took is read from it."""

from builders import decided, serve
from sqlalchemy import select
from towns import Town

from engine.definitions import current_definition
from engine.store.cases import Step
from engine.store.database import reading


def flows_of(town: Town, case: int) -> list[str]:
    with reading(town.database) as session:
        steps = session.scalars(select(Step).where(Step.case_id == case).order_by(Step.number))
        return [flow for step in steps for flow in step.flows]


def test_the_flows_taken_lead_from_the_start_to_the_end(town: Town) -> None:
    case = decided(town)
    serve(town, case)

    taken = flows_of(town, case)

    with reading(town.database) as session:
        process = current_definition(session, "construction_permit").process
    drawn = {flow.id: flow for flow in process.flows}
    assert set(taken) <= set(drawn)
    entered = {drawn[one].target for one in taken}
    starts = {one.id for one in process.elements.values() if one.type == "startEvent"}
    events = {one.id for one in process.elements.values() if one.type == "boundaryEvent"}
    assert {drawn[one].source for one in taken} <= entered | starts | events
    assert {"issue_permit", "leader_decide", "accept"} <= entered


def test_a_flow_not_taken_is_not_there(town: Town) -> None:
    granted = flows_of(town, decided(town))
    refused = flows_of(town, decided(town, "refuse"))

    assert set(refused) - set(granted)
    assert set(granted) - set(refused)
