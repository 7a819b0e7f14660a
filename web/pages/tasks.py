"""我的待办, 待签收 and 已办; the form of a task, its draft, claim, release and reassignment."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask import (
    Blueprint,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from sqlalchemy import select
from werkzeug.wrappers import Response

from engine import people, tasks
from engine.days import ZONE, day_of
from engine.errors import InvalidSubmission
from engine.limits.moments import end_of
from engine.store import task_lists
from engine.store.cases import Task
from engine.store.lists import Page
from engine.store.publishing import Matter
from engine.store.task_lists import Sought, TaskList
from forms.submit import submit_task
from web import forming
from web.access import person
from web.case_page.acts import to_decide
from web.done_rows import done_rows
from web.language import _, language, pick
from web.naming import deed_name, task_name
from web.numbers import counted
from web.once import once
from web.session import commits, db, now, reads
from web.task_page import task_page
from web.task_rows import TaskRow, tally, task_rows
from web.times import clock_time

bp = Blueprint("tasks", __name__)

#: Rows on one page of a list.
SIZE = 20


@bp.get("/")
@bp.get("/tasks")
@reads
def todo() -> str:
    """Show what the person holds, the most urgent first."""
    return _list("todo", task_lists.held_by(person().id))


@bp.get("/tasks/pool")
@reads
def pool() -> str:
    """Show what waits in the pools of the person's posts."""
    return _list("pool", task_lists.in_pool_of(person().held))


@bp.get("/tasks/done")
@reads
def done() -> str:
    """Show what the person completed, newest first."""
    found = task_lists.done_by(person().id)
    page = task_lists.task_page(db(), found, _sought(), number=_page_no(), size=SIZE)
    return _page("done", page, done_rows(page.rows), counts=[], steps=_steps("done", found))


def _list(tab: str, found: TaskList) -> str:
    groups = task_lists.groups(found, until=end_of(day_of(now()), ZONE))
    lamp, sought = request.args.get("lamp", ""), _sought()
    chosen = groups[lamp if lamp in groups else ""]
    page = task_lists.task_page(db(), chosen, sought, number=_page_no(), size=SIZE)
    numbers = task_lists.count_each(db(), groups, replace(sought, step=""))
    counts = tally(numbers, chosen=lamp, url=url_for(f"tasks.{tab}"), q=sought.q)
    rows = task_rows(db(), page.rows, at=now(), can_claim=tab == "pool")
    return _page(tab, page, rows, counts=counts, steps=_steps(tab, found))


def _sought() -> Sought:
    return Sought(
        q=request.args.get("q", "").strip(),
        matter=request.args.get("matter", ""),
        step=request.args.get("step", ""),
    )


def _steps(tab: str, found: TaskList) -> list[tuple[str, str]]:
    """Return the steps to choose from, as (name drawn, name shown)."""
    steps = task_lists.steps_among(db(), found, replace(_sought(), step=""))
    if tab == "done":
        return [(task.name, deed_name(task.case, task.element_id, task.name)) for task in steps]
    return [(task.name, task_name(task)) for task in steps]


def _page(
    tab: str,
    page: Page[Task],
    rows: Sequence[TaskRow],
    *,
    counts: Sequence[Mapping[str, object]],
    steps: Sequence[tuple[str, str]],
) -> str:
    return render_template(
        "tasks/list.html",
        tab=tab,
        waiting=_waiting(),
        to_decide=to_decide() if tab == "todo" else [],
        counts=counts,
        filters=_filters(steps),
        rows=rows,
        total=counted(page.total),
        page_no=page.number,
        pages=page.pages,
        page_url=lambda number: url_for(f"tasks.{tab}", **{**request.args, "page": number}),
    )


def _page_no() -> int:
    return max(request.args.get("page", 1, type=int), 1)


def _waiting() -> dict[str, int | str]:
    """Return how many tasks wait in each tab."""
    tabs = {
        "todo": task_lists.held_by(person().id),
        "pool": task_lists.in_pool_of(person().held),
    }
    return {tab: counted(number) for tab, number in task_lists.count_each(db(), tabs).items()}


