"""What a run has come to, in words: steps, clocks, rungs, case data, notices and the record."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import calendars
from engine.days import legal_text
from engine.definitions import Definition
from engine.handling import Handling, view_case
from engine.limit_rules import rules_on
from engine.store import lists
from engine.store.cases import Case, Document
from engine.store.clocks import Clock, Firing
from engine.store.people import Person, Section
from engine.store.records import Notice, Record
from web.case_page import timeline
from web.case_page.diagram import diagram_state
from web.case_page.standing import state_text
from web.lamps import lamp_of, name_of
from web.language import _, pick
from web.naming import button_name, element_name, field_name, item_name
from web.session import db
from web.times import long_moment
from web.trying.playing import Run
from web.trying.steps import Step

#: Elements one may ask to be brought to.
_AIMS = frozenset(
    {"userTask", "receiveTask", "intermediateCatchEvent", "endEvent", "boundaryEvent"}
)
_NOTHING: dict[str, Any] = {
    "state": "", "clocks": [], "rungs": [], "data": [], "notices": [], "records": [],
    "documents": [],
}  # fmt: skip


def parts(session: Session, definition: Definition, run: Run) -> dict[str, Any]:
    """Return what the page shows of a run beside its form."""
    people = {one.id: one.name for one in session.scalars(select(Person))}
    shown = {"steps": step_rows(session, definition, run, people)}
    if run.case_id is None:
        return {**_NOTHING, "state": _("还没有办件"), **shown}
    handling = _handling(session, run)
    return {
        "state": _state(session, handling),
        "clocks": _clocks(session, run),
        "rungs": _rungs(session, run),
        "data": list(_data(definition, handling.case.document)),
        "notices": _notices(session, run, people),
        "records": _records(session, handling, people),
        "documents": _documents(session, run),
        **shown,
    }


def _handling(session: Session, run: Run) -> Handling:
    return view_case(session, session.get_one(Case, run.case_id), at=run.at)


def _state(session: Session, handling: Handling) -> str:
    case = handling.case
    outcome = next((o for o in handling.definition.matter.outcomes if o.key == case.outcome), None)
    if outcome is not None:
        return _("办结：%(outcome)s", outcome=pick(outcome.name, outcome.name_en))
    tasks = lists.open_tasks_of(session, [case.id])[case.id]
    return state_text(handling, tasks, lists.clocks_of(session, [case.id])[case.id])


def step_rows(
    session: Session, definition: Definition, run: Run, people: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return the steps done so far: who did what when, and what it led to."""
    limits = {one.key: one for one in rules_on(session, run.matter_key, run.at.date())}
    rows = []
    for number, step in enumerate(run.steps, start=1):
        reached = [key for key in step.reached if key != step.element]
        rows.append(
            {
                "number": number,
                "name": step_name(definition, step),
                "who": people.get(step.by, ""),
                "at": long_moment(step.at),
                "reached": [_name(definition, key) for key in dict.fromkeys(reached)],
                "rungs": [_rung(limits, one) for one in step.rungs],
            }
        )
    return rows


def step_name(definition: Definition, step: Step) -> str:
    """Return what a step did, in words."""
    if step.act == "wait":
        return _("时间到 %(at)s", at=legal_text(step.at))
    name = _name(definition, step.element)
    section = db().get(Section, step.item) if step.item else None
    item = pick(section.name, section.name_en) if section else step.item
    return f"{name} · {item}" if item else name


def _name(definition: Definition, key: str) -> str:
    element = definition.process.elements.get(key)
    return element_name(element) or key if element else key


def _rung(limits: Mapping[str, Any], text: str) -> str:
    rung, _day, day = text.partition(" ")
    limit, _dot, key = rung.partition(".")
    rule = limits.get(limit)
    if rule is None:
        return text
    ladder = rule.raw.get("ladder", ())
    row: Mapping[str, Any] = next((one for one in ladder if one["key"] == key), {})
    said = pick(str(row.get("name") or ""), str(row.get("name_en") or "")) or _level(row)
    return f"{pick(rule.name, rule.name_en)} · {said} {day}"


