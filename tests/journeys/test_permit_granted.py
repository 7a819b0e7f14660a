"""A permit from the counter to the archive, in the browser, and the record that stays."""

from collections.abc import Callable

import pytest
from applying import INSURANCE, apply_at_counter
from desks import Desk
from keeping import cells, read_case
from playwright.sync_api import expect
from serving import Served
from steps import REVIEWERS, Steps

pytestmark = pytest.mark.browser

CONTRACT = "建设工程施工合同"


def test_a_permit_goes_from_the_counter_to_the_archive(
    served: Served, sit_down: Callable[..., Desk]
) -> None:
    served.begin_at("09-22 09:00")
    case = Steps(sit_down, apply_at_counter(sit_down("chenting")))

    _supplements_are_asked_once(case)
    _four_departments_review_in_parallel(case)
    _a_special_procedure_stops_the_clock(case)
    _it_is_decided_served_and_archived(case)
    _the_page_and_the_record_agree(case, served)


def _supplements_are_asked_once(case: Steps) -> None:
    clerk = case.check_materials(
        "缺材料或不符合法定形式，一次告知补正", {INSURANCE: "未提交", CONTRACT: "未签字或盖章"}
    )
    expect(clerk.page.get_by_label("办理状态")).to_contain_text("等待补正")
    clerk.move_clock("+1 工作日")
    clerk.send(case.number, "登记补正材料")
    clerk.hand_in(INSURANCE, CONTRACT)
    clerk.choose({"提交方式": "窗口"})
    clerk.submit()
    clerk.move_clock("+1 工作日")
    case.check_materials()
    case.accept("补正或更正后齐全")
    expect(clerk.page.get_by_label("办理状态")).to_contain_text("剩 7 个工作日")
    expect(clerk.page.get_by_label("办理状态")).to_contain_text("10-12 周一")


def _four_departments_review_in_parallel(case: Steps) -> None:
    desks = [case.open_review(section) for section in REVIEWERS]
    for desk in desks:
        desk.submit()
    expect(desks[-1].page.get_by_label("办理状态")).to_contain_text("承办人综合审查")


def _a_special_procedure_stops_the_clock(case: Steps) -> None:
    handler = case.sit("limingyuan")
    handler.open_case(case.number)
    handler.move_clock("+1 工作日")
    handler.send(case.number, "申请特别程序")
    handler.choose({"事由": "专家评审"})
    handler.write(
        {
            "预计所需工作日": "10",
            "必要性和内容": "基坑超过一定规模，须组织专家评审。",
            "要求该程序的依据": "危大工程管理规定第十二条",
        }
    )
    handler.submit()
    leader = case.sit("wanghaibin")
    leader.take(case.number, "批准特别程序")
    leader.choose({"决定": "批准停表"})
    leader.write({"意见": "同意"})
    leader.submit()
    expect(leader.page.get_by_label("办理状态")).to_contain_text("停表 · 专家评审")
    handler.move_clock("+5 工作日", "+1 工作日", "+1 工作日")
    handler.send(case.number, "登记特别程序结束")
    handler.choose({"结论": "通过"})
    handler.write({"结论摘要": "专家组评审通过，意见已落实。"})
    handler.attach(handler.page.locator("[data-field=files]"))
    handler.submit()
    expect(handler.page.get_by_label("办理状态")).to_contain_text("10-22 周四")
    handler.move_clock("+1 工作日", "+1 工作日", "+1 工作日")


def _it_is_decided_served_and_archived(case: Steps) -> None:
    case.propose()
    case.agree()
    case.decide()
    clerk = case.serve()
    clerk.send(case.number, "登记评价")
    clerk.choose({"评价": "非常满意", "评价渠道": "窗口"})
    clerk.submit()
    expect(clerk.page.get_by_label("办理状态")).to_contain_text("办结")


def _the_page_and_the_record_agree(case: Steps, served: Served) -> None:
    kept = read_case(served, case.number)
    desk = case.sit("qinlan")
    desk.open_case(case.number)

    expect(desk.page.get_by_text("留痕完整")).to_be_visible()
    expect(desk.page.get_by_label("办理状态")).to_contain_text("办结（准予许可）")
    assert kept.papers == cells(desk.panel("文书"), 0, 1)
    assert ("建筑工程施工许可证", "990100202610160101") in kept.papers
    assert [(number, moment) for number, moment, _ in kept.records] == cells(
        desk.panel("留痕"), 0, 1
    )
    assert kept.completed == _completed_on_the_page(desk)
    _the_count_is_explained(desk)


def _completed_on_the_page(desk: Desk) -> int:
    """Return how many finished steps and messages the narrow page's list of steps has."""
    return desk.page.locator(".steplist > li.is-done").count()


def _the_count_is_explained(desk: Desk) -> None:
    count = desk.panel("时限计算").get_by_role("group").filter(has_text="许可决定（法定）").first
    if not count.locator("tbody").is_visible():
        count.locator("summary").click()
    days = count.locator("tbody tr")
    expect(days.filter(has_text="2026-09-28")).to_contain_text("停")
    expect(days.filter(has_text="2026-10-13")).to_contain_text("停")
    assert [pair for pair in cells(count, 0, 1) if pair[0]][:3] == [
        ("1", "2026-10-14"),
        ("2", "2026-10-15"),
        ("3", "2026-10-16"),
    ]
