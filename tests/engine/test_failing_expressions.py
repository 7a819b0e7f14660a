"""An expression that cannot be evaluated stops its step and nothing else, and says what it is."""

import pytest
from test_definitions import THREE_STEPS, changed, deploy
from test_three_steps import REQUEST, checked
from towns import Town

from engine.errors import ExpressionFailed

ENDLESS = "count(for i in 1..1000000000 return i)"
SCRIPT = (
    '<bpmn:scriptTask id="file_away" name="归档" scriptFormat="application/feel"><bpmn:script>'
    f"{{total: {ENDLESS}}}</bpmn:script>"
)


def test_a_script_waits_for_an_administrator(town: Town) -> None:
    files = changed(
        THREE_STEPS, "process.bpmn", '<bpmn:serviceTask id="file_away" name="归档">', SCRIPT
    )
    files = changed(files, "process.bpmn", "</bpmn:serviceTask>", "</bpmn:scriptTask>")
    operation = '<spiffworkflow:property name="operation" value="archive" />'
    deploy(town.database, changed(files, "process.bpmn", operation, ""))

    case = checked(town)
    town.do(case, "decide_request", {"result": "grant"}, by="zhengkai")

    (incident,) = town.records(case, "incident")
    assert (incident.element_id, incident.body["code"]) == ("file_away", "feel_limit")
    assert town.case(case).state == "open"


def test_an_act_that_needs_it_is_refused_with_its_text(town: Town) -> None:
    files = changed(
        THREE_STEPS, "process.bpmn", "={received_on: today()}", f"={{received_on: {ENDLESS}}}"
    )
    deploy(town.database, files)

    with pytest.raises(ExpressionFailed) as refused:
        town.start("three_steps", REQUEST)

    assert refused.value.code == "feel_limit"
    assert ENDLESS in refused.value.zh
    assert ENDLESS in refused.value.en
