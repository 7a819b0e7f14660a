"""What is entered wrong comes back with the reason, and nothing typed is lost."""

import re
from collections.abc import Callable

import pytest
from applying import fill_application
from desks import Desk
from keeping import read_case
from playwright.sync_api import expect
from serving import Served

from web.demo import DEMO_PASSWORD

pytestmark = pytest.mark.browser

NAME = "高新区标准厂房 C 区"


def test_a_wrong_entry_comes_back_with_links_and_nothing_lost(
    served: Served, sit_down: Callable[..., Desk]
) -> None:
    clerk = sit_down("chenting")
    page = clerk.page
    page.goto("/cases/start/construction_permit")
    clerk.write({"项目代码": "2601-99", "工程名称": NAME})
    clerk.tick("依法应当招标")
    expect(page.get_by_label("中标通知书编号")).to_be_visible()

    with page.expect_response(lambda one: one.request.method == "POST") as answer:
        clerk.refuse("提交申请")
    assert answer.value.status == 422

    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("中标通知书编号")
    summary.get_by_role("link", name="项目代码").click()
    expect(page.get_by_label("项目代码", exact=True)).to_be_focused()
    expect(page.get_by_label("项目代码", exact=True)).to_have_value("2601-99")
    expect(page.get_by_label("工程名称", exact=True)).to_have_value(NAME)
    expect(page.get_by_label("依法应当招标", exact=True)).to_be_checked()


def test_the_same_words_are_there_in_english(served: Served, sit_down: Callable[..., Desk]) -> None:
    page = sit_down("chenting").page
    page.goto("/cases/start/construction_permit")
    page.get_by_role("button", name="English").click()
    page.get_by_label("Project code", exact=True).fill("2601-99")
    page.get_by_role("button", name="Submit the application").click()

    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Project code")
    assert re.findall(r".{0,9}[\u4e00-\u9fff]+", page.get_by_role("main").inner_text()) == []
    page.get_by_role("button", name="中文").click()


def test_a_draft_saves_itself_and_is_there_again(
    served: Served, sit_down: Callable[..., Desk]
) -> None:
    clerk = sit_down("chenting")
    clerk.page.goto("/cases/start/construction_permit")
    clerk.page.get_by_label("工程名称", exact=True).press_sequentially(NAME)
    expect(clerk.page.get_by_text("已自动保存 09:00")).to_be_visible()

    clerk.page.reload()

    expect(clerk.page.get_by_label("工程名称", exact=True)).to_have_value(NAME)
    expect(clerk.page.get_by_text("已自动保存 09:00")).to_be_visible()


def test_a_wrong_check_digit_passes_only_when_the_chief_vouches_for_it(
    served: Served, sit_down: Callable[..., Desk]
) -> None:
    clerk = sit_down("chenting")
    page = clerk.page
    fill_application(clerk)
    builder = page.locator("[data-rows=units] > [data-row]").nth(2)
    builder.get_by_label("统一社会信用代码", exact=True).fill("91990100000000115H")
    clerk.refuse("提交申请")
    expect(page.get_by_role("alert")).to_contain_text("校验码")
    builder.get_by_role("checkbox").check()
    clerk.write({"放行人登录名": "zhouhong", "放行人密码": DEMO_PASSWORD})
    clerk.submit("提交申请")

    number = page.url.rsplit("/", 1)[-1]
    assert "check_digit_overridden" in [kind for *_, kind in read_case(served, number).records]
    expect(clerk.panel("留痕").get_by_role("row").filter(has_text="校验放行")).to_contain_text(
        "周红"
    )
