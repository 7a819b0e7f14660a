"""A designer plays a matter in the browser: real forms, an own clock, no trace in the house."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from browsing import Browser, Page
from sqlalchemy import select
from towns import Town

from engine.store.database import reading, transaction
from engine.store.tables import metadata
from engine.studio import drafts
from web.trying.scenarios import read_scenarios

TRY = "/studio/three_steps/try"


@dataclass
class Designer:
    """A designer's browser with one dry run open."""

    browser: Browser
    url: str

    def look(self) -> Page:
        return self.browser.get(self.url)

    def press(self, form: str, button: str = "", **changed: str) -> Page:
        """Send one of the page's forms with one of its buttons."""
        page = self.look()
        sent = page.fields(f"{self.url}/act") if form == "act" else {}
        token = page.html.xpath("//input[@name='csrf_token']/@value")[0]
        pressed = {button: "1"} if button else {}
        return self.browser.send(
            f"{self.url}/{form}", {**sent, "csrf_token": token, **pressed, **changed}
        )

    def fill_and_submit(self, **changed: str) -> Page:
        """Let valid data be filled in and submit it, with some fields changed."""
        act = f"{self.url}/act"
        sent = self.press("act", "_fill").fields(act)
        return self.browser.send(act, {**sent, "_submit": "1", **changed})

    def waiting(self) -> list[str]:
        found = self.look().html.xpath("//ul[@class='try-places']//b/text()")
        return [str(one) for one in found]


@pytest.fixture
def designer(browser_of: Callable[[str], Browser]) -> Designer:
    """Give the process designer with a dry run of the version in force."""
    browser = browser_of("luyi")
    sent = {**browser.get(TRY).fields(), "moment": "2026-03-02 09:00"}
    begun = browser.send(TRY, sent)
    assert begun.status == 302, begun.text
    return Designer(browser, begun.answer.headers["Location"])


def rows(town: Town) -> dict[str, list[object]]:
    """Return every row of every table, but the sessions that are kept alive."""
    with reading(town.database) as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(table))]
            for table in metadata.sorted_tables
            if table.name != "sign_ins"
        }


def test_a_run_goes_from_the_application_to_the_end(designer: Designer) -> None:
    assert designer.waiting() == ["收到申请"]
    for step in ("审核", "决定"):
        assert designer.fill_and_submit().status == 302
        assert designer.waiting() == [step]
    designer.fill_and_submit()

    page = designer.look()
    assert designer.waiting() == []
    assert "办结：" in page.text
    assert "case.request.works" in page.text
    state = designer.browser.client.get(f"{designer.url}/state.json").get_json()
    assert "filed" in state["done"]
    assert state["tokens"] == []


def test_nothing_of_a_run_is_in_the_house(designer: Designer, town: Town) -> None:
    before = rows(town)

    designer.fill_and_submit()
    designer.press("wait", to="next")
    designer.fill_and_submit()
    designer.press("back", step="1")

    assert rows(town) == before


def test_a_run_refuses_what_the_house_refuses(designer: Designer) -> None:
    refused = designer.press("act", "_submit")

    assert refused.status == 422
    assert refused.html.xpath("//*[@data-error-summary]")
    assert designer.waiting() == ["收到申请"]


def test_time_moves_to_what_is_due_and_the_rung_fires(designer: Designer) -> None:
    designer.fill_and_submit()
    designer.press("wait", to="next")
    designer.press("wait", to="next")

    text = designer.look().text
    assert "2026-03-03" in text
    assert "黄牌" in text


def test_time_does_not_run_back(designer: Designer) -> None:
    designer.fill_and_submit()
    designer.press("wait", to="moment", moment="2026-03-01 09:00")

    assert "时间只能向前" in designer.look().text


def test_stepping_back_plays_the_steps_before_anew(designer: Designer) -> None:
    designer.fill_and_submit()
    designer.fill_and_submit()
    assert designer.waiting() == ["决定"]

    designer.press("back", step="1")

    assert designer.waiting() == ["审核"]
    assert designer.look().html.xpath("count(//ol[@class='try-steps']/li)") == 1


def test_a_run_walks_on_by_itself_to_an_element(designer: Designer) -> None:
    designer.press("reach", aim="decide_request")

    assert designer.waiting() == ["决定"]


def test_a_run_is_its_makers_alone(
    designer: Designer, browser_of: Callable[[str], Browser]
) -> None:
    assert browser_of("maqian").get(designer.url).status == 404
    assert browser_of("chenting").get(TRY).status == 403


def test_a_run_kept_as_a_scenario_lies_in_the_draft_and_replays_green(
    designer: Designer, town: Town
) -> None:
    for _step in range(3):
        designer.fill_and_submit()

    kept = designer.press("keep", name="一次通过")

    assert kept.status == 302
    with reading(town.database) as session:
        found = read_scenarios(drafts.files_now(session, "three_steps", at=town.now))
    assert [one.name for one in found] == ["一次通过"]
    assert [one.by for one in found[0].steps] == ["", "", ""]
    replay = f"{TRY}/replay"
    shown = designer.browser.send(replay, designer.browser.get(TRY).fields(replay))
    assert "通过" in shown.html.xpath("//table")[0].text_content()
    assert not shown.html.xpath("//table//*[contains(@class, 'lamp-red')]")


def test_a_draft_with_a_red_scenario_is_not_published(designer: Designer, town: Town) -> None:
    designer.fill_and_submit()
    designer.press("keep", name="已收件")
    with transaction(town.database) as session:
        files = drafts.files_now(session, "three_steps", at=town.now)
        changed = files["limits.toml"].replace(b'"1WD"', b'"2WD"')
        drafts.save_file(
            session,
            "three_steps",
            "limits.toml",
            changed,
            expected=drafts.sha256_of(files["limits.toml"]),
            by="luyi",
            at=town.now,
        )
    publish = "/studio/three_steps/publication"
    page = designer.browser.get(publish)

    sent = {**page.fields(publish), "reason": "审核多给一日"}
    refused = designer.browser.send(publish, sent)

    assert refused.status == 422
    assert "已收件：" in refused.text
