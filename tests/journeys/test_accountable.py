"""Held to account in the browser: born of a red card, voted, decided, served, reviewed."""

from collections.abc import Callable

import accountabilities as acts
from accountabilities import overdue
from desks import Desk
from playwright.sync_api import expect
from serving import Served

#: Members who vote by the use cases; the others do it in their browsers.
QUIET = ("shenguohua", "liangjing", "pengzhigang")


def test_from_a_red_card_to_a_review_of_the_decision(
    served: Served, sit_down: Callable[..., Desk]
) -> None:
    town = served.town
    acts.deploy(town)
    permit = overdue(town)
    acts.post(town)
    [clue] = acts.opened_by_cards(town)
    case, number = clue.id, clue.number

    supervisor = sit_down("qinlan")
    supervisor.open_case(number)
    expect(supervisor.page.locator("main")).to_contain_text(served.number(permit))
    expect(supervisor.panel("文书")).to_contain_text("办理留痕清单")
    supervisor.take(number, "线索研判")
    supervisor.choose({"管辖与性质": "本机关管辖，初步核查"})
    supervisor.write({"研判意见": "超过法定期限，转初步核查。"})
    supervisor.submit()

    check(sit_down("hanxue"), number)
    director = sit_down("songweimin")
    director.take(number, "立案审批")
    director.choose({"决定": "批准立案"})
    director.write({"意见": "同意立案。"})
    director.submit()
    expect(director.page.locator("main")).to_contain_text("江建立1号")

    to_the_vote(served, case)
    acts.vote(town, case, voters=QUIET)
    for who in ("wanghaibin", "songweimin"):
        vote(sit_down(who), number)
    decide(director, number)
    serve(supervisor, number)
    review(supervisor, director, number)

    outsider = sit_down("hexiaoyu")  # the person concerned keeps away and sees nothing of it
    outsider.open_case(number)
    expect(outsider.page.locator("body")).to_contain_text("未对您公开")
    assert {"await_appeal"} <= town.steps(case)


def check(desk: Desk, number: str) -> None:
    desk.take(number, "核查情况")
    desk.choose({"核查人员一": "韩雪", "核查人员二": "郭铭"})
    desk.tick("核查人员均无应当回避的情形")
    desk.write({"核查情况": "留痕与实际一致，超期两个工作日，没有停表。", "意见": "建议立案。"})
    desk.choose({"免责、容错判断": "没有免责情形", "核查结论": "需要立案"})
    desk.submit()


def to_the_vote(served: Served, case: int) -> None:
    """Do by the use cases what lies between the filing and the vote."""
    town = served.town
    town.do(case, "investigate", acts.INVESTIGATION, by="hanxue")
    town.do(case, "propose", acts.PROPOSAL, by="hanxue")
    town.do(case, "await_statement", {**acts.STATEMENT, "made_on": town.today}, by="qinlan")
    town.do(case, "review_statement", acts.CONSIDERED, by="hanxue")
    town.do(case, "legal_review", acts.LEGAL, by="fangzheng")


def vote(desk: Desk, number: str) -> None:
    desk.take(number, "集体讨论表决")
    desk.choose({"对拟处理的意见": "同意"})
    desk.submit()


def decide(desk: Desk, number: str) -> None:
    """Try to make it heavier than was told, then decide as was voted."""
    desk.take(number, "作出决定")
    desk.choose({"处理决定": "撤职"})
    desk.write({"依据": "《行政机关公务员处分条例》第二十条"})
    desk.refuse()
    expect(desk.page.get_by_role("alert")).to_contain_text("不得因陈述申辩加重")
    desk.choose({"处理决定": "警告"})
    desk.submit()


def serve(desk: Desk, number: str) -> None:
    desk.take(number, "送达并宣布")
    desk.choose({"送达方式": "直接送达"})
    desk.write({"宣布范围": "审批科"})
    desk.attach(desk.page.locator("main"))
    desk.submit()
    expect(desk.panel("文书")).to_contain_text("处分决定书")


def review(supervisor: Desk, director: Desk, number: str) -> None:
    supervisor.send(number, "登记复核或者申诉申请")
    supervisor.choose({"方式": "申请复核"})
    supervisor.write({"请求和理由": "同时承办多件，请求撤销。"})
    supervisor.submit()
    director.take(number, "复核决定")
    director.choose({"复核结果": "维持"})
    director.write({"理由": "事实清楚，处理适当。"})
    director.submit()