def _filters(steps: Sequence[tuple[str, str]]) -> dict[str, object]:
    sought = _sought()
    return {
        "q": sought.q,
        "matter": sought.matter,
        "step": sought.step,
        "matters": [
            {
                "key": matter.key,
                "name": pick(matter.name, matter.name_en),
                "selected": matter.key == sought.matter,
            }
            for matter in db().scalars(select(Matter).order_by(Matter.key))
        ],
        "steps": [
            {"key": key, "name": name, "selected": key == sought.step} for key, name in steps
        ],
    }


@bp.get("/tasks/<task_id>")
@reads
def open(task_id: str) -> str:
    """Show the form of a task with what was typed before."""
    task = tasks.get_task(db(), task_id)
    tasks.refuse_closed(db(), task)
    return task_page(task, values=task.draft or {})


@bp.post("/tasks/<task_id>")
def submit(task_id: str) -> Response:
    """Submit the form; a wrong entry comes back as 422 with nothing lost."""
    try:
        return _submit(task_id, forming.releaser())
    except InvalidSubmission as error:
        return _again(task_id, error)


@once
@commits
def _submit(task_id: str, released_by: str | None) -> Response:
    task = tasks.get_task(db(), task_id)
    raw = forming.raw_of_request(forming.form_of_task(db(), task))
    changed = forming.changed_rows(raw)
    if changed is not None:
        return make_response(task_page(task, values=changed))
    case = submit_task(
        db(),
        task_id,
        raw,
        by=person().id,
        at=now(),
        overrides=forming.overrides(),
        released_by=released_by,
        language=language(),
    )
    flash(_("“%(task)s”已提交。", task=deed_name(task.case, task.element_id, task.name)))
    return redirect(url_for("cases.show", number=case.number))


@commits
def _again(task_id: str, error: InvalidSubmission) -> Response:
    """Keep what was typed as the draft and show it with the errors."""
    task = tasks.get_task(db(), task_id)
    raw = forming.raw_of_request(forming.form_of_task(db(), task))
    tasks.keep_draft(db(), task_id, raw, by=person().id, at=now())
    return make_response(task_page(task, values=raw, error=error), 422)


@bp.post("/tasks/<task_id>/draft")
@commits
def draft(task_id: str) -> Response:
    """Keep what has been typed so far; answers {"saved": "09:12"}."""
    task = tasks.get_task(db(), task_id)
    raw = forming.raw_of_request(forming.form_of_task(db(), task))
    kept = tasks.keep_draft(db(), task_id, raw, by=person().id, at=now())
    return jsonify(saved=clock_time(kept.draft_at))


@bp.post("/tasks/<task_id>/redraw")
@reads
def redraw(task_id: str) -> str:
    """Return the form anew with what is typed: which fields show depends on others."""
    task = tasks.get_task(db(), task_id)
    raw = forming.raw_of_request(forming.form_of_task(db(), task))
    return task_page(task, values=raw)


@bp.post("/tasks/<task_id>/claim")
@commits
def claim(task_id: str) -> Response:
    """Take a task out of the pool and open it."""
    tasks.claim_task(db(), task_id, by=person().id, at=now())
    return redirect(url_for("tasks.open", task_id=task_id))


@bp.post("/tasks/<task_id>/release")
@commits
def release(task_id: str) -> Response:
    """Give a task back to the pool."""
    tasks.release_task(db(), task_id, by=person().id, at=now())
    flash(_("任务已退回待签收，草稿已保留。"))
    return redirect(url_for("tasks.todo"))


@bp.post("/tasks/<task_id>/reassign")
@commits
def reassign(task_id: str) -> Response:
    """Give a task to another holder of its post."""
    to = request.form.get("to") or request.form.get("person", "")
    task = tasks.reassign_task(
        db(), task_id, to=to, by=person().id, at=now(), reason=request.form.get("reason", "")
    )
    flash(_("已改派给%(name)s。", name=people.get_person(db(), to).name))
    return redirect(url_for("cases.show", number=task.case.number))
