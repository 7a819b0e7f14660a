"""A refusal: proposed, reviewed for its lawfulness, decided, served with its remedies."""

from collections.abc import Callable

import builders
import pytest
from desks import Desk
from keeping import read_case
from playwright.sync_api import expect
from serving import Served
from steps import Steps

pytestmark = pytest.mark.browser


def test_a_refusal_passes_the_legal_review_and_names_the_remedies(
    served: Served, sit_down: Callable[..., Desk]
) -> None:
    case = Steps(sit_down, served.number(builders.reviewed(served.town)))

    case.propose("拟不予许可")
    case.agree()
    lawyer = case.review_law()
    expect(lawyer.page.get_by_label("办理状态")).to_contain_text("分管领导决定")
    case.decide("不予许可")
    clerk = case.serve()
    _the_decision_can_be_read(clerk)
    clerk.send(case.number, "登记评价")
    clerk.choose({"评价": "基本满意", "评价渠道": "窗口"})
    clerk.submit()

    expect(clerk.page.get_by_label("办理状态")).to_contain_text("不予许可")
    assert "不予行政许可决定书" in dict(read_case(served, case.number).papers)
    assert "建筑工程施工许可证" not in dict(read_case(served, case.number).papers)


def _the_decision_can_be_read(desk: Desk) -> None:
    desk.panel("文书").get_by_role("link", name="不予行政许可决定书").click()
    paper = desk.page.frame_locator("iframe").locator("body")
    for words in ("申请行政复议", "六十日", "六个月", "建筑法第八条", "未提交工伤保险参保证明"):
        expect(paper).to_contain_text(words)
    desk.page.go_back()
