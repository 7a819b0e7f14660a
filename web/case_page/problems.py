"""The problem items of a case and its draws of experts, as its page shows them."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from engine.case_functions import seats_now
from engine.handling import Handling
from engine.problem_items import is_extension_asked, is_overdue
from engine.store.cases import Attachment
from engine.store.people import Section
from engine.store.problem_items import ProblemItem
from forms.fields import walk
from forms.submit import form_of
from web.draw_view import draws_of, is_revealed
from web.language import _, language, pick
from web.naming import step_name
from web.session import db
from web.times import long_moment, short_day


def state_text(item: ProblemItem) -> str:
    """Return where an item stands, in words."""
    return {
        "open": _("待整改"),
        "rectifying": _("整改中"),
        "answered": _("待复验"),
        "closed": _("已销号"),
    }[item.state]


def problem_rows(handling: Handling, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the items, those not struck off first."""
    items = sorted(handling.problems, key=lambda one: (one.state == "closed", one.number))
    return [_row(handling, one, names) for one in items]


def _row(handling: Handling, item: ProblemItem, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "number": item.number,
        "text": item.text,
        "clause": item.clause,
        "place": item.place,
        "severity": severity_text(handling, item),
        "department": _department(item.item_key or item.section_key),
        "who": names.get(item.raised_by, item.raised_by),
        "due": short_day(item.due_on, today=handling.day) if item.due_on else "",
        "is_overdue": is_overdue(item, handling.day),
        "state": item.state,
        "state_text": state_text(item),
        "round": item.round,
        "photos": _files(item.photos),
        "answer": item.answer,
        "answer_photos": _files(item.answer_photos),
        "recheck_reason": item.recheck_reason,
        "extension": _extension(item),
    }


def severity_text(handling: Handling, item: ProblemItem) -> str:
    """Return the word of the form's choice by which an item was raised."""
    element = handling.definition.process.elements.get(item.element_id)
    key = element.properties.get("form") if element else None
    fields = form_of(handling.definition, key).fields if element and key else ()
    for field in walk(fields):
        if field.key == "severity":
            for option in field.options:
                if option.value == item.severity:
                    return option.words.text(language())
    return item.severity


def _department(key: str) -> str:
    section = db().get(Section, key)
    return pick(section.name, section.name_en) if section else key


def _extension(item: ProblemItem) -> str:
    until = item.extension_until_on
    if until is None:
        return ""
    if is_extension_asked(item):
        return _("申请延至 %(day)s", day=until)
    return _("已延至 %(day)s", day=until) if item.extension_granted else _("延期未获同意")


def _files(ids: list[Any]) -> list[dict[str, str]]:
    found = [db().get(Attachment, str(one)) for one in ids]
    return [
        {
            "url": url_for("attachments.show", attachment_id=one.id),
            "name": one.file_name,
            "taken": _taken(one),
        }
        for one in found
        if one is not None
    ]


def _taken(one: Attachment) -> str:
    """Return when and where a photo was taken, as far as it is known."""
    taken = one.taken or {}
    place = ""
    if "latitude" in taken:
        place = f"{float(taken['latitude']):.5f}, {float(taken['longitude']):.5f}"
    at = str(taken.get("at", ""))[:16].replace("T", " ")
    return " · ".join(part for part in (at, place) if part)


def draw_rows(handling: Handling) -> list[dict[str, Any]]:
    """Return the draws of the case."""
    return [
        {
            "url": url_for("draws.show", draw_id=one.id),
            "step": step_name(handling.case, one.element_id, one.element_id),
            "at": long_moment(one.drawn_at),
            "number": len(one.seats),
            "reveal_on": one.reveal_on.isoformat(),
            "experts": [seat["name"] for seat in seats_now(db(), one)]
            if is_revealed(one, handling.day)
            else [],
        }
        for one in draws_of(handling.case.id)
    ]
