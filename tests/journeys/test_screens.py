"""Every screen at a desk's width and a phone's: whole, readable, quiet."""

from collections.abc import Callable

import builders
import permit_forms as forms
import pytest
from desks import Desk
from looking import MARK_IS_FREE, SMALLEST_LABEL, troubles_of
from playwright.sync_api import expect
from serving import Served
from towns import Town

pytestmark = pytest.mark.browser

PLACES = {
    "": ["/sign-in"],
    "chenting": [
        "/tasks",
        "/tasks/pool",
        "/tasks/done",
        "/cases",
        "/cases?q=nothing-like-it",
        "/cases/start",
        "/cases/start/construction_permit",
        "/cases/guide/construction_permit",
        "/cards",
        "/notices",
        "/password",
        "/nowhere",
        "/people",
    ],
    "qinlan": ["/cards", "/notices"],
    "maqian": ["/people", "/people/new"],
}
TABS = ("流程", "时限计算", "材料", "文书", "填报", "留痕")


def _life(town: Town) -> list[str]:
    """Let the town have cases in several states; return the numbers of two."""
    served = builders.decided(town)
    builders.serve(town, served)
    town.do(served, "await_rating", forms.rating())
    stopped = builders.accepted(town)
    builders.apply_plain(town)
    town.sweep("09-28 09:00")
    builders.stop(town, stopped)
    late = builders.apply(town)
    town.sweep("10-13 09:30")
    return [town.case(case).number for case in (served, stopped, late)]


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)], ids=["desk", "phone"])
def test_every_screen_is_whole(
    served: Served, sit_down: Callable[..., Desk], width: int, height: int
) -> None:
    numbers = _life(served.town)
    found: dict[str, list[str]] = {}
    for person, places in PLACES.items():
        desk = sit_down(person, width, height)
        for place in places:
            desk.page.goto(place)
            found[place] = troubles_of(desk.page, width)
    for number in numbers:
        desk = sit_down("limingyuan", width, height)
        desk.open_case(number)
        for tab in TABS:
            desk.panel(tab)
            found[f"{number} {tab}"] = troubles_of(desk.page, width)
    desk.page.goto("/documents/1")
    found["paper"] = troubles_of(desk.page, width)

    assert {place: wrong for place, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)], ids=["desk", "phone"])
def test_the_diagram_opens_readable_at_the_current_step(
    served: Served, sit_down: Callable[..., Desk], width: int, height: int
) -> None:
    number = served.number(builders.reviewed(served.town))
    page = sit_down("hexiaoyu", width, height).page
    page.goto(f"/cases/{number}")
    if width < 500:
        page.get_by_text("看流程图").click()
    diagram = page.locator("[data-diagram]")
    expect(diagram).to_have_attribute("data-state", "ready")

    expect(diagram.locator("[data-element-id=draft_opinion].is-active")).to_be_in_viewport()
    assert page.evaluate(SMALLEST_LABEL) >= 11
    assert page.evaluate(MARK_IS_FREE)
