"""Calls answered from outside: a service task completed by its key, or failed by an error code."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from engine import flow, outbox, people
from engine.bpmn.model import Element
from engine.bpmn.run import Activity
from engine.errors import Conflict, InvalidMatter, NotAllowed, NotFound
from engine.handling import Handling, item_of, save
from engine.store.cases import Case
from engine.store.outbox import Outbox
from engine.sweep import open_case

#: Whose holders may answer any call.
ANSWERERS = ("administrator",)


def answer_call(
    session: Session, key: str, values: Mapping[str, Any], *, by: str, at: datetime
) -> Case:
    """Complete the step a call belongs to; its answer is written to `case.<element id>`,
    in a multi-instance to `case.<element id>.<item key>`.

    Raises NotFound, NotAllowed; Conflict when the step is answered or gone already.
    """
    handling, element, activity = _take_up(session, key, by=by, at=at)
    item = item_of(activity.scope)
    handling.put(element.id, values, item_key=str(item["key"]) if "key" in item else None)
    handling.record(
        "call_answered", element_id=element.id, name=element.name, item=item.get("name")
    )
    flow.apply_set(handling, element, activity.id)
    handling.run.complete(activity.id)
    return _go_on(handling)


def fail_call(session: Session, key: str, code: str, *, by: str, at: datetime) -> Case:
    """End the step a call belongs to with an error, caught by the nearest error boundary event.

    Raises NotFound, NotAllowed; Conflict when the step is answered or gone already, or when the
    diagram catches no such error.
    """
    handling, element, activity = _take_up(session, key, by=by, at=at)
    handling.record("call_failed", element_id=element.id, name=element.name, error=code)
    try:
        handling.run.fail(activity.id, code)
    except InvalidMatter as error:
        raise Conflict(
            f"环节“{element.name}”的流程图没有接住错误 {code}：{error.zh}",
            f"The diagram catches no error {code} at step {element.id}: {error.en}",
            code="error_not_caught",
        ) from error
    return _go_on(handling)


def _take_up(
    session: Session, key: str, *, by: str, at: datetime
) -> tuple[Handling, Element, Activity]:
    row = _call(session, key)
    handling = open_case(session, row.case_id or 0, at=at, by=by)
    element = handling.element(str(row.payload["element"]))
    _refuse_stranger(handling, element)
    activity = handling.activity(str(row.payload["activity"]))
    if activity is None:
        raise Conflict(
            f"环节“{element.name}”已有答复，或已因流程变化终止。",
            f"Step {element.id} has been answered, or was ended by the process.",
            code="call_answered",
        )
    return handling, element, activity


def _call(session: Session, key: str) -> Outbox:
    row = outbox.find(session, key)
    if row is None or row.kind != "call":
        raise NotFound(f"没有等待答复的调用 {key}。", f"There is no call {key}.")
    return row


def _refuse_stranger(handling: Handling, element: Element) -> None:
    """Raise NotAllowed unless the person holds the step's post, or is an administrator."""
    session, by, day = handling.session, handling.by or "", handling.day
    section, post = element.properties.get("section", ""), element.properties.get("post", "")
    if post and people.holds(session, by, section, post, day):
        return
    if not people.holds_post(session, by, ANSWERERS, day):
        raise NotAllowed(
            f"您的岗位不能答复“{element.name}”。请用该环节属性 section、post 指定的岗位登录。",
            f"Your post may not answer {element.id}; sign in with the post it names.",
            code="post_not_held",
        )


def _go_on(handling: Handling) -> Case:
    flow.advance(handling)
    save(handling)
    return handling.case
