"""Rows of the list of all cases."""

from collections.abc import Sequence

from flask import url_for
from sqlalchemy import select

from engine import calendars
from engine.handling import view_case
from engine.store import lists
from engine.store.cases import Case
from engine.store.people import Person
from web.case_page.standing import holders_text, state_text
from web.lamps import lamp_of
from web.language import _, pick
from web.session import db, now
from web.times import short_moment


def case_rows(cases: Sequence[Case]) -> list[dict[str, object]]:
    """Return the rows of some cases as the list shows them."""
    ids = [case.id for case in cases]
    clocks, tasks = lists.clocks_of(db(), ids), lists.open_tasks_of(db(), ids)
    names = {one.id: one.name for one in db().scalars(select(Person))}
    known = calendars.load_calendars(db())
    rows: list[dict[str, object]] = []
    for case in cases:
        handling = view_case(db(), case, at=now())
        live = [row for row in clocks[case.id] if row.clock.state != "ended"]
        by_kind = sorted(live, key=lambda row: row.clock.rule.get("kind") != "statutory")
        outcomes = {
            one.key: pick(one.name, one.name_en) for one in handling.definition.matter.outcomes
        }
        rows.append(
            {
                "url": url_for("cases.show", number=case.number),
                "number": case.number,
                "title": case.title,
                "matter_name": pick(
                    handling.definition.matter.name, handling.definition.matter.name_en
                ),
                "applicant": case.applicant,
                "state": case.state,
                "state_text": outcomes.get(case.outcome or "", _("办结"))
                if case.state == "closed"
                else _("在办"),
                "step": ""
                if case.state == "closed"
                else state_text(handling, tasks[case.id], clocks[case.id]),
                "holder": holders_text(tasks[case.id], names),
                "lamp": lamp_of(by_kind[0].clock, by_kind[0].stops, known, now())
                if by_kind
                else None,
                "opened": short_moment(case.opened_at),
                "closed": short_moment(case.closed_at),
                "is_generated": case.is_generated,
            }
        )
    return rows
