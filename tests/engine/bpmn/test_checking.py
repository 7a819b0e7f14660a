"""The check: what is drawn is run, or refused with the element, the reason and a remedy."""

import pytest
from bpmn_cases import MODELS

from engine.bpmn.checking import check_process
from engine.bpmn.reading import read_process
from engine.errors import InvalidMatter

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core"'
    ' xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
    ' xmlns:color="http://www.omg.org/spec/BPMN/non-normative/color/1.0">'
    '<bpmn:message id="m" name="m"/><bpmn:error id="e" name="e" errorCode="e"/>'
)
START, END = '<bpmn:startEvent id="s" name="s"/>', '<bpmn:endEvent id="z" name="z"/>'
TIMER = "<bpmn:timerEventDefinition><bpmn:timeDate>d</bpmn:timeDate></bpmn:timerEventDefinition>"
MESSAGE = '<bpmn:messageEventDefinition messageRef="m"/>'
WHEN = "<bpmn:conditionalEventDefinition><bpmn:condition>y = 1</bpmn:condition>"
WHEN += "</bpmn:conditionalEventDefinition>"
CYCLE = "<bpmn:timerEventDefinition><bpmn:timeCycle>R/P1D</bpmn:timeCycle>"
CYCLE += "</bpmn:timerEventDefinition>"


def flow(source: str, target: str, condition: str | None = None) -> str:
    inside = f"<bpmn:conditionExpression>{condition}</bpmn:conditionExpression>"
    return (
        f'<bpmn:sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}">'
        f"{inside if condition else ''}</bpmn:sequenceFlow>"
    )


def task(inside: str = "", more: str = "", kind: str = "userTask", task_id: str = "a") -> str:
    return f'<bpmn:{kind} id="{task_id}" name="{task_id}" {more}>{inside}</bpmn:{kind}>'


def process(*parts: str, more: str = "") -> bytes:
    body = f'<bpmn:process id="p" isExecutable="true" {more}>{"".join(parts)}</bpmn:process>'
    return f"{HEAD}{body}</bpmn:definitions>".encode()


def line(middle: str) -> bytes:
    """Return start -> `middle` (id a) -> end."""
    return process(START, middle, END, flow("s", "a"), flow("a", "z"))


def boundary(event: str, more: str = "") -> bytes:
    drawn = (
        f'<bpmn:boundaryEvent id="b" name="b" attachedToRef="a" {more}>{event}</bpmn:boundaryEvent>'
    )
    return process(START, task(), drawn, END, flow("s", "a"), flow("a", "z"), flow("b", "z"))


def choice(*flows: str, more: str = "") -> bytes:
    gateway = f'<bpmn:exclusiveGateway id="x" {more}/>'
    return process(START, gateway, task(), END, flow("s", "x"), *flows, flow("a", "z"))


def event(kind: str, event_id: str, inside: str = "", more: str = "") -> str:
    return f'<bpmn:{kind} id="{event_id}" name="{event_id}" {more}>{inside}</bpmn:{kind}>'


def definition(kind: str, more: str = "") -> str:
    return f"<bpmn:{kind}EventDefinition {more}/>"


