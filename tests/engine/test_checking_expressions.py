"""Every expression of a diagram is parsed before it is published."""

import pytest

from engine.bpmn.reading import read_process
from engine.checking_expressions import check_expressions

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:s="http://spiffworkflow.org/bpmn/schema/1.0/core">'
)
LINE = (
    '<startEvent id="s"/>{}<endEvent id="z"/><sequenceFlow id="f" sourceRef="s" targetRef="a"/>'
    '<sequenceFlow id="g" sourceRef="a" targetRef="z"/>'
)
MULTI = "<multiInstanceLoopCharacteristics/>"


def properties(**values):
    inside = "".join(f'<s:property name="{k}" value="{v}"/>' for k, v in values.items())
    return f"<extensionElements><s:properties>{inside}</s:properties></extensionElements>"


def user_task(inside=""):
    return f'<userTask id="a" name="审核">{inside}</userTask>'


def timer(text):
    inside = f"<timerEventDefinition><timeDate>{text}</timeDate></timerEventDefinition>"
    event = f'<boundaryEvent id="b" attachedToRef="a">{inside}</boundaryEvent>'
    return user_task() + event + '<sequenceFlow id="h" sourceRef="b" targetRef="z"/>'


def loop(**more):
    return user_task(properties(collection="=case.l", item="unit", **more) + MULTI)


def script(text):
    return f'<scriptTask id="a" name="a"><script>{text}</script></scriptTask>'


def choice(condition):
    return (
        '<exclusiveGateway id="a" default="g"/><userTask id="t" name="t"/>'
        '<sequenceFlow id="c" sourceRef="a" targetRef="t">'
        f"<conditionExpression>{condition}</conditionExpression></sequenceFlow>"
        '<sequenceFlow id="d" sourceRef="t" targetRef="z"/>'
    )


def found(body):
    xml = f'{HEAD}<process id="p">{LINE.format(body)}</process></definitions>'
    return [
        (f.element_id, f.code, f.severity) for f in check_expressions(read_process(xml.encode()))
    ]


@pytest.mark.parametrize(
    ("body", "element"),
    [
        (choice("case.amount &gt;"), "c"),
        (script("{a: }"), "a"),
        (timer("due("), "b"),
        (user_task(properties(section="=case.")), "a"),
        (user_task(properties(set="{a: 1")), "a"),
        (loop(item_view="={b"), "a"),
    ],
    ids=["condition", "script", "timer", "property", "set", "item view"],
)
def test_what_is_no_feel_is_a_fault_at_its_element(body, element):
    assert found(body) == [(element, "feel_syntax", "error")]


def test_a_fault_names_the_character():
    xml = f'{HEAD}<process id="p">{LINE.format(choice("case.a &gt; and"))}</process></definitions>'
    fault = check_expressions(read_process(xml.encode()))[0]

    assert "第 10 个字符" in fault.zh
    assert "character 10" in fault.en


@pytest.mark.parametrize(
    "body",
    [
        choice('case.amount &gt; 3 and case.kind in ("a", "b")'),
        timer('due("decide")'),
        script("{round: case.round + 1}"),
        loop(item_view="={review: get value(case.review, unit.key)}", section="=unit.section"),
        user_task(properties(section="handling", set="{accepted_on: today()}")),
    ],
    ids=["condition", "timer", "script", "loop", "set"],
)
def test_what_can_be_known_at_its_place_is_accepted(body):
    assert found(body) == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (choice("amount &gt; 3"), "unknown_name"),
        (choice("unit.key = 3"), "unknown_name"),
        (choice("overdue(3) = 3"), "unknown_function"),
        (choice("case.甲，乙 = 3"), "feel_full_width"),
    ],
)
def test_what_would_always_be_null_is_warned_of(body, code):
    assert found(body) == [("c", code, "warning")]