def _level(row: Mapping[str, Any]) -> str:
    names = {"warn": _("预警"), "yellow": _("黄牌"), "red": _("红牌"), "none": _("到期")}
    return names.get(str(row.get("level", "none")), str(row.get("key", "")))


def _clocks(session: Session, run: Run) -> list[dict[str, Any]]:
    known = calendars.load_calendars(session)
    rows = lists.clocks_of(session, [run.case_id or 0])[run.case_id or 0]
    ordered = sorted(rows, key=lambda row: (row.clock.state == "ended", row.clock.id))
    return [
        {
            "name": name_of(row.clock),
            "item": item_name(row.clock.item_key, row.clock.item_name),
            "lamp": lamp_of(row.clock, row.stops, known, run.at),
            "last": row.clock.last_on.isoformat() if row.clock.last_on else "",
            "is_ended": row.clock.state == "ended",
        }
        for row in ordered
    ]


def _rungs(session: Session, run: Run) -> list[dict[str, Any]]:
    fired = session.execute(
        select(Firing, Clock)
        .join(Clock, Clock.id == Firing.clock_id)
        .where(Firing.case_id == run.case_id)
        .order_by(Firing.instant_at, Firing.id)
    )
    return [
        {
            "name": name_of(clock),
            "level": firing.level,
            "word": _level({"level": firing.level, "key": firing.rung_key}),
            "at": legal_text(firing.instant_at),
            "is_passed": firing.is_passed,
        }
        for firing, clock in fired
    ]


def _data(definition: Definition, document: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """Yield every value of the case data with the path expressions name it by."""
    for path, value in _leaves(document, ""):
        form, _dot, below = path.partition(".")
        label = (
            field_name(definition, form, below) if f"forms/{form}.form" in definition.files else ""
        )
        yield {"path": f"case.{path}", "label": label if label != below else "", "value": value}


def _leaves(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping) and value:
        for key, inner in value.items():
            yield from _leaves(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list) and any(isinstance(one, (Mapping, list)) for one in value):
        for number, inner in enumerate(value):
            yield from _leaves(inner, f"{path}.{number}")
    else:
        yield path, _spoken(value)


def _spoken(value: Any) -> str:
    if value is None or value in ("", [], {}):
        return "—"
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return "、".join(str(one) for one in value) if isinstance(value, list) else str(value)


def _notices(session: Session, run: Run, people: Mapping[str, str]) -> list[dict[str, str]]:
    rows = session.scalars(select(Notice).where(Notice.case_id == run.case_id).order_by(Notice.id))
    return [
        {
            "to": people.get(one.person_id, one.person_id),
            "text": pick(one.text, one.text_en),
            "level": one.level,
            "at": long_moment(one.made_at),
        }
        for one in rows
    ]


def _records(session: Session, handling: Handling, people: Mapping[str, str]) -> list[Any]:
    entries = session.scalars(
        select(Record).where(Record.case_id == handling.case.id).order_by(Record.number)
    ).all()
    return timeline.record_rows(entries, timeline.words_of(handling, people))


def _documents(session: Session, run: Run) -> list[dict[str, str]]:
    rows = session.scalars(
        select(Document).where(Document.case_id == run.case_id).order_by(Document.id)
    )
    return [{"title": pick(one.title, one.title_en), "number": one.number} for one in rows]


def targets(definition: Definition) -> list[dict[str, str]]:
    """Return the elements one may ask to be brought to, by name."""
    found = [
        {"id": one.id, "name": button_name(one) if one.type != "userTask" else element_name(one)}
        for one in definition.process.elements.values()
        if one.type in _AIMS and one.name
    ]
    return sorted(found, key=lambda one: one["name"])


def tokens(session: Session, run: Run) -> dict[str, Any]:
    """Return what the diagram marks, with a token on everything that is live."""
    if run.case_id is None:
        return {"done": [], "active": [], "overdue": [], "flows": [], "pills": [], "tokens": []}
    handling = _handling(session, run)
    elements = handling.definition.process.elements
    live = Counter(one.element_id for one in handling.run.live() if one.element_id in elements)
    marks = [
        {"element": key, "number": number}
        for key, number in live.items()
        if elements[key].type not in {"subProcess", "callActivity"}
    ]
    return {**diagram_state(handling), "tokens": marks}