ASSIGNMENT = "<bpmn:assignment><bpmn:from>a</bpmn:from><bpmn:to>b</bpmn:to></bpmn:assignment>"
CHOREOGRAPHY = b'<bpmn:choreography id="c"/><bpmn:process'
MUST = b'<bpmn:extension mustUnderstand="true" definition="x"/><bpmn:process'
INNER = '<bpmn:startEvent id="is"/><bpmn:endEvent id="ie"/>' + flow("is", "ie")
FAULTS = {
    "complex gateway": (line('<bpmn:complexGateway id="a"/>'), "a", "tag_complexGateway"),
    "transaction": (line(task(INNER, kind="transaction")), "a", "tag_transaction"),
    "ad-hoc sub-process": (line(task(kind="adHocSubProcess")), "a", "tag_adHocSubProcess"),
    "compensation throw": (
        line(event("intermediateThrowEvent", "a", definition("compensate"))),
        "a",
        "tag_compensateEventDefinition",
    ),
    "message that is not in the file": (
        boundary('<bpmn:messageEventDefinition messageRef="other"/>'),
        "b",
        "reference_missing",
    ),
    "error that is not in the file": (
        boundary(definition("error", 'errorRef="other"')),
        "b",
        "reference_missing",
    ),
    "default that leaves another element": (
        process(START, task(more='default="s_a"'), END, flow("s", "a"), flow("a", "z")),
        "a",
        "default_elsewhere",
    ),
    "event definition elsewhere": (
        boundary("<bpmn:eventDefinitionRef>t</bpmn:eventDefinitionRef>"),
        "b",
        "tag_eventDefinitionRef",
    ),
    "data association with an assignment": (
        line(task(f"<bpmn:dataInputAssociation>{ASSIGNMENT}</bpmn:dataInputAssociation>")),
        "a",
        "tag_assignment",
    ),
    "vendor attribute of the process": (
        process(START, END, flow("s", "z"), more='camunda:candidateStarterGroups="x"'),
        "p",
        "vendor_extension",
    ),
    "choreography in the file": (
        process(START, END, flow("s", "z")).replace(b"<bpmn:process", CHOREOGRAPHY, 1),
        "c",
        "tag_choreography",
    ),
    "extension that must be understood": (
        process(START, END, flow("s", "z")).replace(b"<bpmn:process", MUST, 1),
        "",
        "attribute",
    ),
    "empty condition": (boundary(definition("conditional")), "b", "condition_empty"),
    "conditional start": (
        process(event("startEvent", "s", WHEN), END, flow("s", "z")),
        "s",
        "trigger",
    ),
    "condition that interrupts what it leads back to": (
        process(
            START,
            '<bpmn:exclusiveGateway id="x"/>',
            task(),
            event("boundaryEvent", "b", WHEN, 'attachedToRef="a"'),
            END,
            flow("s", "x"),
            flow("x", "a"),
            flow("a", "z"),
            flow("b", "x"),
        ),
        "a",
        "endless_loop",
    ),
    "loop over a link": (
        process(
            START,
            '<bpmn:exclusiveGateway id="x" default="x_z"/>',
            event("intermediateThrowEvent", "t", definition("link", 'name="back"')),
            event("intermediateCatchEvent", "c", definition("link", 'name="back"')),
            END,
            flow("s", "x"),
            flow("x", "t", "y = 1"),
            flow("x", "z"),
            flow("c", "x"),
        ),
        "x",
        "endless_loop",
    ),
    "cancel end": (
        process(START, event("endEvent", "z", definition("cancel")), flow("s", "z")),
        "z",
        "tag_cancelEventDefinition",
    ),
    "cycle timer": (boundary(CYCLE), "b", "tag_timeCycle"),
    "potential owner": (line(task("<bpmn:potentialOwner/>")), "a", "tag_potentialOwner"),
    "input and output mapping": (line(task("<bpmn:ioSpecification/>")), "a", "tag_ioSpecification"),
    "choreography task": (line(task(kind="choreographyTask")), "a", "tag_choreographyTask"),
    "unknown element": (line(task("<bpmn:wonder/>")), "a", "tag_wonder"),
    "for compensation": (line(task(more='isForCompensation="true"')), "a", "attribute"),
    "start quantity": (line(task(more='startQuantity="2"')), "a", "attribute"),
    "instantiating receive task": (
        line(task(more='instantiate="true" messageRef="m"', kind="receiveTask")),
        "a",
        "attribute",
    ),
    "parallel multiple": (boundary(TIMER, 'parallelMultiple="true"'), "b", "attribute"),
    "two triggers": (boundary(TIMER + MESSAGE), "b", "several_events"),
    "camunda attribute": (line(task(more='camunda:assignee="wang"')), "a", "vendor_extension"),
    "camunda element": (
        line(task("<bpmn:extensionElements><camunda:formData/></bpmn:extensionElements>")),
        "a",
        "vendor_extension",
    ),
    "python before a task": (
        line(
            task(
                "<bpmn:extensionElements><spiffworkflow:preScript>import os"
                "</spiffworkflow:preScript></bpmn:extensionElements>"
            )
        ),
        "a",
        "vendor_extension",
    ),
    "reserved id": (
        process(event("startEvent", "Start"), END, flow("Start", "z")),
        "Start",
        "id_reserved",
    ),
    "id with a dot": (line(task(task_id="a") + task(task_id="a.b")), "a.b", "id_reserved"),
    "id used twice": (process(START, END, END, flow("s", "z")), "z", "id_repeated"),
    "no id": (process(START, task(task_id=""), END, flow("s", "z")), "", "id_missing"),
    "process without an id": (
        process(START, END, flow("s", "z")).replace(b'id="p"', b""),
        "",
        "id_missing",
    ),
    "sub-process of its process's id": (
        line(task(INNER, kind="subProcess")).replace(b'"a"', b'"p"'),
        "p",
        "id_repeated",
    ),
    "no start": (process(END), "p", "one_start"),
    "two starts": (
        process(START, event("startEvent", "t"), END, flow("s", "z"), flow("t", "z")),
        "p",
        "one_start",
    ),
    "timer start": (process(event("startEvent", "s", TIMER), END, flow("s", "z")), "s", "trigger"),
    "message start inside": (
        line(task(event("startEvent", "is", MESSAGE) + flow("is", "ie"), kind="subProcess")),
        "is",
        "trigger",
    ),
    "timer end": (process(START, event("endEvent", "z", TIMER), flow("s", "z")), "z", "trigger"),
    "catch of nothing": (line(event("intermediateCatchEvent", "a")), "a", "trigger_missing"),
    "sub-process with nothing in it": (line(task(kind="subProcess")), "a", "scope_empty"),
    "empty timer": (boundary(definition("timer")), "b", "timer_empty"),
    "receive task of no message": (line(task(kind="receiveTask")), "a", "message_unnamed"),
    "send task of no message": (line(task(kind="sendTask")), "a", "message_unnamed"),
    "unreachable task": (process(START, task(), END, flow("s", "z")), "a", "unreachable"),
    "boundary on nothing": (
        process(START, END, flow("s", "z"), event("boundaryEvent", "b", TIMER)),
        "b",
        "boundary_host",
    ),
    "non-interrupting error": (
        boundary(definition("error", 'errorRef="e"'), 'cancelActivity="false"'),
        "b",
        "error_not_interrupting",
    ),
    "error nobody catches": (
        process(START, event("endEvent", "z", definition("error")), flow("s", "z")),
        "z",
        "error_uncaught",
    ),
    "error in the event sub-process that catches it": (
        process(
            START,
            event("endEvent", "z", definition("error", 'errorRef="e"')),
            flow("s", "z"),
            event(
                "subProcess",
                "h",
                event("startEvent", "hs", definition("error"))
                + event("endEvent", "hz", definition("error", 'errorRef="e"'))
                + flow("hs", "hz"),
                'triggeredByEvent="true"',
            ),
        ),
        "hz",
        "error_uncaught",
    ),
    "link without its other end": (
        process(
            START,
            event("intermediateThrowEvent", "a", definition("link", 'name="far"')),
            flow("s", "a"),
        ),
        "a",
        "link_target",
    ),
    "flow of an event gateway to nowhere": (
        process(START, '<bpmn:eventBasedGateway id="g"/>', flow("s", "g"), flow("g", "nowhere")),
        "g_nowhere",
        "flow_ends",
    ),
    "flow over a border": (
        process(START, task(INNER, kind="subProcess"), END, flow("s", "a"), flow("is", "z")),
        "is_z",
        "flow_ends",
    ),
    "flow after an end": (
        process(START, task(), END, flow("s", "z"), flow("z", "a")),
        "z",
        "misplaced",
    ),
    "flow into a start": (
        process(START, task(), END, flow("s", "a"), flow("a", "z"), flow("a", "s")),
        "s",
        "misplaced",
    ),
    "condition after a parallel gateway": (
        process(
            START,
            '<bpmn:parallelGateway id="a"/>',
            END,
            flow("s", "a"),
            flow("a", "z", "x = 1"),
        ),
        "a",
        "misplaced",
    ),
    "gateway without default": (
        choice(flow("x", "a", "x = 1"), flow("x", "z", "x = 2")),
        "x",
        "no_default",
    ),
    "branch without condition": (
        choice(flow("x", "a"), flow("x", "z"), more='default="x_z"'),
        "x",
        "flow_without_condition",
    ),
    "default with condition": (
        choice(flow("x", "a", "x = 1"), flow("x", "z", "x = 2"), more='default="x_z"'),
        "x",
        "misplaced",
    ),
    "loop that passes no task": (
        process(
            START,
            '<bpmn:exclusiveGateway id="x"/><bpmn:exclusiveGateway id="y" default="y_z"/>',
            END,
            flow("s", "x"),
            flow("x", "y"),
            flow("y", "x", "x = 1"),
            flow("y", "z"),
        ),
        "x",
        "endless_loop",
    ),
    "event gateway before a task": (
        process(
            START,
            '<bpmn:eventBasedGateway id="g"/>',
            task(),
            END,
            flow("s", "g"),
            flow("g", "a"),
            flow("a", "z"),
        ),
        "g",
        "misplaced",
    ),
    "multi-instance without collection": (
        line(task("<bpmn:multiInstanceLoopCharacteristics/>")),
        "a",
        "loop",
    ),
    "loop without bound": (line(task("<bpmn:standardLoopCharacteristics/>")), "a", "loop"),
    "call of a process that is not there": (
        line(task(more='calledElement="q"', kind="callActivity")),
        "a",
        "call_target",
    ),
    "empty script": (line(task(kind="scriptTask")), "a", "script_empty"),
    "python script": (
        line(task("<bpmn:script>x</bpmn:script>", 'scriptFormat="python"', "scriptTask")),
        "a",
        "not_feel",
    ),
}


