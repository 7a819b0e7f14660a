"""A form sent while the database cannot be written comes back whole, to be sent again."""

from collections.abc import Callable

import breaking
import pytest
from browsing import Browser
from parallel import REQUEST
from sqlalchemy import func, select
from towns import Town

from engine.store.cases import Case
from engine.store.database import reading

START = "/cases/start/three_steps"
LINES = "第一行\n第二行“引号”<b>&amp;"


@pytest.mark.parametrize("broken", [breaking.read_only, breaking.full])
def test_what_was_typed_is_sent_again_from_the_page_that_says_why(
    any_town: Town, browser_of: Callable[[str], Browser], broken: breaking.Break
) -> None:
    if broken is breaking.full and any_town.database.is_sqlite:
        broken = breaking.read_only  # an application fits into the pages there are
    browser = browser_of("chenting")
    sent = browser.get(START).fields() | REQUEST | {"reason": LINES}
    with broken(any_town.database):
        refused = browser.send(START, sent)
        again = browser.send(START, refused.fields(START))
    done = browser.send(START, again.fields(START))

    assert (refused.status, again.status, done.status) == (503, 503, 302)
    assert "再次提交" in refused.text
    with reading(any_town.database) as session:
        assert session.scalar(select(func.count()).select_from(Case)) == 1
        assert session.scalars(select(Case)).one().document["request"]["reason"] == LINES


def test_a_password_is_not_shown_again(town: Town, browser: Browser) -> None:
    shown = browser.get("/sign-in")
    with breaking.read_only(town.database):
        refused = browser.send(
            "/sign-in", shown.fields("/sign-in") | {"username": "a", "password": "geheim"}
        )

    assert "geheim" not in refused.answer.text
