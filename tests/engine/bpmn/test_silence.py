"""Silence never grants: every path from a timer to a grant passes a person."""

import pytest
from bpmn_cases import read_model

from engine.bpmn.checking import paths_from_timers_without_user_task


@pytest.mark.parametrize(
    ("model", "grant", "timers"),
    [
        ("permit_shaped", "number_permit", set()),
        ("permit_shaped", "draft_opinion", {"b_notice", "b_review", "b_promised"}),
        ("permit_shaped", "accepted", {"b_notice"}),
        ("permit_shaped", "return_case", {"b_supplement"}),
        ("boundary_timers", "after_block", {"block_late"}),
        ("boundary_timers", "over", {"wait_late"}),
        ("event_gateway", "merge", set()),
        ("boundary_on_multi", "over", set()),
        ("event_subprocess", "after", set()),
        ("event_subprocess", "handle_expiry", {"expiry_start"}),
    ],
)
def test_each_timer_that_reaches_the_element_without_a_person_is_found(model, grant, timers):
    findings = paths_from_timers_without_user_task(read_model(model), [grant])

    assert {f.element_id for f in findings} == timers
    assert {f.code for f in findings} <= {"silence_grants"}
