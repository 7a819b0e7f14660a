"""Tasks: lists, one with its form, claim, release, reassign, draft and complete."""

from typing import Any

from engine import tasks
from engine.store import task_lists
from engine.store.cases import Task
from engine.store.task_lists import Sought
from forms.submit import submit_task
from web.access import person
from web.api.blueprint import Blueprint
from web.api.case_data import case_rows
from web.api.paging import SIZE, page_data
from web.api.schemas.cases import CompletedData
from web.api.schemas.tasks import (
    CompleteArgs,
    DraftData,
    ReassignArgs,
    TaskData,
    TaskRow,
    TasksArgs,
    TasksData,
    ValuesArgs,
)
from web.api.task_data import task_data, task_rows
from web.language import language
from web.session import commits, db, now, reads

bp = Blueprint("tasks", __name__, path="/tasks", zh="任务", en="Tasks").for_persons()


@bp.get("", zh="我的待办、待签收、已办")
@bp.takes(TasksArgs, location="query")
@bp.gives(TasksData)
@reads
def all(sent: dict[str, Any]) -> dict[str, Any]:
    """List what you hold (todo), what waits for your posts (pool), or what you did (done).

    Open tasks stand most urgent first, done ones newest first.
    """
    who = person()
    tabs = {
        "todo": task_lists.held_by(who.id),
        "pool": task_lists.in_pool_of(who.held),
        "done": task_lists.done_by(who.id),
    }
    sought = Sought(q=sent["q"].strip(), matter=sent["matter"])
    page = task_lists.task_page(db(), tabs[sent["tab"]], sought, number=sent["page"], size=SIZE)
    return page_data(task_rows(db(), page.rows, by=who.id, at=now()), page)


@bp.get("/<task_id>", zh="一项任务及其表单")
@bp.gives(TaskData)
@reads
def one(task_id: str) -> dict[str, Any]:
    """Read a task with its form, its draft and its clocks."""
    return task_data(db(), tasks.get_task(db(), task_id), by=person().id, at=now())


@bp.post("/<task_id>/claim", zh="签收")
@bp.gives(TaskRow)
@commits
def claim(task_id: str) -> dict[str, Any]:
    """Take a task out of the pool."""
    return _row(tasks.claim_task(db(), task_id, by=person().id, at=now()))


@bp.post("/<task_id>/release", zh="退回待签收")
@bp.gives(TaskRow)
@commits
def release(task_id: str) -> dict[str, Any]:
    """Give a task back to the pool; its draft stays."""
    return _row(tasks.release_task(db(), task_id, by=person().id, at=now()))


@bp.post("/<task_id>/reassign", zh="改派")
@bp.takes(ReassignArgs)
@bp.gives(TaskRow)
@commits
def reassign(sent: dict[str, str], task_id: str) -> dict[str, Any]:
    """Give a task to another holder of its post; for chiefs of its section."""
    return _row(tasks.reassign_task(db(), task_id, to=sent["to"], by=person().id, at=now()))


def _row(task: Task) -> dict[str, Any]:
    return task_rows(db(), [task], by=person().id, at=now())[0]


@bp.put("/<task_id>/draft", zh="保存草稿")
@bp.takes(ValuesArgs)
@bp.gives(DraftData)
@commits
def draft(sent: dict[str, Any], task_id: str) -> dict[str, Any]:
    """Keep what has been typed so far; nothing is judged."""
    kept = tasks.keep_draft(db(), task_id, sent["values"], by=person().id, at=now())
    return {"draft_at": kept.draft_at}


@bp.post("/<task_id>/complete", zh="提交")
@bp.takes(CompleteArgs)
@bp.gives(CompletedData)
@commits
def complete(sent: dict[str, Any], task_id: str) -> dict[str, Any]:
    """Submit a task's form, or the message a case waits for, and move the case on.

    422 names every field that is not accepted; 409 tells who completed the task and when.
    """
    case = submit_task(
        db(),
        task_id,
        sent["values"],
        by=person().id,
        at=now(),
        overrides=sent["overrides"],
        language=language(),
    )
    task = tasks.get_task(db(), task_id)
    return {"task": _row(task), "case": case_rows(db(), [case], at=now())[0]}
