"""The places of a run to choose from: what waits, who may act, which is open."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from engine.store.people import Post, Section
from web.language import _, pick
from web.naming import button_name, element_name, item_name
from web.trying.places import Place
from web.trying.runs import Kept


def chosen_place(places: Sequence[Place], key: str) -> Place | None:
    """Return the place with a key, else the first; None where nothing waits."""
    return next((one for one in places if one.key == key), next(iter(places), None))


def place_rows(
    session: Session, kept: Kept, places: Sequence[Place], chosen: Place | None
) -> list[dict[str, Any]]:
    """Return the places as rows to choose from."""
    return [
        {
            "key": one.key,
            "name": place_name(one),
            "item": item_name(one.item, one.item_name) if one.item or one.item_name else "",
            "post": post_name(session, one),
            "kind": one.act,
            "chosen": one is chosen,
            "is_empty": not one.persons,
            "url": url_for("studio.try_show", matter=kept.matter_key, run_id=kept.id, place=one.key)
            + "#act",
        }
        for one in places
    ]


def place_name(place: Place) -> str:
    """Return what is done at a place."""
    is_message = place.element.type not in {"userTask", "startEvent"}
    return button_name(place.element) if is_message else element_name(place.element)


def post_name(session: Session, place: Place) -> str:
    """Return who acts at a place: section and post, or the one person."""
    if place.is_personal:
        return _("%(name)s本人", name=place.persons[0].name if place.persons else "")
    section, post = place.post
    rows = session.get(Section, section), session.get(Post, post)
    names = [pick(row.name, row.name_en) for row in rows if row is not None]
    return " · ".join(names) or _("任何人")
