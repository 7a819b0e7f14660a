"""The verdict on a file, and what was mapped, dropped, asked or refused, by element."""

import pytest
from foreign import VENDORS, choice, diagram, extended, flow, line, task
from lxml import etree

from engine.bpmn.reading import read_process
from engine.importing.judging import judge

LOOP = "multiInstanceLoopCharacteristics"
COMPENSATION = '<compensateEventDefinition id="c"/>'
TIMER_START = "<timerEventDefinition><timeDate>2026-01-01</timeDate></timerEventDefinition>"


def said(xml, kind):
    return [(n.element, n.code) for n in judge(xml).notes if n.kind == kind]


def properties(xml, element="a"):
    return dict(read_process(judge(xml).diagram).elements[element].properties)


def condition(xml, flow_id="x_a"):
    process = read_process(judge(xml).diagram)
    return next(f.condition for f in process.flows if f.id == flow_id)


VERDICTS = {
    "plain": (line(task()), "runs"),
    "known expressions": (
        choice("case.amount &gt; 100", "case.amount &lt;= 100"),
        "needs decisions",
    ),
    "not executable": (line(task(), process='isExecutable="false"'), "mapped"),
    "form key": (line(task('camunda:formKey="check"')), "mapped"),
    "script": (line(task('camunda:formKey="${f}"')), "needs decisions"),
    "service": (line(task(kind="serviceTask")), "needs decisions"),
    "delegate": (line(task('camunda:class="a.B"', kind="serviceTask")), "needs decisions"),
    "listener": (
        line(task("", extended('<camunda:taskListener event="create" class="x"/>'))),
        "needs decisions",
    ),
    "unknown vendor element": (line(task("", extended("<camunda:wonder/>"))), "needs decisions"),
    "other engine": (line(task("", extended("<drools:onEntry-script/>"))), "needs decisions"),
    "extension of an editor": (line(task("", extended("<other:colour/>"))), "runs"),
    "compensation": (
        diagram(
            '<startEvent id="s" name="s"/><intermediateThrowEvent id="a" name="a">'
            f'{COMPENSATION}</intermediateThrowEvent><endEvent id="z" name="z"/>'
            + flow("s", "a")
            + flow("a", "z")
        ),
        "refused",
    ),
    "complex gateway": (line('<complexGateway id="a"/>'), "refused"),
    "timer start": (
        diagram(f'<startEvent id="s">{TIMER_START}</startEvent><endEvent id="z"/>{flow("s", "z")}'),
        "refused",
    ),
    "no process": (diagram("").replace(b"process", b"collaboration"), "refused"),
    "process with nothing in it": (diagram(""), "refused"),
    "text": (b"once upon a time", "not BPMN"),
    "nothing": (b"", "not BPMN"),
    "binary": (bytes(range(256)), "not BPMN"),
    "other XML": (b"<project/>", "not BPMN"),
    "other definitions": (b'<definitions xmlns="http://www.w3.org/wsdl"/>', "not BPMN"),
    "document type": (b'<!DOCTYPE d [<!ENTITY a "b">]>' + line(task()), "not BPMN"),
    "cut off": (line(task())[:-30], "not BPMN"),
}


@pytest.mark.parametrize(("xml", "verdict"), VERDICTS.values(), ids=VERDICTS)
def test_each_file_gets_its_verdict(xml, verdict):
    judgement = judge(xml)

    assert judgement.verdict == verdict
    for note in judgement.notes:
        assert note.zh
        assert note.en


@pytest.mark.parametrize("vendor", VENDORS)
def test_people_forms_and_jobs_are_mapped_for_every_vendor(vendor):
    xml = line(
        task(
            f'{vendor}:assignee="wang" {vendor}:candidateGroups="planning"'
            f' {vendor}:formKey="embedded:app:forms/check.html" {vendor}:asyncBefore="true"'
        )
    )

    assert judge(xml).verdict == "mapped"
    assert properties(xml) == {"post": "wang", "section": "planning", "form": "check"}
    assert said(xml, "dropped") == [("a", "no_effect")]


def test_camunda_8_is_mapped_as_well():
    inside = extended(
        '<zeebe:assignmentDefinition candidateGroups="planning"/>'
        '<zeebe:formDefinition formId="check"/><zeebe:userTask/>'
    )
    loop = extended('<zeebe:loopCharacteristics inputCollection="=units" inputElement="unit"/>')
    xml = line(task("", f"{inside}<{LOOP}>{loop}</{LOOP}>"))

    assert judge(xml).verdict == "mapped"
    assert properties(xml) == {
        "section": "planning",
        "form": "check",
        "collection": "=case.units",
        "item": "unit",
    }


def test_a_form_inside_the_diagram_is_taken_out():
    form = extended('<zeebe:userTaskForm id="f1">{"components": []}</zeebe:userTaskForm>')
    given = extended('<zeebe:formDefinition formKey="camunda-forms:bpmn:f1"/>')
    xml = diagram(
        form
        + '<startEvent id="s"/><endEvent id="z"/>'
        + task("", given)
        + flow("s", "a")
        + flow("a", "z")
    )

    assert judge(xml).forms == {"f1": '{"components": []}'}
    assert properties(xml) == {"form": "f1"}


