"""Small foreign diagrams: one body in the words of each tool."""

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
    ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
    ' xmlns:flowable="http://flowable.org/bpmn"'
    ' xmlns:activiti="http://activiti.org/bpmn"'
    ' xmlns:drools="http://www.jboss.org/drools"'
    ' xmlns:other="http://example.org/other" id="d" targetNamespace="t">'
)
VENDORS = ("camunda", "flowable", "activiti")


def diagram(body: str, *, root: str = "", process: str = 'isExecutable="true"') -> bytes:
    return (
        f'{HEAD}{root}<process id="p" name="事项" {process}>{body}</process></definitions>'.encode()
    )


def line(middle: str, **more: str) -> bytes:
    """Draw start -> `middle` (id a) -> end."""
    ends = '<startEvent id="s" name="s"/><endEvent id="z" name="z"/>'
    return diagram(f"{ends}{middle}{flow('s', 'a')}{flow('a', 'z')}", **more)


def task(attributes: str = "", inside: str = "", kind: str = "userTask") -> str:
    return f'<{kind} id="a" name="审核" {attributes}>{inside}</{kind}>'


def extended(inside: str) -> str:
    return f"<extensionElements>{inside}</extensionElements>"


def flow(source: str, target: str, condition: str = "") -> str:
    text = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
    ends = f'id="{source}_{target}" sourceRef="{source}" targetRef="{target}"'
    return f"<sequenceFlow {ends}>{text}</sequenceFlow>"


def choice(first: str, second: str) -> bytes:
    """Draw a gateway with two conditions, `x_a` and `x_z`."""
    return diagram(
        '<startEvent id="s" name="s"/><exclusiveGateway id="x"/><endEvent id="z" name="z"/>'
        + task()
        + flow("s", "x")
        + flow("x", "a", first)
        + flow("x", "z", second)
        + flow("a", "z")
    )
