"""Red and yellow cards, and the reasons persons owe for them."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from engine import people
from engine.cards import answer_card, may_answer
from engine.days import legal_text
from engine.errors import NotFound
from engine.store import lists
from engine.store.clocks import Card
from engine.store.people import Person
from web.access import person
from web.language import _
from web.session import commits, db, now, reads
from web.times import short_day

bp = Blueprint("cards", __name__, url_prefix="/cards")

SHORTEST_REASON = 5
LONGEST_REASON = 1000


@bp.get("")
@reads
def all() -> str:
    """Show cards: everybody's for the supervisor, one's own and one's section's otherwise."""
    names = {one.id: one.name for one in db().scalars(select(Person))}
    chosen = request.args.get("state", "")
    everything = [card for card in lists.cards_where(db()) if _may_see(card)]
    rows = [card for card in everything if _group(card) == chosen or not chosen]
    return render_template(
        "cards/list.html",
        rows=[_row(card, names) for card in rows],
        counts=_counts(everything, chosen),
    )


def _may_see(card: Card) -> bool:
    who = person()
    return (
        who.has_post("supervisor", "deputy_director", "director")
        or card.person_id == who.id
        or any(section == card.section_key for section, _post in who.held)
    )


def _group(card: Card) -> str:
    return "answered" if card.reason else card.colour


def _counts(cards: list[Card], chosen: str) -> list[dict[str, object]]:
    groups = [
        ("", _("全部"), ""),
        ("red", _("红牌待说明"), "red"),
        ("yellow", _("黄牌待说明"), "yellow"),
        ("answered", _("已说明"), "green"),
    ]
    return [
        {
            "key": key,
            "label": label,
            "number": sum(not key or _group(card) == key for card in cards),
            "lamp": lamp,
            "url": url_for("cards.all", state=key) if key else url_for("cards.all"),
            "active": key == chosen,
        }
        for key, label, lamp in groups
    ]


def _row(card: Card, names: dict[str, str]) -> dict[str, object]:
    return {
        "colour": card.colour,
        "limit_name": card.limit_name,
        "case_number": card.case.number,
        "case_url": url_for("cases.show", number=card.case.number),
        "title": card.case.title,
        "at": legal_text(card.instant_at),
        "who": names.get(card.person_id or "", _("无人持有")),
        "section": people.section_name(db(), card.section_key),
        "reason": card.reason,
        "reason_due": short_day(card.reason_due_on),
        "state_text": _("已说明") if card.reason else _("待说明"),
        "can_answer": card.reason is None and may_answer(db(), card, person().id, now()),
        "answer_url": url_for("cards.answer", card_id=card.id),
    }


def _card(card_id: int) -> Card:
    card = db().get(Card, card_id)
    if card is None:
        raise NotFound(f"没有这张牌：{card_id}", f"There is no card {card_id}.")
    return card


@bp.get("/<int:card_id>")
@reads
def answer(card_id: int) -> str:
    """Show the form for the reason."""
    return _page(card_id, "", "")


def _page(card_id: int, reason: str, error: str) -> str:
    names = {one.id: one.name for one in db().scalars(select(Person))}
    return render_template(
        "cards/answer.html", card=_row(_card(card_id), names), reason=reason, error=error
    )


@bp.post("/<int:card_id>")
@commits
def answer_post(card_id: int) -> Response:
    """File the reason."""
    reason = " ".join(request.form.get("reason", "").split())
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        text = _(
            "请用 %(least)d 至 %(most)d 字说明原因。", least=SHORTEST_REASON, most=LONGEST_REASON
        )
        return make_response(_page(card_id, reason, text), 422)
    card = answer_card(db(), card_id, reason, by=person().id, at=now())
    flash(_("原因已提交。"))
    return redirect(url_for("cases.show", number=card.case.number))
