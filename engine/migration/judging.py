"""Whether a case can come along, and why not: said before anything moves."""

from collections.abc import Iterator, Mapping
from typing import Any

from engine.bpmn.migrating import bring, brought
from engine.comparing.change import Words
from engine.errors import Conflict, NotFound
from engine.handling import Handling
from engine.migration.plan import Plan
from engine.store import json


def reasons_against(handling: Handling, plan: Plan) -> list[Words]:
    """Return why a case cannot be moved by a plan; nothing when it can. Writes nothing."""
    case = handling.case
    if case.state != "open":
        return [Words("办件已办结", "the case is closed")]
    if case.definition_id != plan.old.id:
        return [Words("办件不在原版本上", "the case does not run on the old version")]
    if case.suspended_at is not None:
        return [Words("办件正在中止，恢复后再移动", "the case is suspended; resume it first")]
    processes = plan.old.process, plan.new.process
    _state, _dropped, obstacles = bring(*processes, case.run, plan.mapping)
    found = [Words(one.zh, one.en) for one in obstacles]
    found += [*_calls(handling), *_drafts(handling, plan)]
    return found or _dead_end(handling, plan)


def _dead_end(handling: Handling, plan: Plan) -> list[Words]:
    processes = plan.old.process, plan.new.process
    try:
        brought(*processes, handling.case.run, plan.mapping, handling.evaluate)
    except Conflict as refused:
        return [Words(refused.zh, refused.en)]
    return []


def _calls(handling: Handling) -> Iterator[Words]:
    """Yield the steps an outside system is at work on: its answer must find them as they were."""
    for activity in handling.run.live():
        element = handling.element(activity.element_id)
        if element.properties.get("operation") == "call":
            yield Words(
                f"“{element.name}”正等外部系统答复", f"{element.name} waits for an outside system"
            )


def _drafts(handling: Handling, plan: Plan) -> Iterator[Words]:
    """Yield the drafts whose entries the new form would lose."""
    for task in handling.rows.open_tasks("user"):
        target = plan.new.process.elements.get(plan.mapping.get(task.element_id, ""))
        if not task.draft or target is None:
            continue
        lost = _lost(
            task.draft,
            _fields(plan.old.files, task.form_key),
            _fields(plan.new.files, target.properties.get("form")),
        )
        if lost:
            names = "、".join(lost)
            yield Words(
                f"“{task.name}”的草稿里填了新表单没有的内容：{names}",
                f"the draft of {task.name} holds what the new form has no field for: {names}",
            )


def _lost(
    draft: Mapping[str, Any], old: Mapping[str, Mapping[str, Any]], new: Mapping[str, Any]
) -> list[str]:
    return [
        str(field.get("label") or key)
        for key, field in old.items()
        if draft.get(key) not in (None, "", [], {})
        and (key not in new or new[key].get("type") != field.get("type"))
    ]


def _fields(files: Mapping[str, bytes], form_key: str | None) -> dict[str, Mapping[str, Any]]:
    """Return a form's fields by the key of their data; {} where there is no form."""
    text = files.get(f"forms/{form_key}.form")
    if text is None:
        return {}
    return dict(_inside(json.loads(text.decode()).get("components", [])))


def _inside(components: list[Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for component in components:
        key = component.get("key") or component.get("path")
        if key:
            yield str(key), component
        if not component.get("path"):
            yield from _inside(component.get("components", []))


def refuse_unknown(plan: Plan) -> None:
    """Raise NotFound for a mapping to or from an element that is not drawn."""
    for one, other in plan.mapping.items():
        if one not in plan.old.process.elements or other not in plan.new.process.elements:
            raise NotFound(f"没有环节 {one} → {other}", f"There is no element {one} -> {other}.")
