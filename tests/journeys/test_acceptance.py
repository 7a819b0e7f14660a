"""A joint acceptance in the browser, with one round of rectification and the site on a phone."""

from collections.abc import Callable

import acceptance_forms as forms
import acceptances as at
from desks import Desk
from looking import LOW, SIDEWAYS
from playwright.sync_api import Page, expect
from serving import Served
from towns import PNG

PLACE = {"latitude": 30.59276, "longitude": 114.30525, "accuracy": 8}
PHOTO = {"name": "现场.png", "mimeType": "image/png", "buffer": PNG}


def fits(page: Page) -> None:
    assert page.evaluate(SIDEWAYS) == 0
    assert page.evaluate(LOW) == []


def inspect_on_a_phone(desk: Desk, number: str) -> None:
    page = desk.page
    desk.take(number, "现场联合验收")
    desk.write({"建设、施工单位在场人员": "何建平、熊大庆", "抽查部位": "一至三层、屋面"})
    page.get_by_label("验收人员一").select_option("zhouhang")
    page.get_by_label("验收人员二").select_option("shenruoxi")
    page.locator("input[type=file][data-photo]").first.set_input_files(PHOTO)
    expect(page.get_by_role("link", name="现场.png")).to_have_count(1)
    desk.choose({"现场结论": "整改后复验"})
    item = page.locator("[data-rows=found] > [data-row]").first
    desk.write({"问题描述": "疏散门净宽不足 0.9 米", "规范条文": "GB 55037-2022 第 7.1.4 条"}, item)
    desk.write({"位置": "3 层东侧楼梯间"}, item)
    desk.choose({"严重程度": "严重", "整改期限": "10 个工作日"}, item)
    item.locator("input[type=file][data-photo]").set_input_files(PHOTO)
    expect(page.get_by_role("link", name="现场.png")).to_have_count(2)
    desk.write({"部门意见": "整改后复验。"})
    desk.tick("在场人员已签字确认")
    fits(page)
    desk.submit()


def sum_up(desk: Desk, number: str, way: str) -> None:
    desk.take(number, "汇总验收情况")
    desk.choose({"处理": way})
    desk.write({"汇总意见": "已汇总各部门意见。"})


def test_an_acceptance_passes_after_one_round_of_rectification(
    served: Served, sit_down: Callable[..., Desk]
) -> None:
    town = served.town
    case = at.inspected(town)
    number = served.number(case)
    at.pass_all(town, case, [one for one in forms.FIVE if one != "fire"])
    fire = sit_down("zhouhang", 390, 844)
    fire.page.context.grant_permissions(["geolocation"], origin=served.url)
    fire.page.context.set_geolocation(PLACE)
    inspect_on_a_phone(fire, number)
    fire.page.goto(f"/cases/{number}#problems")
    expect(fire.page.locator("table.problems")).to_contain_text("30.59276, 114.30525")
    fits(fire.page)

    chief = sit_down("yuanbo")
    sum_up(chief, number, "全部合格，出具专项意见")
    chief.refuse()
    expect(chief.page.locator("[data-error-summary]")).to_contain_text("严重问题")
    sum_up(chief, number, "发整改通知书，整改后复验")
    chief.submit()

    clerk = sit_down("chenting")
    clerk.send(number, "登记整改报告")
    row = clerk.page.locator("[data-rows=rectified] > [data-row]").first
    clerk.write({"整改情况": "已更换为净宽 0.95 米的疏散门"}, row)
    clerk.write({"监理签认人": "万里"})
    clerk.submit()

    fire.take(number, "部门复验、销号")
    fire.choose({"复验方式": "书面复核"})
    fire.page.get_by_label("复验人员一").select_option("zhouhang")
    fire.choose({"结论": "合格，销号"}, fire.page.locator("[data-rows=results] > [data-row]").first)
    fits(fire.page)
    fire.submit()
    sum_up(chief, number, "全部合格，出具专项意见")
    chief.submit()

    at.give_opinions(town, case)
    at.conclude(town, case)
    at.serve(town, case)
    clerk.open_case(number)
    expect(clerk.page.get_by_role("link", name="登记竣工验收备案申请", exact=True)).to_be_visible()
