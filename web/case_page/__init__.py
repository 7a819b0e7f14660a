"""The page of one case: state, clocks, diagram, timeline, papers, and the record."""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

from flask import url_for
from sqlalchemy import select

from engine import access, recusal
from engine.handling import Handling
from engine.records import first_break
from engine.store import lists
from engine.store.people import Person
from engine.store.records import Record
from web import speaking
from web.access import person
from web.case_page import acts as act_parts
from web.case_page import clocks as clock_parts
from web.case_page import papers, problems, standing
from web.case_page import timeline as happenings
from web.language import _
from web.session import db
from web.task_page import previous_submissions
from web.vote_view import round_views

NOTHING: Mapping[int, Collection[str]] = MappingProxyType({})


def keeping_away(handling: Handling) -> list[dict[str, str]]:
    """Return the way to who is on the case and who keeps away, for whom it concerns."""
    is_closed = access.is_closed(handling.definition.matter)
    if not is_closed and not recusal.may_order(handling, person().id):
        return []
    label = _("在案人员与回避") if is_closed else _("责令回避")
    return [{"label": label, "url": url_for("cases.persons", number=handling.case.number)}]


def case_view(
    handling: Handling, *, unmasked: Mapping[int, Collection[str]] = NOTHING
) -> dict[str, Any]:
    """Return everything the case page shows; `unmasked` as in `previous_submissions`."""
    case = handling.case
    clocks = lists.clocks_of(db(), [case.id])[case.id]
    open_tasks = lists.open_tasks_of(db(), [case.id])[case.id]
    names = {one.id: one.name for one in db().scalars(select(Person))}
    entries = list(
        db().scalars(select(Record).where(Record.case_id == case.id).order_by(Record.number))
    )
    words = happenings.words_of(handling, names)
    return {
        "case": standing.head(handling, open_tasks, clocks, names),
        "strip": clock_parts.strip(clocks),
        "diagram": {
            "xml_url": url_for("cases.diagram", number=case.number),
            "state_url": url_for("cases.diagram_state_json", number=case.number),
        },
        "steps": happenings.steps(handling, open_tasks, names),
        "buttons": papers.buttons(handling, open_tasks),
        "act_buttons": [*act_parts.buttons(handling), *keeping_away(handling)],
        "rounds": round_views(handling, open_tasks),
        "closed_to_others": access.is_closed(handling.definition.matter),
        "acts": act_parts.waiting(handling, names),
        "suspended": act_parts.suspended(handling),
        "cards": papers.cards(handling, names),
        "timeline": happenings.timeline(handling, entries, open_tasks, words),
        "materials": speaking.material_rows(handling),
        "documents": papers.documents(handling),
        "submissions": previous_submissions(handling, unmasked=unmasked),
        "explanations": clock_parts.explanations(clocks),
        "records": happenings.record_rows(entries, words),
        "intact": first_break(db(), case) is None,
        "problems": problems.problem_rows(handling, names),
        "draws": problems.draw_rows(handling),
        "facts": [
            fact
            for fact in speaking.facts(handling)
            if fact["value"] not in {case.applicant, case.project_code}
        ],
    }
