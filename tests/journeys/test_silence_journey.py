"""Silence has its price: acceptance dated back, a red card, and a promise that was not kept."""

from collections.abc import Callable

import builders
import pytest
from desks import Desk
from keeping import read_case
from playwright.sync_api import expect
from serving import Served
from steps import Steps

pytestmark = pytest.mark.browser


def test_after_five_silent_working_days_the_case_counts_as_accepted_on_receipt(
    served: Served, sit_down: Callable[..., Desk]
) -> None:
    number = served.number(builders.apply_plain(served.town))
    clerk = sit_down("chenting")
    clerk.open_case(number)
    clerk.move_clock("+5 工作日")
    expect(clerk.page.get_by_label("办理状态")).to_contain_text("今日截止")
    clerk.move_clock("到下一档")

    state = clerk.page.get_by_label("办理状态")
    expect(state).to_contain_text("部门审查")
    expect(state).to_contain_text("10-12 周一")
    expect(clerk.page.get_by_label("黄牌红牌")).to_contain_text("红牌")
    expect(clerk.page.get_by_label("黄牌红牌")).to_contain_text("2026-10-09 24:00")
    trail = clerk.page.get_by_role("tabpanel", name="流程")
    expect(trail).to_contain_text("视为受理")
    expect(trail.get_by_role("listitem").filter(has_text="许可决定（承诺）").last).to_contain_text(
        "不发牌"
    )
    assert read_case(served, number).cards == [("red", "一次性告知补正")]


def test_a_promise_not_kept_in_time_leaves_only_the_refusal(
    served: Served, sit_down: Callable[..., Desk]
) -> None:
    town = served.town
    town.move("09-28 09:00")
    promised = builders.accept_on_promise(town, "2026-10-09")
    builders.review_all(town, promised)
    case = Steps(sit_down, served.number(promised))
    clerk = sit_down("chenting")
    clerk.open_case(case.number)
    expect(clerk.page.get_by_label("办理状态")).to_contain_text("等待容缺材料")
    clerk.move_clock("+5 工作日", "+1 工作日")
    expect(clerk.page.get_by_label("办理状态")).to_contain_text("承办人综合审查")
    expect(clerk.page.get_by_role("link", name="登记容缺材料")).to_have_count(0)

    handler = sit_down("hexiaoyu")
    handler.take(case.number, "承办人综合审查")
    offered = handler.page.get_by_role("group", name="拟办意见").get_by_role("radio")
    expect(offered).to_have_count(1)
    expect(handler.page.get_by_label("拟不予许可")).to_be_visible()
    expect(handler.page.get_by_text("只能拟不予许可")).to_be_visible()
    handler.page.go_back()
    case.propose("拟不予许可")
    case.agree()