@pytest.mark.parametrize(("xml", "element_id", "code"), FAULTS.values(), ids=FAULTS.keys())
def test_what_cannot_be_run_is_refused_by_element_and_code(xml, element_id, code):
    findings = check_process(xml)

    errors = [f for f in findings if f.severity == "error"]
    assert (element_id, code) in [(f.element_id, f.code) for f in errors]
    for finding in errors:
        assert finding.zh
        assert finding.en
        assert finding.remedy_zh
        assert finding.remedy_en
    with pytest.raises(InvalidMatter) as refused:
        read_process(xml)
    assert set(refused.value.findings) == set(errors)


@pytest.mark.parametrize(
    "condition",
    [
        "result == 'grant'",
        "${approved}",
        "x is None",
        "a &amp;&amp; b",
        "case.get(x)",
        "().__class__",
        "__import__(x)",
        "len(x) > 1",
        "x = True",
        "lambda: 1",
    ],
)
def test_expressions_that_are_not_feel_are_refused(condition):
    xml = choice(flow("x", "a", condition), flow("x", "z"), more='default="x_z"')

    assert ("x_a", "not_feel") in [(f.element_id, f.code) for f in check_process(xml)]


@pytest.mark.parametrize(
    "condition",
    [
        'case.decision.result = "refuse" and case.legal_review = null',
        'case.rating.level in ("不满意","非常不满意")',
        "case.note = \"it == 'x' &amp;&amp; ${y}\"",
        "case.a != true",
    ],
)
def test_feel_is_not_taken_for_python(condition):
    xml = choice(flow("x", "a", condition), flow("x", "z"), more='default="x_z"')

    assert [f for f in check_process(xml) if f.severity == "error"] == []


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        (b"", "empty"),
        (b"<a/>", "no definitions"),
        (b"\x00\xff", "binary"),
        (f"{HEAD}</bpmn:definitions>".encode(), "no process"),
        (process(START).replace(b'"true"', b'"false"'), "not executable"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]>' + process(START), "document type"),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_a_file_that_is_no_process_is_refused(xml, reason):
    assert [f.code for f in check_process(xml)] == ["unreadable"]
    with pytest.raises(InvalidMatter):
        read_process(xml)


