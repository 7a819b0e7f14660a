"""发件箱: the administrator sees what could not be sent, and sends it again."""

from collections.abc import Callable

from browsing import Browser
from sqlalchemy import select
from towns import Town

from engine import outbox
from engine.outbox import Effect
from engine.store.database import reading, transaction
from engine.store.outbox import Outbox


def put_dead(town: Town) -> int:
    with transaction(town.database) as session:
        effects = [Effect("mail", "notice-1", {"to": "a@example.org"})]
        outbox.put(session, effects, case_id=None, made_at=town.now)
        row = session.scalars(select(Outbox)).one()
        row.state, row.attempts, row.last_error = "dead", 6, "Connection refused"
        return row.id


def test_an_administrator_sends_again_what_was_given_up(
    town: Town, browser_of: Callable[[str], Browser]
) -> None:
    row_id = put_dead(town)
    browser = browser_of("maqian")
    page = browser.get("/outbox")
    assert "Connection refused" in page.text
    assert "a@example.org" in page.text
    assert browser.post(f"/outbox/{row_id}", shown="/outbox").status == 302

    with reading(town.database) as session:
        assert session.get_one(Outbox, row_id).state == "waiting"


def test_others_have_no_outbox(browser_of: Callable[[str], Browser]) -> None:
    browser = browser_of("chenting")

    assert browser.get("/outbox").status == 403
    assert "/outbox" not in browser.get("/tasks").links()


def test_an_empty_outbox_says_so(browser_of: Callable[[str], Browser]) -> None:
    assert "没有发不出的" in browser_of("maqian").get("/outbox").text
