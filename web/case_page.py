"""The page of one case: state, clocks, diagram, timeline, papers, and the record."""

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from flask import url_for
from sqlalchemy import select

from engine import calendars, tasks
from engine.cards import may_answer
from engine.clocks import facts_from
from engine.days import ZONE, day_of, legal_text
from engine.handling import Handling
from engine.limits.calendar import Calendar
from engine.limits.explanation import explain
from engine.limits.rows import Line
from engine.records import first_break
from engine.store import lists
from engine.store.cases import Document, Step, Task
from engine.store.clocks import Card
from engine.store.lists import ClockRow
from engine.store.people import Person
from engine.store.records import Record
from forms.fields import Field
from forms.submit import form_of
from web import record_texts, speaking
from web.access import person
from web.lamps import lamp_of, name_of, projection_of
from web.language import _, language, pick
from web.pages.documents import pdf_missing_text
from web.session import db, now
from web.task_page import previous_submissions
from web.times import long_moment, short_moment, weekday

#: Kinds of records a reader of the timeline wants to see.
SHOWN = frozenset(
    {
        "case_started", "case_closed", "task_completed", "task_reassigned", "message_received",
        "clock_stopped", "clock_resumed", "clock_extended", "rung_fired", "rung_passed",
        "card_answered", "timer_fired", "document_issued", "number_given", "published",
        "notified", "sealed", "incident", "check_digit_overridden",
    }
)  # fmt: skip


def case_view(
    handling: Handling, *, unmasked: Mapping[int, Collection[str]] = MappingProxyType({})
) -> dict[str, Any]:
    """Return everything the case page shows; `unmasked` as in `previous_submissions`."""
    case = handling.case
    clocks = lists.clocks_of(db(), [case.id])[case.id]
    open_tasks = lists.open_tasks_of(db(), [case.id])[case.id]
    names = {one.id: one.name for one in db().scalars(select(Person))}
    entries = list(
        db().scalars(select(Record).where(Record.case_id == case.id).order_by(Record.number))
    )
    return {
        "case": head(handling, open_tasks, names),
        "strip": strip(clocks),
        "diagram": {
            "xml_url": url_for("cases.diagram", number=case.number),
            "state_url": url_for("cases.diagram_state_json", number=case.number),
        },
        "steps": steps(handling, open_tasks, names),
        "buttons": buttons(handling, open_tasks),
        "cards": cards(handling, names),
        "timeline": timeline(handling, entries, open_tasks, names),
        "materials": speaking.material_rows(handling),
        "documents": documents(handling),
        "submissions": previous_submissions(handling, unmasked=unmasked),
        "explanations": explanations(clocks),
        "records": record_rows(entries, names),
        "intact": first_break(db(), case) is None,
        "facts": fact_rows(handling),
    }


def state_text(handling: Handling, open_tasks: Sequence[Task]) -> str:
    """Return where a case stands, in words."""
    if handling.case.state == "closed":
        return _("已办结")
    people_tasks = [task for task in open_tasks if task.kind == "user"]
    waiting = [task for task in open_tasks if task.kind == "message"]
    shown = people_tasks or _main_waits(handling, waiting)
    stopped = [task for task in waiting if _is_within_stop(handling, task)]
    if stopped:
        return stopped[0].name
    return "、".join(dict.fromkeys(task.name for task in shown)) or _("系统处理中")


def _main_waits(handling: Handling, waiting: Sequence[Task]) -> Sequence[Task]:
    """Return the waits that hold a case up, without those that only offer something."""
    timed = [
        task
        for task in waiting
        if handling.element(task.element_id).properties.get("limit")
        or any(
            element.attached_to == task.element_id
            for element in handling.definition.process.elements.values()
        )
    ]
    return timed or waiting


def _is_within_stop(handling: Handling, task: Task) -> bool:
    limit = handling.element(task.element_id).properties.get("limit", "")
    return bool(limit) and any(
        row.clock.activity_id == task.id and row.clock.state != "ended" and _has_open_stop(handling)
        for row in lists.clocks_of(db(), [handling.case.id])[handling.case.id]
    )


def _has_open_stop(handling: Handling) -> bool:
    return any(
        row.clock.state == "suspended"
        for row in lists.clocks_of(db(), [handling.case.id])[handling.case.id]
    )


def head(
    handling: Handling, open_tasks: Sequence[Task], names: Mapping[str, str]
) -> dict[str, Any]:
    """Return the head of the page."""
    case, matter = handling.case, handling.definition.matter
    outcome = next((one for one in matter.outcomes if one.key == case.outcome), None)
    mine = next(
        (task for task in open_tasks if task.kind == "user" and task.assignee_id == person().id),
        None,
    )
    return {
        "number": case.number,
        "title": case.title,
        "matter_name": pick(matter.name, matter.name_en),
        "version": handling.definition.version,
        "state": case.state,
        "state_text": state_text(handling, open_tasks),
        "outcome_text": pick(outcome.name, outcome.name_en) if outcome else "",
        "applicant": case.applicant,
        "applicant_code": case.applicant_code or "",
        "project_code": case.project_code or "",
        "holders_text": holders_text(open_tasks, names),
        "next_action": {
            "label": _("办理“%(name)s”", name=mine.name),
            "url": url_for("tasks.open", task_id=mine.id),
        }
        if mine
        else None,
        "opened": long_moment(case.opened_at),
        "closed": long_moment(case.closed_at),
    }


