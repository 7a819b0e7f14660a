"""The clocks of a case: the strip at the top, and each count day by day."""

from collections.abc import Collection, Sequence
from typing import Any

from engine import calendars
from engine.acts import approved
from engine.clock_values import facts_from
from engine.days import ZONE, day_of
from engine.limits.calendar import Calendar
from engine.limits.explanation import explain
from engine.limits.rows import Line
from engine.people import get_person
from engine.store.clocks import Clock
from engine.store.lists import ClockRow
from web.case_page.acts import details_text
from web.lamps import lamp_of, name_of
from web.language import _, language
from web.naming import item_name
from web.session import db, now
from web.times import weekday


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
    corrections = _corrections({row.clock.case_id for row in clocks})
    return [
        _explanation(row, known.of(row.clock.region), corrections.get(row.clock.id, []))
        for row in ordered
    ]


def _corrections(case_ids: Collection[int]) -> dict[int, list[str]]:
    """Return by clock what its start fact was corrected from and to, why and by whom."""
    found: dict[int, list[str]] = {}
    for act in approved(db(), "correct", case_ids):
        line = _(
            "更正：%(what)s（%(reason)s；%(basis)s；%(asked)s提出，%(decided)s批准）",
            what=details_text(act.details),
            reason=act.reason,
            basis=act.basis or _("见附件"),
            asked=get_person(db(), act.asked_by).name,
            decided=get_person(db(), act.decided_by or "").name,
        )
        for one in act.details.get("clocks", ()):
            found.setdefault(one["id"], []).append(line)
    return found


def _explanation(row: ClockRow, calendar: Calendar, corrections: list[str]) -> dict[str, Any]:
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
        "name": name_of(clock) + _item(clock),
        "article": "",
        "header": [*(line.text(tongue) for line in told.header), *corrections],
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
