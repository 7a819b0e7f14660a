"""An inspection on a phone: a problem item with a photo that knows when and where it was taken."""

from collections.abc import Callable

from desks import Desk
from looking import LOW, SIDEWAYS
from playwright.sync_api import expect
from serving import Served
from site_checks import PROBLEM, drawn
from sqlalchemy import select
from towns import PNG

from engine.store.cases import Attachment
from engine.store.database import reading

PLACE = {"latitude": 30.59276, "longitude": 114.30525, "accuracy": 8}
PHOTO = {"name": "3层东楼梯.png", "mimeType": "image/png", "buffer": PNG}


def fits(desk: Desk) -> None:
    assert desk.page.evaluate(SIDEWAYS) == 0
    assert desk.page.evaluate(LOW) == []


def test_an_item_is_raised_on_a_phone_with_its_photo(
    served: Served, sit_down: Callable[..., Desk]
) -> None:
    case = drawn(served.town)
    desk = sit_down("zhouhang", 390, 844)
    page = desk.page
    page.context.grant_permissions(["geolocation"], origin=served.url)
    page.context.set_geolocation(PLACE)
    desk.take(served.number(case), "现场验收")
    page.get_by_label("意见").first.fill("已到场检查")
    page.get_by_label("问题描述").fill(PROBLEM["text"])
    page.get_by_label("位置").fill(PROBLEM["place"])
    page.get_by_label("严重程度").select_option("serious")
    page.get_by_label("整改期限").select_option("5WD")
    page.locator("input[type=file][data-photo]").first.set_input_files(PHOTO)
    expect(page.get_by_role("link", name="3层东楼梯.png")).to_be_visible()
    fits(desk)
    page.get_by_role("button", name="提交", exact=True).last.click()
    page.wait_for_url(lambda url: "/tasks/" not in url)

    with reading(served.town.database) as session:
        taken = session.scalars(select(Attachment.taken)).one()
    assert taken is not None
    assert {key: float(taken[key]) for key in ("latitude", "longitude")} == {
        "latitude": 30.59276,
        "longitude": 114.30525,
    }
    page.goto(f"/cases/{served.number(case)}#problems")
    expect(page.locator("table.problems")).to_contain_text(PROBLEM["text"])
    expect(page.locator("table.problems")).to_contain_text("30.59276, 114.30525")
    fits(desk)