@pytest.mark.parametrize(
    "who",
    [
        'camunda:assignee="${initiator}"',
        'camunda:candidateUsers="wang"',
        'camunda:candidateGroups="a,b"',
    ],
)
def test_who_acts_is_asked_where_it_is_not_one_name(who):
    xml = line(task(who))

    assert said(xml, "decision") == [("a", "who_acts")]
    assert properties(xml) == {}


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("group(planning)", {"section": "planning"}),
        ("planning", {"section": "planning"}),
        ("user(wang)", {"post": "wang"}),
        ("user(wang), group(planning)", {}),
    ],
)
def test_roles_of_bpmn_are_mapped_like_candidates(role, expected):
    inside = (
        "<potentialOwner><resourceAssignmentExpression><formalExpression>"
        f"{role}</formalExpression></resourceAssignmentExpression></potentialOwner>"
    )
    xml = line(task("", inside))

    assert properties(xml) == expected
    assert judge(xml).verdict == ("mapped" if expected else "needs decisions")


@pytest.mark.parametrize(
    ("due", "amount"),
    [
        ("P3D", "3ND"),
        ("${dateTime().plus('P2M')}", "2MO"),
        ("P1W", "7ND"),
        ("PT4H", "4NH"),
        ("${when}", ""),
    ],
)
def test_a_due_date_is_a_limit_to_be_confirmed(due, amount):
    xml = line(task(f'camunda:dueDate="{due}"'))

    assert [(x.key, x.amount) for x in judge(xml).limits] == [("a", amount)]
    assert properties(xml) == ({"limit": "a"} if amount else {})
    assert said(xml, "decision") == [("a", "due_date")]


@pytest.mark.parametrize(
    ("juel", "feel"),
    [
        ("${amount &gt; 100}", "case.amount > 100"),
        (
            "#{amount &gt;= 100 &amp;&amp; kind == 'new'}",
            'case.amount >= 100 and case.kind = "new"',
        ),
        ("${approved}", "case.approved"),
        ("${!approved}", "case.approved != true"),
        ("${order.state != null || urgent}", "case.order.state != null or case.urgent"),
        ("=amount &gt; 100 and not(urgent)", "case.amount > 100 and not(case.urgent)"),
        ("amount = 3", "case.amount = 3"),
        ("result == 'ok'", 'case.result = "ok"'),
    ],
)
def test_conditions_of_one_meaning_become_feel(juel, feel):
    xml = choice(juel, "${true}").replace(b'id="x"', b'id="x" default="x_z"')
    xml = xml.replace(b"<conditionExpression>${true}</conditionExpression>", b"")

    assert condition(xml) == feel
    assert ("x_a", "condition") in said(xml, "mapped")
    assert judge(xml).verdict == "mapped"


@pytest.mark.parametrize(
    "text",
    [
        "${bean.check(amount)}",
        "${a + b &gt; 3}",
        "${empty list}",
        "${a &gt; b}",
        "${amount &gt; 100} and ${urgent}",
        "=count(items) &gt; 3",
        "approved",
        "Is it approved?",
    ],
)
def test_any_other_condition_is_asked_about_and_kept(text):
    xml = choice(text, "${true}").replace(b'id="x"', b'id="x" default="x_z"')
    xml = xml.replace(b"<conditionExpression>${true}</conditionExpression>", b"")

    judgement = judge(xml)
    assert judgement.verdict == "needs decisions"
    assert {n.element for n in judgement.notes if n.kind == "decision"} == {"x_a"}
    tree = etree.fromstring(judgement.diagram)
    kept = [c.text for c in tree.iter("{*}conditionExpression")]
    assert kept == [etree.fromstring(f"<a>{text}</a>").text]


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("${approved}", "${!approved}", True),
        ("${kind == 'a'}", "${kind != 'a'}", True),
        ("${amount &gt; 3}", "${amount &lt;= 3}", False),
        ("${a}", "${b}", False),
    ],
)
def test_of_two_opposite_conditions_the_second_becomes_the_default(first, second, found):
    xml = choice(first, second)

    assert (("x", "default") in said(xml, "mapped")) is found
    assert (("x", "no_default") in said(xml, "decision")) is not found


@pytest.mark.parametrize("vendor", VENDORS)
def test_multi_instances_are_mapped(vendor):
    given = f'{vendor}:collection="units" {vendor}:elementVariable="unit"'
    done = "<completionCondition>${nrOfCompletedInstances == 1}</completionCondition>"
    xml = line(task("", f"<{LOOP} {given}>{done}</{LOOP}>"))

    assert properties(xml) == {"collection": "=case.units", "item": "unit"}
    loop = read_process(judge(xml).diagram).elements["a"].loop
    assert loop["completion"] == "numberOfCompletedInstances = 1"


