"""What a case drew and produced: cards, documents, and the messages one may send it."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from sqlalchemy import select

from engine import suspending, tasks
from engine.card_replies import may_answer
from engine.days import legal_text
from engine.handling import Handling
from engine.messages import early_elements
from engine.store import lists
from engine.store.cases import Document, Task
from engine.store.clocks import Card
from web.access import person
from web.language import _, pick
from web.naming import button_name, element_name, limit_names
from web.pages.documents import pdf_missing_text
from web.session import db, now


def buttons(handling: Handling, open_tasks: Sequence[Task]) -> list[dict[str, str]]:
    """Return the messages the person may send now."""
    found = []
    for task in open_tasks:
        is_doable = task.kind == "message" and suspending.is_doable(handling, task.element_id)
        if is_doable and tasks.may_do(db(), task, person().id, now()):
            element = handling.element(task.element_id)
            found.append(
                {
                    "label": button_name(element),
                    "url": url_for("tasks.open", task_id=task.id),
                    "hint": element_name(element),
                }
            )
    for element in early_elements(handling):
        section, post = element.properties.get("section", ""), element.properties.get("post", "")
        if (section, post) in person().held:
            found.append(
                {
                    "label": button_name(element),
                    "url": url_for(
                        "cases.message", number=handling.case.number, element_id=element.id
                    ),
                    "hint": element_name(element),
                }
            )
    return found


def cards(handling: Handling, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the case's cards, those without a reason first."""
    found = lists.cards_where(db(), Card.case_id == handling.case.id)
    limits = limit_names(found)
    return [
        {
            "colour": card.colour,
            "limit_name": limits[card.id],
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
