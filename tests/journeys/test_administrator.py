"""The administrator: a promise shortened and taken back, a notice that makes dates firm."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import builders
import pytest
from builders import PERMIT
from desks import Desk
from looking import troubles_of
from notices import NOTICE, NUMBER
from playwright.sync_api import Page, expect
from serving import Served

from engine import proposals
from engine.limit_rules import rule_on
from engine.store.database import reading, transaction

pytestmark = pytest.mark.browser

PROMISE = "许可决定（承诺）"


def be_sure(page: Page, button: str) -> None:
    """Press a button and answer its question."""
    page.get_by_role("button", name=button, exact=True).click()
    page.get_by_role("button", name="确定", exact=True).click()


def take_back(page: Page, reason: str) -> None:
    """Take the newest version or notice back."""
    page.get_by_text("撤回此版本").or_(page.locator("summary", has_text="撤回")).first.click()
    page.get_by_label("撤回的原因").fill(reason)
    page.get_by_role("button", name="撤回", exact=True).click()


def shown(town_day: str, served: Served) -> str:
    """Return the amount of the promise on a day."""
    with reading(served.town.database) as session:
        return rule_on(session, PERMIT, "decide_promise", date.fromisoformat(town_day)).amount


def test_a_promise_is_shortened_from_next_month_and_taken_back(
    served: Served, sit_down: Callable[..., Desk]
) -> None:
    number = served.number(builders.accepted(served.town))
    page = sit_down("maqian").page
    page.goto("/limits")
    page.get_by_role("link", name=PROMISE).click()
    page.get_by_role("link", name="改动与推演").click()
    expect(page.get_by_label("生效日")).to_have_value("2026-10-01")
    page.get_by_label("数额").fill("2")
    page.get_by_label("在办件").select_option(label="全部在办件一并改")
    page.get_by_role("button", name="推演", exact=True).click()

    verdict = page.locator(".verdict")
    expect(verdict).to_contain_text("1 个在办计时会变")
    expect(verdict).to_contain_text("3个工作日")
    row = page.get_by_role("row").filter(has_text=number)
    expect(row).to_contain_text("09-30")
    expect(row).to_contain_text("09-29")
    assert shown("2026-10-01", served) == "3WD"

    page.get_by_label("改动的理由").fill("窗口提速")
    be_sure(page, "生效")
    newest = page.locator(".version").first
    expect(newest).to_contain_text("2026-10-01")
    expect(newest).to_contain_text("窗口提速")
    expect(newest).to_contain_text("马倩")
    assert [shown(day, served) for day in ("2026-09-30", "2026-10-01")] == ["3WD", "2WD"]

    take_back(page, "改期")
    expect(page.locator(".version").first).to_contain_text("已撤回")
    assert shown("2026-10-01", served) == "3WD"


def test_what_the_law_forbids_is_told_and_the_form_keeps_what_was_typed(
    served: Served, sit_down: Callable[..., Desk]
) -> None:
    page = sit_down("maqian").page
    page.goto(f"/limits/what-if?matter={PERMIT}&limit=decide_promise")
    page.get_by_label("数额").fill("8")
    page.get_by_role("button", name="推演", exact=True).click()

    expect(page.get_by_role("alert")).to_contain_text("承诺时限 8个工作日 长于法定时限")
    expect(page.get_by_label("数额")).to_have_value("8")
    expect(page.get_by_role("button", name="生效", exact=True)).to_have_count(0)


def test_grounds_extension_and_rungs_are_changed_in_one_draft(
    served: Served, sit_down: Callable[..., Desk]
) -> None:
    page = sit_down("maqian").page
    page.goto(f"/limits/what-if?matter={PERMIT}&limit=decide")
    page.locator("summary", has_text="停表事由").click()
    page.get_by_label("拍卖").uncheck()
    page.locator("summary", has_text="延期").click()
    page.get_by_label("可延几次").fill("1")
    page.get_by_label("由谁批准").select_option(label="局长")
    page.locator("summary", has_text="预警与牌").click()
    page.locator("[name=r0_left]").fill("2")
    page.locator("[name=r2_level]").select_option(label="黄牌")
    page.locator("[name=r2_share]").fill("90")
    page.get_by_role("button", name="推演", exact=True).click()

    told = page.locator(".verdict .diff")
    for text in ("拍卖", "可延期 1 次，由局长批准", "预警：剩 2", "黄牌：用去 90%"):
        expect(told).to_contain_text(text)


def test_a_notice_makes_provisional_dates_firm(
    served: Served, sit_down: Callable[..., Desk]
) -> None:
    served.town.move("12-24 09:00")
    served.begin_at("12-24 09:00")
    number = served.number(builders.accepted(served.town))
    page = sit_down("maqian").page
    page.goto("/clocks")
    expect(page.get_by_role("status").first).to_contain_text("2027 年的放假安排还没有导入")
    clock = page.get_by_role("row").filter(has_text=number).filter(has_text="许可决定（法定）")
    expect(clock).to_contain_text("暂定")
    page.get_by_role("link", name="导入通知").click()
    page.get_by_label("文号").fill(NUMBER)
    page.get_by_label("放假安排").fill(NOTICE)
    page.get_by_role("button", name="预览", exact=True).click()
    expect(page.locator(".verdict")).to_contain_text("由暂定变为确定")
    expect(page.get_by_role("main")).to_contain_text("01-06")

    page.get_by_label("说明").fill("国务院办公厅发布")
    be_sure(page, "生效")
    expect(page.get_by_role("heading", level=1)).to_have_text("工作日历 · 2027")
    page.goto("/clocks")
    expect(page.get_by_text("放假安排还没有导入")).to_have_count(0)
    expect(clock).to_contain_text("01-06")
    expect(clock).not_to_contain_text("暂定")


def test_a_second_person_approves_on_a_page_of_their_own(
    served: Served, sit_down: Callable[..., Desk]
) -> None:
    with transaction(served.town.database) as session:
        proposals.ask_for_second(session, ["limit"])
    first = sit_down("maqian").page
    first.goto(
        f"/limits/what-if?matter={PERMIT}&limit=decide_promise"
        "&amount=2&unit=WD&from_on=2026-09-01&reach=keep"
    )
    first.get_by_label("改动的理由").fill("窗口提速")
    first.get_by_role("button", name="提交批准", exact=True).click()
    expect(first.get_by_role("main")).to_contain_text("待另一人批准后生效")
    assert shown("2026-09-24", served) == "3WD"

    second = sit_down("wanghaibin", 390).page
    second.goto("/limits")
    second.get_by_role("link", name=re.compile(PROMISE + ".*2026-09-01")).click()
    expect(second.locator(".verdict")).to_contain_text("马倩")
    assert troubles_of(second, 390) == []
    be_sure(second, "批准")
    expect(second.get_by_role("heading", level=1)).to_have_text("时限规则")
    assert shown("2026-09-24", served) == "2WD"


@pytest.mark.parametrize("width", [1440, 390])
def test_the_screens_of_the_console_hold_together(
    served: Served, sit_down: Callable[..., Desk], width: int
) -> None:
    builders.accepted(served.town)
    page = sit_down("maqian", width).page
    troubles = {}
    for path in (
        "/limits",
        "/limits/catalogue",
        f"/limits/{PERMIT}/decide",
        f"/limits/{PERMIT}/decide/compare",
        f"/limits/what-if?matter={PERMIT}&limit=decide&amount=6&unit=WD&from_on=2026-09-01&reach=all",
        "/calendar",
        "/calendar/import",
        "/clocks",
        "/clocks?view=board",
        "/clocks?view=timeline",
        "/clocks/1",
    ):
        page.goto(path)
        page.wait_for_load_state("networkidle")
        troubles[path] = troubles_of(page, width)

    assert {path: found for path, found in troubles.items() if found} == {}


def test_an_explanation_prints_on_paper_without_the_frame(
    served: Served, sit_down: Callable[..., Desk], tmp_path: Path
) -> None:
    builders.accepted(served.town)
    page = sit_down("maqian").page
    page.goto("/clocks/1")
    page.emulate_media(media="print")

    for hidden in (".rail", ".demo-bar", ".page-actions"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.locator(".count").first).to_be_visible()
    paper = tmp_path / "explanation.pdf"
    page.pdf(path=paper, prefer_css_page_size=True)
    assert paper.read_bytes().startswith(b"%PDF")
