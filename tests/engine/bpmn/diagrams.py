"""Draw small diagrams in a test, at process level or nested in a sub-process."""

from itertools import pairwise
from xml.sax.saxutils import escape

from bpmn_cases import Case

from engine.bpmn.reading import read_process

NAMES = ("go", "stop", "note")
LEVELS = ("process", "nested")
AROUND = "around"
HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core">'
    + "".join(f'<bpmn:message id="m_{n}" name="{n}"/>' for n in NAMES)
    + "".join(f'<bpmn:signal id="s_{n}" name="{n}"/>' for n in NAMES)
    + "".join(f'<bpmn:error id="e_{n}" errorCode="{n}"/>' for n in NAMES)
    + "".join(f'<bpmn:escalation id="x_{n}" escalationCode="{n}"/>' for n in NAMES)
)


def node(kind: str, node_id: str, inside: str = "", more: str = "") -> str:
    return f'<bpmn:{kind} id="{node_id}" name="{node_id}" {more}>{inside}</bpmn:{kind}>'


def start(node_id: str = "s", trigger: str = "", more: str = "") -> str:
    return node("startEvent", node_id, trigger, more)


def end(node_id: str = "z", trigger: str = "") -> str:
    return node("endEvent", node_id, trigger)


def task(node_id: str, inside: str = "", kind: str = "userTask") -> str:
    return node(kind, node_id, inside)


def gateway(kind: str, node_id: str, default: str = "") -> str:
    return node(f"{kind}Gateway", node_id, "", f'default="{default}"' if default else "")


def throw(node_id: str, trigger: str) -> str:
    return node("intermediateThrowEvent", node_id, trigger)


def catch(node_id: str, trigger: str) -> str:
    return node("intermediateCatchEvent", node_id, trigger)


def boundary(node_id: str, host: str, trigger: str, more: str = "") -> str:
    return node("boundaryEvent", node_id, trigger, f'attachedToRef="{host}" {more}')


def beside(node_id: str, host: str, trigger: str) -> str:
    """Draw a boundary event that does not interrupt."""
    return boundary(node_id, host, trigger, 'cancelActivity="false"')


def scope(node_id: str, *parts: str, more: str = "") -> str:
    return node("subProcess", node_id, "".join(parts), more)


def event_scope(node_id: str, trigger: str, task_id: str, *, interrupting: str = "true") -> str:
    """Draw an event sub-process: its start, one task, its end."""
    parts = (
        start(f"{node_id}_start", trigger, f'isInterrupting="{interrupting}"'),
        task(task_id),
        end(f"{node_id}_end"),
        flows(f"{node_id}_start", task_id, f"{node_id}_end"),
    )
    return scope(node_id, *parts, more='triggeredByEvent="true"')


def flow(source: str, target: str, condition: str = "") -> str:
    inside = f"<bpmn:conditionExpression>{escape(condition)}</bpmn:conditionExpression>"
    return (
        f'<bpmn:sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}">'
        f"{inside if condition else ''}</bpmn:sequenceFlow>"
    )


def flows(*ids: str) -> str:
    return "".join(flow(a, b) for a, b in pairwise(ids))


def message(name: str) -> str:
    return f'<bpmn:messageEventDefinition messageRef="m_{name}"/>'


def signal(name: str) -> str:
    return f'<bpmn:signalEventDefinition signalRef="s_{name}"/>'


def error(name: str) -> str:
    return f'<bpmn:errorEventDefinition errorRef="e_{name}"/>'


def escalation(name: str) -> str:
    return f'<bpmn:escalationEventDefinition escalationRef="x_{name}"/>'


def link(name: str) -> str:
    return f'<bpmn:linkEventDefinition name="{name}"/>'


def timer(text: str) -> str:
    inside = f"<bpmn:timeDate>{text}</bpmn:timeDate>"
    return f"<bpmn:timerEventDefinition>{inside}</bpmn:timerEventDefinition>"


def when(condition: str) -> str:
    inside = f"<bpmn:condition>{escape(condition)}</bpmn:condition>"
    return f"<bpmn:conditionalEventDefinition>{inside}</bpmn:conditionalEventDefinition>"


TERMINATE = "<bpmn:terminateEventDefinition/>"


def instances(count: int) -> str:
    inside = f"<bpmn:loopCardinality>{count}</bpmn:loopCardinality>"
    characteristics = "multiInstanceLoopCharacteristics"
    return f"<bpmn:{characteristics}>{inside}</bpmn:{characteristics}>"


def diagram(*parts: str, called: str = "") -> bytes:
    body = f'<bpmn:process id="case" name="case">{"".join(parts)}</bpmn:process>'
    return f"{HEAD}{body}{called}</bpmn:definitions>".encode()


def drawn_at(level: str, *parts: str, called: str = "") -> bytes:
    """Draw the parts of a process; nested, in a sub-process between a start and a last task."""
    if level == "process":
        return diagram(*parts, called=called)
    outer = (start("first"), scope(AROUND, *parts), task("last"), end("very_end"))
    return diagram(*outer, flows("first", AROUND, "last", "very_end"), called=called)


def started(xml: bytes, reloads: bool = True, **answers: object) -> Case:
    counts = {str(n): n for n in range(5)}
    return Case(read_process(xml), {**counts, **answers}, reloads).start()


def open_in(case: Case) -> list[str]:
    """Return what is live, without the scope around a nested diagram."""
    return [element_id for element_id in case.open() if element_id != AROUND]
