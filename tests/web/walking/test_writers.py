"""What a condition reads says who may still change it; what else it asks, nobody knows."""

import pytest

from engine.bpmn.model import Element, Flow, Process
from web.walking.writers import writers_of

ELEMENTS = (
    Element("start", "startEvent", process_id="p", properties={"form": "application"}),
    Element("draw", "serviceTask", process_id="p"),
    Element("weigh", "userTask", process_id="p", properties={"set": "={round: case.round + 1}"}),
)


@pytest.mark.parametrize(
    ("condition", "writers"),
    [
        ("case.application.special = true", {"start"}),
        ("case.draw.drawn = true and case.application.special = true", {"draw", "start"}),
        ("case.round > 3", {"weigh"}),
        ("case.nobody_writes_it = 1", None),
        ('count(problems("open")) = 0', None),
        ('case.round > 3 and today() > date("2026-01-01")', None),
        ("dept.result = 1", None),
    ],
)
def test_writers_are_those_who_write_what_a_condition_reads(
    condition: str, writers: set[str] | None
) -> None:
    flow = Flow("f", "gw", "on", condition=condition)
    process = Process("p", "p", {one.id: one for one in ELEMENTS}, (flow,), {}, {}, "0")

    assert writers_of(process).get(0) == writers
