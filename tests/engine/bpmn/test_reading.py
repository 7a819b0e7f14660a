"""Reading: what a process says of itself, shared between threads and never changed."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from bpmn_cases import MODELS, Case, read_model

from engine.bpmn.checking import check_process
from engine.bpmn.reading import read_process
from engine.bpmn.scope import FeelEngine
from engine.errors import InvalidMatter


def test_elements_say_what_is_drawn():
    process = read_model("permit_shaped")

    start, notice = process.elements["start"], process.elements["b_notice"]
    assert (start.type, start.name, start.event) == ("startEvent", "收到申请", "message")
    assert start.message == "application"
    assert (notice.attached_to, notice.interrupting, notice.event) == ("intake", True, "timer")
    assert (notice.timer, notice.expression) == ("date", 'due("notice")')
    reviews = process.elements["dept_reviews"]
    assert reviews.multi == "parallel"
    assert reviews.loop["collection"] == "case.departments"
    assert reviews.properties["collection"] == "=case.departments"
    assert process.elements["review"].parent_id == "dept_reviews"
    assert process.elements["promise_missed"].expression == "{promise: {missed: true}}"


def test_flows_keep_condition_and_default():
    process = read_model("permit_shaped")

    flows = {f.target: f for f in process.flows_from("gw_decision")}
    assert flows["number_permit"].condition == 'case.decision.result = "grant"'
    assert not flows["number_permit"].is_default
    assert flows["issue_refusal"].is_default
    assert [e.id for e in process.children_of("accepted")][:3] == ["accepted_start", "fork", "work"]


PROPERTIES = (
    "<bpmn:extensionElements><spiffworkflow:properties>"
    '<spiffworkflow:property name="key" value="{}"/>'
    "</spiffworkflow:properties></bpmn:extensionElements>"
)


def test_properties_are_read_on_processes_lanes_gateways_and_repeated_activities():
    xml = f"""
    <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
      xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core">
    <bpmn:process id="p">{PROPERTIES.format("process")}
    <bpmn:laneSet id="ls"><bpmn:lane id="l" name="窗口">{PROPERTIES.format("lane")}
    <bpmn:flowNodeRef>x</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>
    <bpmn:startEvent id="s"/><bpmn:exclusiveGateway id="x">{PROPERTIES.format("gateway")}
    </bpmn:exclusiveGateway><bpmn:userTask id="a">{PROPERTIES.format("task")}
    <bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>2</bpmn:loopCardinality>
    </bpmn:multiInstanceLoopCharacteristics></bpmn:userTask><bpmn:endEvent id="z"/>
    <bpmn:sequenceFlow id="f" sourceRef="s" targetRef="x"/>
    <bpmn:sequenceFlow id="g" sourceRef="x" targetRef="a"/>
    <bpmn:sequenceFlow id="h" sourceRef="a" targetRef="z"/>
    </bpmn:process></bpmn:definitions>"""

    process = read_process(xml.encode())

    assert process.properties == {"key": "process"}
    assert process.lane_properties == {"l": {"key": "lane"}}
    assert process.elements["x"].properties == {"key": "gateway"}
    assert process.elements["a"].properties == {"key": "task"}


@pytest.mark.parametrize(
    ("written", "feel"),
    [
        ("P3D", 'duration("P3D")'),
        ("PT1H30M", 'duration("PT1H30M")'),
        ('=duration("P3D")', 'duration("P3D")'),
    ],
)
def test_a_bare_iso_duration_becomes_feel(written, feel):
    xml = (MODELS / "boundary_timers.bpmn").read_text()
    xml = xml.replace(
        "<bpmn:timeDate>due</bpmn:timeDate>", f"<bpmn:timeDuration>{written}</bpmn:timeDuration>"
    )

    element = read_process(xml.encode()).elements["late"]

    assert (element.timer, element.expression) == ("duration", feel)


def test_a_file_is_read_once_and_shared():
    xml = (MODELS / "review_loop.bpmn").read_bytes()

    assert read_process(xml) is read_process(xml)


def test_a_straight_diagram_of_1000_steps_is_read_and_run():
    tasks = "".join(f'<bpmn:userTask id="t{n}" name="t{n}"/>' for n in range(1000))
    flows = "".join(
        f'<bpmn:sequenceFlow id="f{n}" sourceRef="t{n}" targetRef="t{n + 1}"/>' for n in range(999)
    )
    xml = (
        '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL">'
        '<bpmn:process id="p"><bpmn:startEvent id="s" name="s"/><bpmn:endEvent id="z" name="z"/>'
        f'{tasks}{flows}<bpmn:sequenceFlow id="a" sourceRef="s" targetRef="t0"/>'
        '<bpmn:sequenceFlow id="b" sourceRef="t999" targetRef="z"/></bpmn:process>'
        "</bpmn:definitions>"
    )
    case = Case(read_process(xml.encode())).start()

    case.play(*(f"t{n}" for n in range(1000)))

    assert case.run.is_complete


def test_eight_threads_run_one_process_and_leave_it_as_it_was():
    process = read_model("event_subprocess")
    before = fingerprint(process)

    def play(_: int) -> bool:
        case = Case(process, reloads=True).start()
        case.play("remark_start", "read_remark", "expiry_start", "handle_expiry", "after")
        return case.run.is_complete

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(play, range(200)))
    assert fingerprint(process) == before


def test_a_message_leaves_the_shared_process_as_it_was():
    process = read_model("message_event_subprocess")
    before = fingerprint(process)

    first = Case(process).start().play("remark_start", "read_remark", "work")
    second = Case(process).start().play("work")

    assert first.run.is_complete
    assert second.run.is_complete
    assert fingerprint(process) == before


def fingerprint(process):
    plan = process._plan
    return [
        (name, spec._inputs[:], spec._outputs[:], getattr(spec, "arrows", None))
        for scope in (plan.main, *plan.scopes.values())
        for name, spec in scope.task_specs.items()
    ]


def test_no_python_of_a_diagram_is_ever_run():
    xml = (MODELS / "python_in_a_condition.bpmn").read_bytes()

    assert {f.code for f in check_process(xml) if f.severity == "error"} == {"not_feel"}
    with pytest.raises(InvalidMatter):
        read_process(xml)


@pytest.mark.parametrize("act", ["evaluate", "execute"])
def test_every_way_to_python_is_closed(act):
    engine = FeelEngine(lambda expression, scope: None)

    with pytest.raises(PermissionError):
        getattr(engine.environment, act)("1 + 1", {})
