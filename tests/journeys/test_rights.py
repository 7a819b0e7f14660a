"""Who may come in, who may act, and what a second click finds."""

from collections.abc import Callable

import builders
import pytest
from desks import Desk
from playwright.sync_api import expect
from serving import Served

pytestmark = pytest.mark.browser


def test_a_stranger_is_led_to_the_sign_in_and_then_where_he_wanted(
    served: Served, sit_down: Callable[..., Desk]
) -> None:
    stranger = sit_down("")
    stranger.page.goto("/cases")
    expect(stranger.page.get_by_role("button", name="登录", exact=True)).to_be_visible()
    stranger.page.get_by_label("登录名").fill("qinlan")
    stranger.page.get_by_label("密码", exact=True).fill("banjie-demo-2026")
    stranger.page.get_by_role("button", name="登录", exact=True).click()

    expect(stranger.page.get_by_role("heading", level=1)).to_have_text("全部办件")


def test_a_clerk_may_not_open_people_and_posts(
    served: Served, sit_down: Callable[..., Desk]
) -> None:
    clerk = sit_down("chenting")
    clerk.page.goto("/tasks")
    expect(clerk.page.get_by_role("link", name="发起", exact=True)).to_be_visible()
    expect(clerk.page.get_by_role("link", name="人员岗位")).to_have_count(0)

    answer = clerk.page.goto("/people")

    assert answer is not None
    assert answer.status == 403
    expect(clerk.page.get_by_role("heading", level=1)).to_have_text("无权办理")


def test_a_second_click_learns_who_completed_the_task_and_when(
    served: Served, sit_down: Callable[..., Desk]
) -> None:
    number = served.number(builders.apply_plain(served.town))
    clerk = sit_down("chenting")
    clerk.take(number, "窗口收件审查")
    second = Desk(clerk.page.context.new_page())
    second.page.goto(clerk.page.url)
    for desk in (clerk, second):
        desk.choose({"审查结果": "齐全，予以受理"})
    clerk.submit()

    second.page.get_by_role("button", name="提交", exact=True).click()

    expect(second.page.get_by_role("heading", level=1)).to_have_text("办件已有变化")
    expect(second.page.get_by_role("main")).to_contain_text("陈婷")
    expect(second.page.get_by_role("main")).to_contain_text("09:01")
    assert second.troubles == []


def test_five_wrong_passwords_lock_the_account(
    served: Served, sit_down: Callable[..., Desk]
) -> None:
    stranger = sit_down("")
    for _ in range(5):
        stranger.sign_in("liuyang", "wrong-password-1")
        expect(stranger.page.get_by_role("alert")).to_contain_text("不正确")

    stranger.sign_in("liuyang")

    expect(stranger.page.get_by_role("alert")).to_contain_text("锁定")
    expect(stranger.page).to_have_url(f"{served.url}/sign-in")