def test_an_item_is_known_inside_its_instance():
    inner = '<startEvent id="i" name="i"/><endEvent id="e" name="e"/>'
    inner += '<exclusiveGateway id="x" default="x_e"/>'
    inner += '<userTask id="b" name="b"/>'
    inner += (
        flow("i", "x") + flow("x", "b", "${unit.kind == 'new'}") + flow("x", "e") + flow("b", "e")
    )
    given = 'camunda:collection="${units}" camunda:elementVariable="unit"'
    xml = line(f'<subProcess id="a" name="a"><{LOOP} {given}/>{inner}</subProcess>')

    assert condition(xml, "x_b") == 'unit.kind = "new"'


def test_an_output_of_a_multi_instance_is_asked_about():
    loop = f"<{LOOP}><loopCardinality>3</loopCardinality><loopDataOutputRef>r</loopDataOutputRef>"
    xml = line(task("", f"{loop}</{LOOP}>"))

    assert said(xml, "decision") == [("a", "loop_output")]


def test_data_that_is_only_declared_is_left_out():
    xml = line(task("", '<ioSpecification><dataInput id="i"/><inputSet/></ioSpecification>'))

    assert judge(xml).verdict == "mapped"
    assert said(xml, "dropped") == [("a", "declared_data")]


@pytest.mark.parametrize(
    "inside",
    [
        extended('<camunda:inputOutput><camunda:inputParameter name="x"/></camunda:inputOutput>'),
        extended('<zeebe:ioMapping><zeebe:input source="=a" target="b"/></zeebe:ioMapping>'),
        "<dataInputAssociation><assignment><from>a</from><to>b</to></assignment>"
        "</dataInputAssociation>",
    ],
)
def test_data_that_is_moved_is_asked_about(inside):
    assert said(line(task("", inside)), "decision") == [("a", "data")]


def test_a_receive_task_without_a_message_waits_for_one_of_its_name():
    xml = line(task(kind="receiveTask"))

    assert judge(xml).verdict == "mapped"
    assert read_process(judge(xml).diagram).elements["a"].message == "a"


def test_an_error_named_by_its_code_alone_gets_a_definition():
    inner = '<startEvent id="i"/><endEvent id="e"><errorEventDefinition errorRef="no"/></endEvent>'
    inner += flow("i", "e")
    caught = '<boundaryEvent id="b" attachedToRef="a"><errorEventDefinition errorRef="no"/>'
    sub = f'<subProcess id="a" name="a">{inner}</subProcess>{caught}</boundaryEvent>'
    xml = line(sub + flow("b", "z"))

    assert judge(xml).verdict == "mapped"
    assert read_process(judge(xml).diagram).elements["b"].code == "no"


def test_ids_the_engine_keeps_to_itself_are_renamed_wherever_they_stand():
    xml = line(task()).replace(b'"a"', b'"step.one"').replace(b'"s"', b'"Start"')

    process = read_process(judge(xml).diagram)
    assert {"start_1", "step_one", "z"} == set(process.elements)
    assert [(f.source, f.target) for f in process.flows] == [
        ("start_1", "step_one"),
        ("step_one", "z"),
    ]


def test_a_start_event_that_was_left_out_is_drawn():
    xml = diagram(task() + '<endEvent id="z" name="z"/>' + flow("a", "z"))

    process = read_process(judge(xml).diagram)
    assert judge(xml).verdict == "mapped"
    assert process.elements["start_of_p"].type == "startEvent"


def test_of_several_processes_a_person_chooses_one():
    one = line(task())
    other = one.replace(b'process id="p"', b'process id="q"')
    body = other[other.index(b"<process") : other.index(b"</definitions>")]
    for old in ("s", "a", "z"):
        body = body.replace(f'"{old}"'.encode(), f'"{old}2"'.encode())
    body = body.replace(b"s_a", b"s2_a2").replace(b"a_z", b"a2_z2")
    xml = one.replace(b"</definitions>", body + b"</definitions>")

    assert judge(xml).verdict == "needs decisions"
    assert judge(xml, "q").verdict == "runs"
    assert judge(xml, "q").process_id == "q"


@pytest.mark.parametrize(
    ("caught", "verdict"), [(True, "runs"), (False, "needs decisions")], ids=["both", "one"]
)
def test_a_signal_that_comes_from_elsewhere_is_asked_about(caught, verdict):
    signal = '<signalEventDefinition signalRef="sig"/>'
    thrown = f'<intermediateThrowEvent id="t" name="t">{signal}</intermediateThrowEvent>'
    catch = f'<boundaryEvent id="b" attachedToRef="c" name="b">{signal}</boundaryEvent>'
    parts = '<startEvent id="s" name="s"/><endEvent id="z" name="z"/><userTask id="c" name="c"/>'
    parts += '<parallelGateway id="f"/>' + thrown + flow("s", "f") + flow("f", "t") + flow("t", "z")
    parts += flow("f", "c") + flow("c", "z") + ((catch + flow("b", "z")) if caught else "")

    assert judge(diagram(parts, root='<signal id="sig" name="go"/>')).verdict == verdict


def test_the_original_is_never_touched():
    xml = line(task('camunda:assignee="${x}"'))
    before = bytes(xml)

    judge(xml)

    assert xml == before