def holders_text(open_tasks: Sequence[Task], names: Mapping[str, str]) -> str:
    """Return who holds the open tasks."""
    held = [task for task in open_tasks if task.kind == "user"]
    texts = [names.get(task.assignee_id or "", _("待签收")) for task in held]
    return "、".join(dict.fromkeys(texts))


def strip(clocks: Sequence[ClockRow]) -> list[dict[str, Any]]:
    """Return the live clocks, statutory and promised first; the last ones when none runs."""
    order = {"statutory": 0, "promised": 1, "step": 2}
    live = [row for row in clocks if row.clock.state != "ended"]
    calendar = calendars.load_calendar(db())
    rows = sorted(live, key=lambda row: order.get(str(row.clock.rule.get("kind")), 3))
    marks = {"V": _("已核对"), "K": _("待核对"), "U": _("地方规定")}
    return [
        {
            "name": name_of(row.clock) + (f" · {row.clock.item_key}" if row.clock.item_key else ""),
            "kind": row.clock.rule.get("kind", "step"),
            "lamp": lamp_of(row.clock, row.stops, calendar, now()),
            "article": row.clock.rule.get("article", ""),
            "mark": marks.get(str(row.clock.rule.get("mark")), ""),
            "explain_id": f"clock-{row.clock.id}",
        }
        for row in rows[:4]
    ]


def explanations(clocks: Sequence[ClockRow]) -> list[dict[str, Any]]:
    """Return each clock's count, day by day with reasons; running ones first."""
    calendar = calendars.load_calendar(db())
    ordered = sorted(clocks, key=lambda row: (row.clock.state == "ended", row.clock.id))
    return [_explanation(row, calendar) for row in ordered]


def _explanation(row: ClockRow, calendar: Calendar) -> dict[str, Any]:
    clock = row.clock
    article = str(clock.rule.get("article", ""))
    until = None if clock.state == "ended" else day_of(now())
    told = explain(
        facts_from(clock, row.stops),
        calendar,
        until=until if clock.state == "suspended" else None,
        article=Line(article, article),
        tz=ZONE,
    )
    tongue = "en" if language() == "en" else "zh"
    return {
        "id": f"clock-{clock.id}",
        "name": name_of(clock) + (f" · {clock.item_key}" if clock.item_key else ""),
        "article": "",
        "header": [line.text(tongue) for line in told.header],
        "summary": " ".join(line.text(tongue) for line in told.summary),
        "rows": [
            {
                "date": day.day.isoformat(),
                "weekday": weekday(day.day),
                "number": day.number,
                "reason": day.reason(tongue) + (_("（暂定）") if day.provisional else ""),
                "kind": {"stopped": "stop"}.get(day.kind, day.kind),
            }
            for day in told.rows
        ],
    }


def buttons(handling: Handling, open_tasks: Sequence[Task]) -> list[dict[str, str]]:
    """Return the messages the person may send now."""
    found = []
    for task in open_tasks:
        if task.kind == "message" and tasks.may_do(db(), task, person().id, now()):
            element = handling.element(task.element_id)
            found.append(
                {
                    "label": element.properties.get("button", task.name),
                    "url": url_for("tasks.open", task_id=task.id),
                    "hint": task.name,
                }
            )
    return found


