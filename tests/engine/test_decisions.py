"""Decisions of a matter: made at a business rule task, told by their rules, checked beforehand."""

from collections.abc import Mapping

import builders
import pytest
from test_definitions import PERMIT, THREE_STEPS, changed, deploy, errors
from test_three_steps import requested
from towns import Town

from engine.decisions import Decisions, read_decisions
from engine.definitions import check_files
from engine.feel import HostFunctionError, LimitExceeded, evaluate

TASK = """<bpmn:businessRuleTask id="weigh" name="分级"><bpmn:extensionElements>
<spiffworkflow:properties>
<spiffworkflow:property name="decision" value="{key}" />
<spiffworkflow:property name="inputs" value="={{hours: case.request.hours}}" />
</spiffworkflow:properties></bpmn:extensionElements>
<bpmn:incoming>start_to_weigh</bpmn:incoming><bpmn:outgoing>start_to_review_request</bpmn:outgoing>
</bpmn:businessRuleTask>
<bpmn:sequenceFlow id="start_to_weigh" sourceRef="start" targetRef="weigh" />
<bpmn:userTask id="review_request\""""
TABLE = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="分级"
namespace="urn:test:grade"><inputData id="h" name="hours"/><inputData id="c" name="case"/>
<decision id="grade" name="等级"><variable name="等级" typeRef="string"/>
<informationRequirement><requiredInput href="#h"/></informationRequirement>
<informationRequirement><requiredInput href="#c"/></informationRequirement>
<decisionTable hitPolicy="FIRST">
<input label="时长"><inputExpression><text>hours</text></inputExpression></input>
<input label="单位"><inputExpression><text>{input}</text></inputExpression></input><output/>
<annotation name="依据"/>
<rule id="long"><inputEntry><text>&gt; 3</text></inputEntry><inputEntry><text>-</text></inputEntry>
<outputEntry><text>"long"</text></outputEntry></rule>
<rule id="other"><inputEntry><text>-</text></inputEntry><inputEntry><text>-</text></inputEntry>
<outputEntry><text>{output}</text></outputEntry>
<annotationEntry><text>夜间施工办法 三</text></annotationEntry></rule>
</decisionTable></decision></definitions>"""


def graded(
    key: str = "grade",
    file: str = "",
    text: str = "case.request.organisation",
    out: str = '"short"',
) -> dict[str, bytes]:
    """Return the three steps with a decision before the first."""
    files = changed(
        THREE_STEPS, "process.bpmn", '<bpmn:userTask id="review_request"', TASK.format(key=key)
    )
    files = changed(
        files,
        "process.bpmn",
        'id="start_to_review_request" sourceRef="start"',
        'id="start_to_review_request" sourceRef="weigh"',
    )
    files = changed(
        files,
        "process.bpmn",
        "<bpmn:outgoing>start_to_review_request</bpmn:outgoing>\n      <bpmn:message",
        "<bpmn:outgoing>start_to_weigh</bpmn:outgoing>\n      <bpmn:message",
    )
    return {**files, "grade.dmn": TABLE.format(input=text, output=out).encode()}


def of(files: Mapping[str, bytes]) -> Decisions:
    return read_decisions(files)


def test_the_value_lies_at_the_step_and_the_rules_in_the_record(town: Town) -> None:
    deploy(town.database, graded())

    case = requested(town)

    (entry,) = town.records(case, "decision_made")
    assert town.case(case).document["weigh"] == "short"
    assert (entry.person_id, entry.body["decision"], entry.body["file"]) == (
        None,
        "grade",
        "grade.dmn",
    )
    assert entry.body["tables"] == [
        {
            "decision": "等级",
            "inputs": [
                {"label": "时长", "value": None},
                {"label": "单位", "value": "江城建工集团有限公司"},
            ],
            "rules": [
                {
                    "number": 2,
                    "id": "other",
                    "notes": [{"heading": "依据", "text": "夜间施工办法 三"}],
                }
            ],
        }
    ]


def test_the_permit_tells_why_its_departments_review(town: Town) -> None:
    case = builders.accepted(town)

    (entry,) = town.records(case, "decision_made")
    (table,) = entry.body["tables"]
    assert [d["key"] for d in town.case(case).document["departments"]] == [
        *("planning", "quality", "safety", "wage")
    ]
    assert [rule["number"] for rule in table["rules"]] == [1, 2, 3, 4]
    assert table["rules"][2]["notes"][0]["text"] == "建设工程安全生产管理条例 第四十二条"


def test_an_ordinary_permit_is_warned_of_nothing(town: Town) -> None:
    case = builders.decided(town)

    assert [entry.body for entry in town.records(case, "feel_warning")] == []


def test_what_misleads_is_recorded_once(town: Town) -> None:
    deploy(town.database, graded(text="case.request.from_on &gt; today()", out='"short" + nobody'))

    case = requested(town)
    town.do(case, "review_request", {"result": "pass", "opinion": "通过"}, by="limingyuan")

    (entry,) = town.records(case, "feel_warning")
    assert [(one["expression"], one["code"]) for one in entry.body["warnings"]] == [
        ("grade", "different_kinds"),
        ("grade", "unknown_name"),
    ]


def test_a_decision_that_cannot_be_made_waits_for_an_administrator(town: Town) -> None:
    endless = "count(for i in 1..1000000000 return i)"
    deploy(town.database, graded(text=endless))

    case = requested(town)

    (entry,) = town.records(case, "incident")
    assert (entry.element_id, entry.body["code"]) == ("weigh", "feel_limit")
    assert town.case(case).state == "open"


FAULTS = [
    pytest.param(graded(key="gradee"), ("weigh", "decision_missing"), id="no-such-decision"),
    pytest.param(graded(key=""), ("weigh", "decision_missing"), id="no-key"),
    pytest.param(graded(out='"sho'), ("grade.dmn", "feel_syntax"), id="cell"),
    pytest.param({**graded(), "two.dmn": b"<no"}, ("two.dmn", "no_xml"), id="no-xml"),
    pytest.param(
        changed(graded(), "grade.dmn", "FIRST", "BEST"), ("grade.dmn", "feel"), id="hit-policy"
    ),
    pytest.param(
        {**graded(), "two.dmn": graded()["grade.dmn"]}, ("weigh", "decision_missing"), id="two"
    ),
    pytest.param(
        changed(graded(), "grade.dmn", "<inputData id=\"h\"",
                "<import importType=\"http://DMN\" namespace=\"urn:x\" name=\"x\"/>"
                "<inputData id=\"h\""),
        ("grade.dmn", "import_missing"),
        id="import",
    ),
    pytest.param(
        changed(
            graded(), "process.bpmn", "={hours: case.request.hours}",
            "={hours: decide(&#34;wrong&#34;, {})}",
        ),
        ("weigh", "decision_missing"),
        id="decide-in-an-expression",
    ),
    pytest.param(
        changed(PERMIT, "forms/promise.form", "promise_allowed", "promise_alowed"),
        ("forms/promise.form", "decision_missing"),
        id="decide-in-a-form",
    ),
]  # fmt: skip


def test_a_matter_with_a_decision_can_run() -> None:
    assert errors(graded()) == set()


@pytest.mark.parametrize(("files", "expected"), FAULTS)
def test_a_fault_is_found_before_it_is_published(
    files: dict[str, bytes], expected: tuple[str, str]
) -> None:
    assert expected in errors(files)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("case.request, hours", "feel_syntax"),
        ("ours", "unknown_name"),
        ("hours，case", "full_width"),
    ],
)
def test_what_misleads_in_a_table_is_told(text: str, code: str) -> None:
    assert code in {found.code for found in check_files(graded(text=text))}


def test_a_requirement_that_is_not_drawn_is_told() -> None:
    line = '<informationRequirement><requiredInput href="#c"/></informationRequirement>\n'

    findings = check_files(changed(graded(), "grade.dmn", line, ""))

    assert [(f.element_id, f.code, f.severity) for f in findings if f.code == "not_required"] == [
        ("grade.dmn", "not_required", "warning")
    ]


def test_an_expression_asks_a_decision_by_key() -> None:
    functions = of(graded()).functions

    assert evaluate('decide("grade", {hours: 4})', {}, functions=functions) == "long"
    assert evaluate('decide(inputs: {hours: 1}, key: "等级")', {}, functions=functions) == "short"


def test_asking_for_what_is_not_there_says_so() -> None:
    with pytest.raises(HostFunctionError, match="not exactly one decision “size”"):
        evaluate('decide("size", {})', {}, functions=of(graded()).functions)


def test_decisions_asked_in_a_loop_share_one_budget() -> None:
    files = graded(text="count(for i in 1..9000 return i)")

    with pytest.raises(LimitExceeded):
        evaluate('for i in 1..99999 return decide("grade", {})', {}, functions=of(files).functions)
