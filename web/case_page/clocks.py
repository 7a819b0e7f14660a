"""The clocks of a case: the strip at the top, and each count day by day."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from engine import calendars
from engine.act_rules import ENDING
from engine.acts import approved
from engine.clock_values import facts_from
from engine.days import ZONE, day_of
from engine.limits.calendar import Calendar
from engine.limits.explanation import explain
from engine.limits.ledger import Facts
from engine.limits.rows import Line
from engine.people import get_person
from engine.store.acts import Act
from engine.store.clocks import Clock
from engine.store.lists import ClockRow
from web.case_page.acts import details_text, kind_name
from web.lamps import lamp_of, name_of
from web.language import _, language
from web.naming import ground_name, item_name
from web.session import db, now
from web.times import long_moment, weekday


def strip(clocks: Sequence[ClockRow]) -> list[dict[str, Any]]:
    """Return the live clocks, statutory and promised first; the last ones when none runs."""
    order = {"statutory": 0, "promised": 1, "step": 2}
    live = [row for row in clocks if row.clock.state != "ended"]
    main = [row for row in clocks if row.clock.rule.get("kind") in {"statutory", "promised"}]
    known = calendars.load_calendars(db())
    rows = sorted(live or main, key=lambda row: order.get(str(row.clock.rule.get("kind")), 3))
    marks = {"V": _("已核对"), "K": _("待核对"), "U": _("地方规定")}
    return [
        {
            "name": name_of(row.clock) + _item(row.clock),
            "kind": row.clock.rule.get("kind", "step"),
            "lamp": lamp_of(row.clock, row.stops, known, now()),
            "article": row.clock.rule.get("article", ""),
            "mark": marks.get(str(row.clock.rule.get("mark")), ""),
            "explain_id": f"clock-{row.clock.id}",
        }
        for row in rows[:4]
    ]


def _item(clock: Clock) -> str:
    name = item_name(clock.item_key, clock.item_name)
    return f" · {name}" if name else ""


def explanations(clocks: Sequence[ClockRow]) -> list[dict[str, Any]]:
    """Return each clock's count, day by day with reasons; running ones first."""
    known = calendars.load_calendars(db())
    ordered = sorted(clocks, key=lambda row: (row.clock.state == "ended", row.clock.id))
    case_ids = {row.clock.case_id for row in clocks}
    corrections = _corrections(case_ids)
    endings = {act.case_id: act for kind in ENDING for act in approved(db(), kind, case_ids)}
    return [
        _explanation(
            row,
            known.of(row.clock.region),
            [*corrections.get(row.clock.id, []), *_stops(row), *_ending(row.clock, endings)],
        )
        for row in ordered
    ]


def _stops(row: ClockRow) -> list[str]:
    """Return each stop with who asked for it, who approved it and its document."""
    return [
        _(
            "停表 %(ground)s：%(begins)s至 %(ends)s（%(asked)s提出，%(approved)s批准；%(paper)s）",
            ground=ground_name(stop),
            begins=long_moment(stop.stopped_at),
            ends=long_moment(stop.resumed_at) if stop.resumed_at else _("尚未恢复"),
            asked=_name(stop.asked_by),
            approved=_name(stop.approved_by),
            paper=stop.document_number or _("没有告知文书"),
        )
        for stop in row.stops
    ]


def _name(person_id: str | None) -> str:
    return get_person(db(), person_id).name if person_id else _("系统")


def _ending(clock: Clock, endings: Mapping[int, Act]) -> list[str]:
    """Return when a clock ended, and the act that ended its case with it."""
    if clock.ended_at is None:
        return []
    act = endings.get(clock.case_id)
    is_by_act = act is not None and act.decided_at == clock.ended_at
    why = kind_name(act.kind) if act is not None and is_by_act else _completed(clock)
    return [_("%(at)s 结束：%(why)s", at=long_moment(clock.ended_at), why=why)]


def _completed(clock: Clock) -> str:
    return _("环节完成") if clock.end_outcome == "completed" else _("环节终止")


def _corrections(case_ids: Collection[int]) -> dict[int, list[str]]:
    """Return by clock what its start fact was corrected from and to, why and by whom."""
    found: dict[int, list[str]] = {}
    for act in approved(db(), "correct", case_ids):
        line = _(
            "更正：%(what)s（%(reason)s；%(basis)s；%(asked)s提出，%(decided)s批准）",
            what=details_text(act.details),
            reason=act.reason,
            basis=act.basis or _("见附件"),
            asked=_name(act.asked_by),
            decided=_name(act.decided_by),
        )
        for one in act.details.get("clocks", ()):
            found.setdefault(one["id"], []).append(line)
    return found


def _facts(row: ClockRow) -> Facts:
    """Return a clock's facts, the grounds of its stops named in the language of the request."""
    facts = facts_from(row.clock, row.stops)
    named = zip(facts.suspensions, row.stops, strict=True)
    stops = tuple(replace(one, ground_en=ground_name(stop)) for one, stop in named)
    return replace(facts, suspensions=stops)


def _explanation(row: ClockRow, calendar: Calendar, acts: Sequence[str]) -> dict[str, Any]:
    clock = row.clock
    article = str(clock.rule.get("article", ""))
    until = None if clock.state == "ended" else day_of(now())
    told = explain(
        _facts(row),
        calendar,
        until=until if clock.state == "suspended" else None,
        article=Line(article, article),
        tz=ZONE,
    )
    tongue = "en" if language() == "en" else "zh"
    return {
        "id": f"clock-{clock.id}",
        "name": name_of(clock) + _item(clock),
        "article": "",
        "header": [*(line.text(tongue) for line in told.header), *acts],
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
