"""Votes, recusal and the persons of a closed case, on their pages."""

from collections.abc import Callable

from browsing import Browser
from councils import VOTERS, at_the_vote, deploy, opened, row, say, tally
from towns import Town

People = Callable[[str], Browser]


def test_the_tally_is_shown_by_name_and_the_convener_closes_it(
    town: Town, browser_of: People
) -> None:
    deploy(town)
    case = at_the_vote(town)
    number = row(town, case).number
    for who in VOTERS[:4]:
        say(town, case, "ballot", who, "yes")
    convener, member = browser_of("qinlan"), browser_of("songweimin")
    page = convener.get(f"/cases/{number}")
    address = f"/cases/{number}/votes/ballot/close"

    assert "法定人数至少 2/3，已达到；通过须超过 1/2同意" in page.text
    assert "王海滨 尚未办理" in page.text
    assert page.html.xpath(f"//form[@action='{address}']")
    assert not member.get(f"/cases/{number}").html.xpath(f"//form[@action='{address}']")
    assert convener.post(address, {"reason": "散会"}).status == 302
    assert tally(town, case, "ballot").passed
    assert "结束表决" in convener.get(f"/cases/{number}").text


def test_an_absence_without_a_reason_is_said_and_nothing_noted(
    town: Town, browser_of: People
) -> None:
    deploy(town)
    case = at_the_vote(town)
    number, task = row(town, case).number, town.task(case, "ballot:zhouhong")
    browser = browser_of("qinlan")
    browser.post(f"/cases/{number}/votes/{task.id}/absent", {"reason": ""})

    assert "写明理由" in browser.get(f"/cases/{number}").text
    assert tally(town, case, "ballot").waiting == 6


def test_a_recusal_is_declared_on_the_page_of_the_task(town: Town, browser_of: People) -> None:
    deploy(town)
    case = opened(town)
    task = town.task(case, "look_into")
    browser = browser_of("limingyuan")
    address = f"/tasks/{task.id}/recusal"

    assert browser.get(f"/tasks/{task.id}").html.xpath(f"//form[@action='{address}']")
    assert browser.post(address, {"reason": "近亲属"}).status == 302
    assert browser.get(f"/tasks/{task.id}").status == 404
    assert browser_of("hexiaoyu").get(f"/tasks/{task.id}").status == 200


def test_a_vote_of_ones_own_is_neither_released_nor_reassigned(
    town: Town, browser_of: People
) -> None:
    deploy(town)
    case = at_the_vote(town)
    task = town.task(case, "ballot:zhengkai")
    page = browser_of("zhengkai").get(f"/tasks/{task.id}")

    assert "退回待签收" not in page.text
    assert "改派" not in page.text
    assert "应到" in page.text


def test_the_supervisor_adds_a_person_and_orders_a_recusal(town: Town, browser_of: People) -> None:
    deploy(town)
    case = opened(town)
    number = row(town, case).number
    browser, added = browser_of("qinlan"), browser_of("luyi")
    sent = {"person": "luyi", "reason": "提供系统日志"}

    assert added.get(f"/cases/{number}").status == 404
    assert browser.post(f"/cases/{number}/readers", sent).status == 302
    assert added.get(f"/cases/{number}").status == 200
    assert browser.post(f"/cases/{number}/readers", {"person": "liuyang"}).status == 422
    assert browser.post(f"/cases/{number}/recusals", sent).status == 302
    assert added.get(f"/cases/{number}").status == 404
    assert "陆毅 责令回避" in browser.get(f"/cases/{number}/people").text


def test_who_is_on_an_open_case_is_not_listed(town: Town, browser_of: People) -> None:
    deploy(town, is_open=True)
    case = opened(town)
    page = browser_of("qinlan").get(f"/cases/{row(town, case).number}/people")

    assert "在案人员" not in page.text
    assert "责令回避" in page.text
