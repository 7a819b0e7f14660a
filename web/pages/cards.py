"""Red and yellow cards, the reasons persons owe for them, and appeals."""

from collections.abc import Callable

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from engine import appeals, people
from engine.card_replies import answer_card, get_card, may_answer
from engine.days import day_of, legal_text
from engine.errors import InvalidSubmission, NotAllowed
from engine.store import lists
from engine.store.clocks import Appeal, Card
from engine.store.people import Person
from web.access import person
from web.card_groups import group_of, may_see
from web.language import _, language
from web.naming import limit_names
from web.session import commits, db, now, reads
from web.times import short_day

bp = Blueprint("cards", __name__, url_prefix="/cards")


@bp.get("")
@reads
def all() -> str:
    """Show cards: everybody's for the supervisor, one's own and one's section's otherwise."""
    names = {one.id: one.name for one in db().scalars(select(Person))}
    chosen = request.args.get("state", "")
    everything = [card for card in lists.cards_where(db()) if may_see(person(), card)]
    rows = [card for card in everything if group_of(card) == chosen or not chosen]
    limits = limit_names(rows)
    return render_template(
        "cards/list.html",
        rows=[_row(card, names, limits[card.id]) for card in rows],
        counts=_counts(everything, chosen),
    )


def _counts(cards: list[Card], chosen: str) -> list[dict[str, object]]:
    groups = [
        ("", _("全部"), ""),
        ("red", _("红牌待说明"), "red"),
        ("yellow", _("黄牌待说明"), "yellow"),
        ("answered", _("已说明"), "green"),
        ("revoked", _("已撤销"), "none"),
    ]
    return [
        {
            "key": key,
            "label": label,
            "number": sum(not key or group_of(card) == key for card in cards),
            "lamp": lamp,
            "url": url_for("cards.all", state=key) if key else url_for("cards.all"),
            "active": key == chosen,
        }
        for key, label, lamp in groups
    ]


def _row(card: Card, names: dict[str, str], limit: str) -> dict[str, object]:
    return {
        "colour": card.colour,
        "limit_name": limit,
        "case_number": card.case.number,
        "case_url": url_for("cases.show", number=card.case.number),
        "title": card.case.title,
        "at": legal_text(card.instant_at),
        "article": card.article,
        "clock_url": url_for("clocks.explain", clock_id=card.clock_id),
        "who": names.get(card.person_id or "", _("无人持有")),
        "section": people.section_name(db(), card.section_key),
        "reason": card.reason,
        "reason_due": short_day(card.reason_due_on),
        "state_text": _state(card),
        "revoked": card.revoked_reason,
        "answer_url": url_for("cards.answer", card_id=card.id),
        **_acts(card),
    }


def _state(card: Card) -> str:
    if card.reason:
        return _("已说明")
    is_late = card.reason_due_on is not None and day_of(now()) > card.reason_due_on
    return _("逾期未说明") if is_late else _("待说明")


def _acts(card: Card) -> dict[str, object]:
    """Return what the person may do about a card, and how its appeal stands."""
    is_mine = may_answer(db(), card, person().id, now())
    is_standing = card.revoked_at is None
    appeal = appeals.appeal_of(db(), card.id)
    until = appeals.appeal_until(db(), card)
    is_waiting = appeal is not None and appeal.decision is None
    return {
        "can_answer": is_standing and card.reason is None and is_mine,
        "can_appeal": is_standing and is_mine and appeal is None and day_of(now()) <= until,
        "appeal_until": short_day(until),
        "is_appeal_over": is_standing and is_mine and appeal is None and day_of(now()) > until,
        "can_decide": is_waiting
        and person().has_post(appeals.DECIDING_POST)
        and card.person_id != person().id,
        "appeal": appeal.text if appeal else "",
        "appeal_state": _appeal_state(appeal),
        "decided": appeal.decided_reason if appeal else "",
    }


def _appeal_state(appeal: Appeal | None) -> str:
    if appeal is None:
        return ""
    words = {"upheld": _("申诉后维持"), "revoked": _("申诉后撤销")}
    return words.get(appeal.decision or "", _("申诉待决定"))


def _said(error: InvalidSubmission) -> str:
    """Return what is wrong with what was entered, in the language of the request."""
    place = 1 if language() == "en" else 0
    return " ".join(one[place] for messages in error.errors.values() for one in messages)


@bp.get("/<int:card_id>")
@reads
def answer(card_id: int) -> str:
    """Show a card with what one may do about it: reason, appeal, decision."""
    if not may_see(person(), get_card(db(), card_id)):
        raise NotAllowed("您无权查看这张牌。", "You may not see this card.")
    return _page(card_id, "", "")


def _page(card_id: int, reason: str, error: str) -> str:
    names = {one.id: one.name for one in db().scalars(select(Person))}
    card = get_card(db(), card_id)
    row = _row(card, names, limit_names([card])[card.id])
    return render_template("cards/answer.html", card=row, reason=reason, error=error)


@bp.post("/<int:card_id>")
@commits
def answer_post(card_id: int) -> Response:
    """File the reason."""
    reason = request.form.get("reason", "")
    try:
        card = answer_card(db(), card_id, reason, by=person().id, at=now())
    except InvalidSubmission as error:
        return make_response(_page(card_id, reason, _said(error)), 422)
    flash(_("原因已提交。"))
    return redirect(url_for("cases.show", number=card.case.number))


@bp.post("/<int:card_id>/appeal")
@commits
def appeal_post(card_id: int) -> Response:
    """Appeal against a card."""
    text = request.form.get("reason", "")
    return _decided(
        card_id,
        lambda: appeals.file_appeal(db(), card_id, text, by=person().id, at=now()),
        _("申诉已提交，由监督室决定。"),
    )


@bp.post("/<int:card_id>/decision")
@commits
def decision_post(card_id: int) -> Response:
    """Decide an appeal."""
    form = request.form
    return _decided(
        card_id,
        lambda: appeals.decide_appeal(
            db(),
            card_id,
            form.get("decision", ""),
            form.get("reason", ""),
            by=person().id,
            at=now(),
        ),
        _("申诉已决定。"),
    )


def _decided(card_id: int, act: Callable[[], Appeal], said: str) -> Response:
    try:
        act()
    except InvalidSubmission as error:
        return make_response(_page(card_id, "", _said(error)), 422)
    flash(said)
    return redirect(url_for("cards.answer", card_id=card_id))
