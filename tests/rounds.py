"""A matter whose review goes round and round: the three steps, changed.

A round is two tasks and a gateway: 审核, 决定, and back as long as the decision is a refusal.
"""

from dataclasses import dataclass

from calling import changed
from towns import HERE, Town, moment

from engine.definitions import deploy_files, read_folder
from engine.store.cases import Task
from engine.store.database import Database, transaction

MATTER = "review_rounds"
REQUEST = {
    "works": "滨江隧道连续浇筑",
    "organisation": "江城建工集团有限公司",
    "organisation_code": "91990100000000115G",
    "from_on": "2026-09-28",
    "until_on": "2026-09-30",
    "reason": "大体积混凝土须连续浇筑",
    "mobile": "15400000001",
}
#: Who does a step, and what is entered there so that another round follows.
ROUND = {
    "review_request": ("limingyuan", {"result": "pass", "opinion": "通过"}),
    "decide_request": ("zhengkai", {"result": "refuse", "reason": "理由不足，请再审"}),
}

_AGAIN = """<bpmn:exclusiveGateway id="again" name="再审？" default="again_to_file_away">
<bpmn:incoming>decide_request_to_again</bpmn:incoming>
<bpmn:outgoing>again_to_review_request</bpmn:outgoing>
<bpmn:outgoing>again_to_file_away</bpmn:outgoing></bpmn:exclusiveGateway>
<bpmn:sequenceFlow id="decide_request_to_again" sourceRef="decide_request" targetRef="again" />
<bpmn:sequenceFlow id="again_to_review_request" sourceRef="again" targetRef="review_request">
<bpmn:conditionExpression>case.decide.result = "refuse"</bpmn:conditionExpression>
</bpmn:sequenceFlow>
<bpmn:serviceTask id="file_away\""""


def rounds_matter() -> dict[str, bytes]:
    """Return the three steps with a gateway that leads back to the first of them."""
    files = read_folder(HERE / "matters/three_steps")
    for old, new in (
        ('<bpmn:serviceTask id="file_away"', _AGAIN),
        ("<bpmn:outgoing>decide_request_to_file_away", "<bpmn:outgoing>decide_request_to_again"),
        ("<bpmn:incoming>decide_request_to_file_away", "<bpmn:incoming>again_to_file_away"),
        (
            '"decide_request_to_file_away" sourceRef="decide_request"',
            '"again_to_file_away" sourceRef="again"',
        ),
        ('bpmnElement="decide_request_to_file_away"', 'bpmnElement="again_to_file_away"'),
        (
            "<bpmn:incoming>start_to_review_request</bpmn:incoming>",
            "<bpmn:incoming>start_to_review_request</bpmn:incoming>"
            "<bpmn:incoming>again_to_review_request</bpmn:incoming>",
        ),
    ):
        files = changed(files, "process.bpmn", old, new)
    files = changed(files, "matter.toml", 'key = "three_steps"', f'key = "{MATTER}"')
    return changed(files, "matter.toml", "YJSG-", "FSYJ-")


def deploy_rounds(database: Database) -> None:
    """Publish it, as a matter of its own."""
    with transaction(database) as session:
        deploy_files(session, rounds_matter(), at=moment("09-01 00:00"))


def start(town: Town) -> int:
    """Start a case; it waits for its first review."""
    return town.start(MATTER, REQUEST)


@dataclass(frozen=True)
class Next:
    """What a case waits for: its task, who does it and what is entered."""

    task: Task
    by: str
    raw: dict[str, str]


def next_of(town: Town, case: int) -> Next:
    """Return what a case waits for."""
    (task,) = town.tasks(case)
    by, raw = ROUND[task.element_id]
    return Next(task, by, raw)


def complete(town: Town, case: int) -> None:
    """Complete the one task a case waits for, so that its rounds go on."""
    one = next_of(town, case)
    town.submit(one.task, one.raw, one.by)
