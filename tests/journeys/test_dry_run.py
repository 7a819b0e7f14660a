"""A designer tries a matter in the browser: tokens, sample data, time that moves, a way back."""

from collections.abc import Callable

from desks import Desk
from looking import SIDEWAYS
from playwright.sync_api import expect
from serving import Served


def test_a_designer_tries_a_matter(served: Served, sit_down: Callable[..., Desk]) -> None:
    page = sit_down("luyi").page
    page.goto("/studio/three_steps/try")
    page.get_by_role("button", name="开始", exact=True).click()
    places = page.locator(".try-places b")
    expect(places).to_have_text(["收到申请"])
    expect(page.locator(".diagram .djs-container svg").first).to_be_visible()
    expect(page.locator(".diagram .token")).to_have_count(0)

    page.get_by_role("button", name="填入样例数据").click()
    expect(page.locator("[name=works]")).not_to_have_value("")
    page.get_by_role("button", name="提交", exact=True).last.click()
    expect(places).to_have_text(["审核"])
    expect(page.locator(".diagram .token")).to_have_count(1)

    page.get_by_role("button", name="加一个工作日").click()
    expect(page.locator(".try-steps li")).to_have_count(2)
    page.get_by_label("自动走到").select_option("decide_request")
    page.get_by_role("button", name="自动走到").click()
    expect(places).to_have_text(["决定"])
    page.get_by_role("button", name="回到第 1 步之后").click()
    expect(places).to_have_text(["审核"])

    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate(SIDEWAYS) == 0
