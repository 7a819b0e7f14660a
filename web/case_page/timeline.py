"""What happened in a case, in words: the timeline by phase, the record, the steps."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy import select

from engine.days import legal_text
from engine.handling import Handling
from engine.limit_rules import rules_on
from engine.store.cases import Step, Submission, Task
from engine.store.people import Section
from engine.store.records import Record
from web import record_texts
from web.language import _, pick
from web.naming import (
    button_name,
    deed_name,
    element_name,
    field_name,
    grounds_of,
    item_name,
    task_name,
)
from web.record_texts import Words
from web.results import result_names
from web.session import db
from web.times import short_moment

#: Kinds of records a reader of the timeline wants to see.
SHOWN = frozenset(
    {
        "case_started", "case_closed", "case_moved", "case_stepped_back",
        "activity_withdrawn", "case_goes_on", "task_completed", "task_reassigned",
        "message_received", "message_kept",
        "clock_stopped", "clock_resumed", "clock_extended", "rung_fired", "rung_passed",
        "card_answered", "timer_fired", "computed", "decision_made", "document_issued",
        "number_given", "published",
        "notified", "sealed", "incident", "check_digit_overridden",
        "called", "call_answered", "call_failed", "act_asked", "act_decided",
        "case_suspended", "case_resumed", "fact_corrected", "rung_voided", "stop_wanting",
        "experts_drawn", "expert_replied", "problem_raised", "problem_answered", "problem_closed",
        "problem_sent_back", "extension_asked", "extension_granted", "extension_refused",
        "lot_drawn",
    }
)  # fmt: skip


def timeline(
    handling: Handling,
    entries: Sequence[Record],
    open_tasks: Sequence[Task],
    words: Words,
) -> list[dict[str, Any]]:
    """Return what happened, newest phase last, grouped by the matter's phases."""
    matter = handling.definition.matter
    phase_of = {element: phase for phase in matter.phases for element in phase.elements}
    grouped: list[tuple[str, list[dict[str, Any]]]] = []
    current = ""
    for entry in entries:
        if entry.kind not in SHOWN:
            continue
        phase = phase_of.get(entry.element_id or "")
        current = (
            pick(phase.name, phase.name_en)
            if phase
            else current or pick(matter.name, matter.name_en)
        )
        if not grouped or grouped[-1][0] != current:
            grouped.append((current, []))
        grouped[-1][1].append(_timeline_entry(entry, words))
    now_rows = [_now_entry(task, words.people) for task in open_tasks if task.kind == "user"]
    if now_rows:
        grouped.append((_("正在办理"), now_rows))
    return [{"name": name, "entries": rows} for name, rows in grouped]


def _timeline_entry(entry: Record, words: Words) -> dict[str, Any]:
    level = str(entry.body.get("level") or entry.body.get("colour") or "")
    kind = {
        "clock_stopped": "stop",
        "clock_resumed": "stop",
        "case_suspended": "stop",
        "case_resumed": "stop",
        "stop_wanting": level,
        "rung_fired": level,
        "rung_passed": "",
    }.get(entry.kind, "")
    return {
        "title": record_texts.title_of(entry, words),
        "at": legal_text(entry.at)[5:],
        "who": words.people.get(entry.person_id or "", _("系统")),
        "text": record_texts.text_of(entry, words),
        "lamp": None,
        "kind": "" if kind == "none" else kind,
    }


def _now_entry(task: Task, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "title": _task_title(task),
        "at": _("%(at)s 到达", at=short_moment(task.opened_at)),
        "who": names.get(task.assignee_id or "", _("待签收")),
        "text": "",
        "lamp": None,
        "kind": "now",
    }


def _task_title(task: Task) -> str:
    """Return a task's name with its item's."""
    item = item_name(task.item_key, str(task.item.get("name", "")))
    return f"{task_name(task)} · {item}" if item else task_name(task)


def _deed_title(task: Task) -> str:
    """Return what was done in a task, with its item's name."""
    item = item_name(task.item_key, str(task.item.get("name", "")))
    deed = deed_name(task.case, task.element_id, task.name)
    return f"{deed} · {item}" if item else deed


def words_of(handling: Handling, people: Mapping[str, str]) -> Words:
    """Return the words for everything the records of a case name by key."""
    definition = handling.definition
    submissions = db().scalars(select(Submission).where(Submission.case_id == handling.case.id))
    rules = rules_on(db(), definition.matter_key, handling.day)
    return Words(
        people=people,
        elements={key: button_name(one) for key, one in definition.process.elements.items()},
        limits={rule.key: pick(rule.name, rule.name_en) for rule in rules},
        documents={
            key: pick(kind.title, kind.title_en)
            for key, kind in definition.matter.documents.items()
        },
        grounds=grounds_of(definition.matter),
        items={one.name: pick(one.name, one.name_en) for one in db().scalars(select(Section))},
        results=result_names(handling, submissions),
        field=partial(field_name, definition),
    )


def record_rows(entries: Sequence[Record], words: Words) -> list[dict[str, Any]]:
    """Return the record as a list."""
    return [
        {
            "number": entry.number,
            "at": legal_text(entry.at),
            "kind_text": record_texts.kind_text(entry.kind),
            "who": words.people.get(entry.person_id or "", _("系统")),
            "text": " ".join(
                part
                for part in (
                    record_texts.title_of(entry, words),
                    record_texts.text_of(entry, words),
                )
                if part
            ),
            "hash": entry.hash,
        }
        for entry in entries
    ]


def steps(
    handling: Handling, open_tasks: Sequence[Task], names: Mapping[str, str]
) -> list[dict[str, str]]:
    """Return the steps of a narrow screen: done ones, then those being worked on."""
    process = handling.definition.process
    rows = []
    for step in db().scalars(
        select(Step).where(Step.case_id == handling.case.id).order_by(Step.number)
    ):
        element = process.elements.get(step.element_id)
        if element and element.type in {"userTask", "receiveTask"} and step.outcome == "completed":
            task = db().get(Task, step.activity_id)
            rows.append(
                {
                    "name": _deed_title(task) if task else element_name(element),
                    "state": "done",
                    "who": names.get(task.completed_by or "", "") if task else "",
                    "when": short_moment(step.ended_at),
                }
            )
    for task in open_tasks:
        if task.kind == "user":
            rows.append(
                {
                    "name": _task_title(task),
                    "state": "active",
                    "who": names.get(task.assignee_id or "", _("待签收")),
                    "when": short_moment(task.opened_at),
                }
            )
    return rows