def test_drawing_only_and_colours_are_accepted_in_silence():
    artefacts = (
        '<bpmn:textAnnotation id="t"><bpmn:text>x</bpmn:text></bpmn:textAnnotation>'
        '<bpmn:association id="as" sourceRef="a" targetRef="t"/>'
        '<bpmn:dataObject id="do"/><bpmn:dataObjectReference id="dr" dataObjectRef="do"/>'
        '<bpmn:laneSet id="ls"><bpmn:lane id="l" name="窗口"><bpmn:flowNodeRef>a</bpmn:flowNodeRef>'
        "</bpmn:lane></bpmn:laneSet>"
    )
    xml = line(task(more='color:background-color="#fff"') + artefacts)

    assert check_process(xml) == ()
    assert read_process(xml).elements["a"].lane_id == "l"


def test_warnings_do_not_keep_a_diagram_from_running():
    xml = process(START, task().replace('name="a"', ""), flow("s", "a"))

    assert {f.code for f in check_process(xml)} == {"name_missing", "implicit_end"}
    assert read_process(xml).id == "p"


@pytest.mark.parametrize(
    "model", sorted(p.stem for p in MODELS.glob("*.bpmn") if "python" not in p.stem)
)
def test_every_node_that_is_drawn_is_a_node_that_runs(model):
    process = read_process((MODELS / f"{model}.bpmn").read_bytes())

    plan = process._plan
    built = {
        node.element.id
        for spec in (plan.main, *plan.scopes.values())
        for node in spec.task_specs.values()
        if hasattr(node, "element")
    }
    assert built == set(process.elements)
