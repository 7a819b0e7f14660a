"""What every page shows around its content: where one can go, who one is, the demo's clock."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask, current_app, g, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import access
from engine.calendar_notices import missing_year
from engine.days import legal_text
from engine.demo_clock import now_in
from engine.errors import Unavailable
from engine.incidents import open_incidents
from engine.outbox import count_dead
from engine.proposals import APPROVERS, waiting
from engine.store import lists, task_lists
from engine.store.clocks import Card
from engine.store.database import reading
from engine.store.publishing import Setting
from engine.studio.publishing import waiting_publications
from engine.sweep import due_cases, next_due_at
from web.access import SignedIn
from web.config import Config
from web.language import _, language
from web.numbers import counted
from web.session import clock, database
from web.times import full_moment

#: Who oversees the clocks of others, and who may read the rules behind them.
OVERSEERS = ("administrator", "supervisor", "deputy_director", "director", "chief")
READERS = ("administrator", "supervisor", "deputy_director", "director")
#: Who may change the processes themselves.
DESIGNERS = ("designer", "administrator")


@dataclass(frozen=True)
class Link:
    """One place in the sidebar."""

    url: str
    icon: str
    label: str
    count: int | str
    active: bool


@dataclass(frozen=True)
class DemoBar:
    """The demo's clock and what comes next."""

    now_text: str
    next_text: str


def init_app(app: Flask) -> None:
    """Offer the frame's values to every template."""
    app.context_processor(frame)


def frame() -> dict[str, Any]:
    """Return the frame of a page: navigation, person, demo bar, language.

    A page that says that the database is gone has a frame too: an empty one.
    """
    person: SignedIn | None = g.get("person")
    shown = {"current_person": person, "language": language()}
    try:
        return {**shown, **_read_frame(person)}
    except Unavailable:
        return {**shown, "nav": [], "demo": None, "bureau_name": ""}


def _read_frame(person: SignedIn | None) -> dict[str, Any]:
    config: Config = current_app.extensions["banjie.config"]
    with reading(database()) as session:
        at = now_in(session, clock())
        if person:
            access.guard(session, access.Viewer(person.id, person.held))
        bureau = session.get(Setting, "bureau")
        return {
            "nav": _links(session, person) if person else [],
            "demo": _demo(session, at) if config.demo and person else None,
            "bureau_name": _bureau_name(bureau),
        }


def _bureau_name(row: Setting | None) -> str:
    if row is None:
        return ""
    return str(row.value.get("name_en" if language() == "en" else "name", ""))


def _links(session: Session, person: SignedIn) -> list[Link]:
    waiting = task_lists.count_tasks(session, task_lists.held_by(person.id))
    places = [
        ("tasks.todo", "inbox", _("待办"), waiting, True),
        ("cases.all", "folders", _("办件"), 0, True),
        ("cases.start", "file-plus", _("发起"), 0, True),
        ("cards.all", "card", _("红黄牌"), _open_cards(session, person), True),
        ("clocks.all", "clock", _("时限总览"), 0, person.has_post(*OVERSEERS)),
        ("notices.all", "bell", _("通知"), lists.count_unread(session, person.id), True),
        (
            "incidents.all",
            "alert-triangle",
            _("待处理"),
            len(open_incidents(session)) if person.has_post("administrator") else 0,
            person.has_post("administrator"),
        ),
        (
            "outbox.all",
            "send",
            _("发件箱"),
            count_dead(session) if person.has_post("administrator") else 0,
            person.has_post("administrator"),
        ),
        (
            "limits.all",
            "scale",
            _("时限规则"),
            _waiting(session, person),
            person.has_post(*READERS),
        ),
        (
            "studio.all",
            "sitemap",
            _("流程设计"),
            _publications(session, person),
            person.has_post(*DESIGNERS),
        ),
        (
            "calendar.all",
            "calendar",
            _("日历"),
            _missing_years(session, person),
            person.has_post(*READERS),
        ),
        ("projects.all", "building", _("项目"), 0, True),
        (
            "experts.all",
            "users-group",
            _("专家库"),
            0,
            person.has_post("administrator"),
        ),
        ("people.all", "users", _("人员岗位"), 0, person.has_post("administrator")),
    ]
    return [
        Link(url_for(endpoint), icon, label, counted(count), _is_here(endpoint))
        for endpoint, icon, label, count, shown in places
        if shown
    ]


def _waiting(session: Session, person: SignedIn) -> int:
    """Return how many changes wait for the person's approval."""
    if not person.has_post(*APPROVERS):
        return 0
    return sum(one.made_by != person.id for one in waiting(session))


def _publications(session: Session, person: SignedIn) -> int:
    """Return how many versions wait for the person's approval."""
    if not person.has_post(*APPROVERS):
        return 0
    return sum(one.asked_by != person.id for one in waiting_publications(session))


def _missing_years(session: Session, person: SignedIn) -> int:
    """Return 1 when the administrator is to load next year's notice."""
    is_asked = person.has_post("administrator")
    return int(is_asked and missing_year(session, now_in(session, clock())) is not None)


def _is_here(endpoint: str) -> bool:
    here = request.endpoint or ""
    if endpoint in {"cases.all", "cases.start"}:
        starting = here in {"cases.start", "cases.guide", "cases.apply", "cases.apply_post"}
        return here.startswith("cases.") and starting == (endpoint == "cases.start")
    return here.partition(".")[0] == endpoint.partition(".")[0]


def _open_cards(session: Session, person: SignedIn) -> int:
    cards = select(Card).where(Card.reason.is_(None), Card.revoked_at.is_(None))
    if not person.has_post("supervisor"):
        cards = cards.where(Card.person_id == person.id)
    return lists.count_to_most(session, cards)


def _demo(session: Session, at: datetime) -> DemoBar:
    following = next_due_at(session, at)
    text = ""
    if following is not None:
        number = len(due_cases(session, following))
        text = _("下一档 %(at)s · %(number)d 件", at=legal_text(following)[5:], number=number)
    return DemoBar(full_moment(at), text)
