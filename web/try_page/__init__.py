"""The page of a dry run: the diagram with its tokens, who can act and how, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import render_template, url_for
from sqlalchemy.orm import Session

from engine.definitions import Definition, current_definition
from engine.errors import InvalidSubmission
from engine.store.publishing import Definition as Version
from forms.drawing import draw
from forms.submit import form_of
from web.language import _, language
from web.times import full_moment
from web.try_page import showing
from web.try_page.choosing import chosen_place, place_rows
from web.try_page.entering import entered
from web.try_page.moments import moments
from web.trying.filling import ways_at
from web.trying.places import Place, places_of
from web.trying.playing import Run
from web.trying.runs import DRAFT, Kept


@dataclass(frozen=True)
class Typed:
    """What was typed so far in the form of a place, and what is wrong with it."""

    values: Mapping[str, Any] = field(default_factory=dict)
    error: InvalidSubmission | None = None


NOTHING = Typed()


def run_page(
    kept: Kept,
    frame: Mapping[str, Any],
    *,
    place_key: str = "",
    by: str = "",
    typed: Typed = NOTHING,
) -> str:
    """Return the page of a run, with a place chosen, who acts there, and what was typed.

    `frame` is what every page of the matter shows.
    """
    with entered(kept) as (session, run):
        definition = current_definition(session, run.matter_key)
        places = places_of(session, definition, run.case_id, run.at)
        place = chosen_place(places, place_key)
        values = {
            "tried": tried_name(session, definition, kept),
            "run": _head(kept, run),
            "places": place_rows(session, kept, places, place),
            "form": _form(kept, definition, place, by, typed) if place else None,
            "moments": moments(session, run),
            "targets": showing.targets(definition),
            **showing.parts(session, definition, run),
        }
    return render_template("studio/try/run.html", **frame, **values)


def tried_name(session: Session, definition: Definition, kept: Kept) -> str:
    """Return what is tried: the draft, or a version by its number."""
    if kept.source == DRAFT:
        return _("草稿")
    return _("版本 %(number)s", number=session.get_one(Version, definition.id).version)


def _head(kept: Kept, run: Run) -> dict[str, Any]:
    def url(endpoint: str) -> str:
        return url_for(f"studio.try_{endpoint}", matter=kept.matter_key, run_id=kept.id)

    return {
        "id": kept.id,
        "now": full_moment(run.at),
        "has_case": run.case_id is not None,
        **{
            f"{name}_url": url(name)
            for name in ("act", "wait", "back", "reach", "keep", "drop", "diagram", "state")
        },
    }


def _form(
    kept: Kept, definition: Definition, place: Place, by: str, typed: Typed
) -> dict[str, Any]:
    ids = [person.id for person in place.persons]
    who = by if by in ids else next(iter(ids), "")
    ways = ways_at(definition, place, who, language()) if who else []
    return {
        "place": place.key,
        "by": who,
        "persons": [{"id": one.id, "name": one.name} for one in place.persons],
        "drawn": _drawn(definition, place, who, typed) if place.form_key and who else None,
        "ways": [{"number": n, "name": way.name} for n, way in enumerate(ways)],
        "upload_url": url_for("studio.try_upload", matter=kept.matter_key, run_id=kept.id, by=who),
        "redraw_url": url_for("studio.try_redraw", matter=kept.matter_key, run_id=kept.id),
    }


def _drawn(definition: Definition, place: Place, who: str, typed: Typed) -> object:
    return draw(
        form_of(definition, place.form_key or ""),
        typed.values,
        typed.error.errors if typed.error else {},
        place.context(who, language()),
        language(),
    )