def cards(handling: Handling, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the case's cards, those without a reason first."""
    found = lists.cards_where(db(), Card.case_id == handling.case.id)
    return [
        {
            "colour": card.colour,
            "limit_name": card.limit_name,
            "at": legal_text(card.instant_at),
            "who": names.get(card.person_id or "", _("无人持有")),
            "reason": card.reason,
            "can_answer": card.reason is None and may_answer(db(), card, person().id, now()),
            "url": url_for("cards.answer", card_id=card.id),
        }
        for card in sorted(found, key=lambda card: card.reason is not None)
    ]


def documents(handling: Handling) -> list[dict[str, Any]]:
    """Return the papers the case produced."""
    missing = pdf_missing_text()
    rows = db().scalars(
        select(Document).where(Document.case_id == handling.case.id).order_by(Document.id)
    )
    return [
        {
            "title": pick(row.title, row.title_en),
            "number": row.number,
            "issued": row.issued_on.isoformat(),
            "url": url_for("documents.show", document_id=row.id),
            "pdf_url": None if missing else url_for("documents.pdf", document_id=row.id),
            "sha256": row.sha256,
        }
        for row in rows
    ]


def fact_rows(handling: Handling) -> list[dict[str, Any]]:
    """Return the matter's facts, and a way to unmask personal numbers."""
    rows: list[dict[str, Any]] = [
        {**fact, "is_personal": False, "unmask_url": None} for fact in speaking.facts(handling)
    ]
    return rows


def record_rows(entries: Sequence[Record], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the record as a list."""
    return [
        {
            "number": entry.number,
            "at": long_moment(entry.at),
            "kind_text": record_texts.kind_text(entry.kind),
            "who": names.get(entry.person_id or "", _("系统")),
            "text": " ".join(
                part
                for part in (
                    record_texts.title_of(entry, names),
                    record_texts.text_of(entry, names, {}),
                )
                if part
            ),
            "hash": entry.hash,
        }
        for entry in entries
    ]


def timeline(
    handling: Handling,
    entries: Sequence[Record],
    open_tasks: Sequence[Task],
    names: Mapping[str, str],
) -> list[dict[str, Any]]:
    """Return what happened, newest phase last, grouped by the matter's phases."""
    matter = handling.definition.matter
    phase_of = {element: phase for phase in matter.phases for element in phase.elements}
    results = result_names(handling)
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
        grouped[-1][1].append(_timeline_entry(entry, names, results))
    now_rows = [_now_entry(task, names) for task in open_tasks if task.kind == "user"]
    if now_rows:
        grouped.append((_("正在办理"), now_rows))
    return [{"name": name, "entries": rows} for name, rows in grouped]


def _timeline_entry(
    entry: Record, names: Mapping[str, str], results: Mapping[str, str]
) -> dict[str, Any]:
    level = str(entry.body.get("level") or entry.body.get("colour") or "")
    kind = {
        "clock_stopped": "stop",
        "clock_resumed": "stop",
        "rung_fired": level,
        "rung_passed": "",
    }.get(entry.kind, "")
    return {
        "title": record_texts.title_of(entry, names),
        "at": short_moment(entry.at),
        "who": names.get(entry.person_id or "", _("系统")),
        "text": record_texts.text_of(entry, names, results),
        "lamp": None,
        "kind": "" if kind == "none" else kind,
    }


def _now_entry(task: Task, names: Mapping[str, str]) -> dict[str, Any]:
    item = f" · {task.item['name']}" if task.item.get("name") else ""
    return {
        "title": f"{task.name}{item}",
        "at": _("%(at)s 到达", at=short_moment(task.opened_at)),
        "who": names.get(task.assignee_id or "", _("待签收")),
        "text": "",
        "lamp": None,
        "kind": "now",
    }


def result_names(handling: Handling) -> dict[str, str]:
    """Return the words of each element's result by "<element>:<value>"."""
    found: dict[str, str] = {}
    for element in handling.definition.process.elements.values():
        form_key = element.properties.get("form")
        if form_key:
            for field in _fields(form_of(handling.definition, form_key).fields):
                for option in field.options:
                    found[f"{element.id}:{option.value}"] = option.words.text(language())
    return found


def _fields(fields: tuple[Field, ...]) -> list[Field]:
    return [inner for field in fields for inner in (field, *_fields(field.fields))]


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
                    "name": element.name
                    + (f" · {task.item['name']}" if task and task.item.get("name") else ""),
                    "state": "done",
                    "who": names.get(task.completed_by or "", "") if task else "",
                    "when": short_moment(step.ended_at),
                }
            )
    for task in open_tasks:
        if task.kind == "user":
            item = f" · {task.item['name']}" if task.item.get("name") else ""
            rows.append(
                {
                    "name": f"{task.name}{item}",
                    "state": "active",
                    "who": names.get(task.assignee_id or "", _("待签收")),
                    "when": short_moment(task.opened_at),
                }
            )
    return rows


def diagram_state(handling: Handling) -> dict[str, Any]:
    """Return what the diagram marks: done, active and overdue elements, taken flows, pills."""
    case = handling.case
    calendar = calendars.load_calendar(db())
    finished = list(db().scalars(select(Step).where(Step.case_id == case.id).order_by(Step.number)))
    done = {step.element_id for step in finished if step.outcome == "completed"}
    open_tasks = lists.open_tasks_of(db(), [case.id])[case.id]
    clocks = lists.clocks_of(db(), [case.id])[case.id]
    active = {task.element_id for task in open_tasks if task.kind == "user"} or {
        task.element_id for task in open_tasks
    }
    pills: dict[str, dict[str, str]] = {}
    overdue = set()
    for row in clocks:
        lamp = lamp_of(row.clock, row.stops, calendar, now())
        key = row.clock.element_id
        if row.clock.state == "ended" and key in pills:
            continue
        if lamp.level in {"red", "yellow"} and row.clock.state != "ended":
            overdue.add(key)
        pills[key] = {
            "element": key,
            "text": _pill_text(row, calendar),
            "lamp": lamp.level,
            "title": lamp.title,
        }
    flows = [
        flow.id
        for flow in handling.definition.process.flows
        if flow.source in done and flow.target in done | active
    ]
    return {
        "done": sorted(done - active),
        "active": sorted(active),
        "overdue": sorted(overdue & active),
        "flows": flows,
        "focus": next(iter(sorted(active)), None),
        "pills": list(pills.values()),
    }


def _pill_text(row: ClockRow, calendar: Calendar) -> str:
    budget = facts_from(row.clock, row.stops).budget.n
    used = row.clock.used
    if row.clock.state != "ended":
        used = projection_of(row.clock, row.stops, calendar, now()).used
    return f"{used or 0}/{budget}"
