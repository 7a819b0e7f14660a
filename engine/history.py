"""The whole of what a case went through, as a tree: every node passed, ended or still live.

Built of the append-only steps, so that it is there after any number of rounds and for closed
cases; sub-processes and multi-instances hold what went on in them.
"""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.handling import Handling
from engine.store.cases import Step, Task


@dataclass
class Node:
    """One node of the diagram a case came to.

    outcome: completed | cancelled | live. `number` is its place in the history; None while live.
    """

    activity_id: str
    element_id: str
    outcome: str
    number: int | None = None
    ended_at: datetime | None = None
    #: The task a person did here; None where the system passed.
    task: Task | None = None
    inside: list["Node"] = field(default_factory=list)


def history(handling: Handling) -> list[Node]:
    """Return the outermost nodes of a case in the order they ended, what is live last."""
    session, case = handling.session, handling.case
    tasks = {task.id: task for task in session.scalars(select(Task).where(Task.case_id == case.id))}
    nodes: dict[str, Node] = {}
    parents: dict[str, str | None] = {}
    for step in steps_of(session, case.id):
        # A loop passes one activity again and again: each time is a line of its own.
        key = f"{step.activity_id}:{step.number}" if step.activity_id in nodes else step.activity_id
        nodes[key] = Node(
            step.activity_id,
            step.element_id,
            step.outcome,
            step.number,
            step.ended_at,
            tasks.get(step.activity_id),
        )
        parents[key] = step.parent_activity_id
    for activity in handling.run.live() if case.state == "open" else ():
        nodes[activity.id] = Node(
            activity.id, activity.element_id, "live", task=tasks.get(activity.id)
        )
        parents[activity.id] = activity.parent
    return _grown(nodes, parents)


def steps_of(session: Session, case_id: int) -> list[Step]:
    """Return every node a case has left, in the order it did."""
    return list(session.scalars(select(Step).where(Step.case_id == case_id).order_by(Step.number)))


def _grown(nodes: dict[str, Node], parents: dict[str, str | None]) -> list[Node]:
    roots: list[Node] = []
    for key, node in nodes.items():
        around = nodes.get(parents[key] or "")
        (around.inside if around is not None else roots).append(node)
    return roots
