"""A clerk's day in the browser: list, claim, form, wrong entries, drafts, conflicts."""

from collections.abc import Callable
from io import BytesIO

import permit_forms as forms
import pytest
from browsing import Browser
from builders import accepted, apply, review_all, stop
from towns import PDF, Town

BrowserOf = Callable[[str], Browser]


def url_of(town: Town, case: int, step: str) -> str:
    return f"/tasks/{town.task(case, step).id}"


def test_a_task_in_the_pool_is_claimed_and_held(town: Town, browser_of: BrowserOf) -> None:
    case = apply(town)
    browser, url = browser_of("chenting"), url_of(town, case, "intake_review")
    assert "SGXK-2026-0001" in browser.get("/tasks/pool").text
    assert "SGXK-2026-0001" not in browser.get("/tasks").text
    browser.post(f"{url}/claim")

    assert "SGXK-2026-0001" in browser.get("/tasks").text
    assert "SGXK-2026-0001" not in browser_of("liuyang").get("/tasks/pool").text
    browser.post(f"{url}/release")
    assert "SGXK-2026-0001" in browser_of("liuyang").get("/tasks/pool").text


def test_a_form_is_filled_in_and_the_case_moves_on(town: Town, browser_of: BrowserOf) -> None:
    case = accepted(town)
    browser, url = browser_of("linshu"), url_of(town, case, "review:planning")
    done = browser.fill(url, result="agree", opinion="同意")

    assert (done.status, done.answer.location) == (302, "/cases/SGXK-2026-0001")
    assert "已提交" in browser.get(done.answer.location).text
    assert "SGXK-2026-0001" in browser.get("/tasks/done").text
    assert town.case(case).document["dept_review"]["planning"]["opinion"] == "同意"


def test_a_wrong_entry_comes_back_with_links_and_nothing_is_lost(
    town: Town, browser_of: BrowserOf
) -> None:
    case = accepted(town)
    browser, url = browser_of("linshu"), url_of(town, case, "review:planning")
    page = browser.fill(url, result="disagree", opinion="不同意", reason="太短")

    assert page.status == 422
    linked = page.html.xpath("//*[@data-error-summary]//a/@href")
    assert linked
    for target in linked:
        assert page.html.xpath(f"//*[@id='{target.removeprefix('#')}']"), target
    assert page.fields()["reason"] == ["太短"]
    assert page.fields()["result"] == ["disagree"]
    assert "review:planning" in town.steps(case)
    assert browser.get(url).fields()["reason"] == ["太短"]  # kept as the draft


def test_a_wrong_entry_does_not_lose_a_file(town: Town, browser_of: BrowserOf) -> None:
    case = accepted(town)
    browser, url = browser_of("linshu"), url_of(town, case, "review:planning")
    file = (BytesIO(PDF), "意见.pdf")
    page = browser.fill(url, **{"result": "disagree", "opinion": "不同意", "files-file": file})

    assert page.status == 422, page.text
    (kept,) = page.fields()["files"]
    assert kept
    why = {"reason": "与规划条件不符，应当修改。", "legal_ground": "城乡规划法 第四十条"}
    sent = page.fields() | why
    assert browser.client.post(url, data=sent).status_code == 302
    assert town.case(case).document["dept_review"]["planning"]["files"] == [kept]


def test_a_draft_is_kept_as_it_is_typed(town: Town, browser_of: BrowserOf) -> None:
    case = accepted(town)
    browser, url = browser_of("linshu"), url_of(town, case, "review:planning")
    saved = browser.post(f"{url}/draft", {"result": "agree", "opinion": "同意，但"})

    assert saved.answer.json == {"saved": "09:03"}
    assert browser.get(url).fields()["opinion"] == ["同意，但"]


def test_the_slower_of_two_is_told_who_was_faster(town: Town, browser_of: BrowserOf) -> None:
    case = apply(town)
    url = url_of(town, case, "intake_review")
    slow = browser_of("liuyang")
    shown = slow.get(url).fields()
    browser_of("chenting").fill(url, result="complete")
    late = slow.client.post(url, data=shown | {"result": "complete"})

    assert late.status_code == 409
    assert "陈婷" in late.text
    assert "09:01" in late.text


def test_a_stopped_clock_says_so_where_it_forbids(town: Town, browser_of: BrowserOf) -> None:
    from builders import propose

    case = accepted(town)
    review_all(town, case)
    propose(town, case)
    stop(town, case)
    browser, url = browser_of("wanghaibin"), url_of(town, case, "leader_decide")

    assert "停表" in browser.get("/tasks").text
    refused = browser.fill(url, result="grant", opinion="同意")
    assert refused.status == 409
    assert "恢复计时" in refused.text


def test_an_application_starts_a_case(town: Town, browser_of: BrowserOf) -> None:
    browser, url = browser_of("chenting"), "/cases/start/three_steps"
    done = browser.fill(
        url,
        works="滨江隧道连续浇筑",
        organisation="江城建工集团有限公司",
        organisation_code="91990100000000115G",
        from_on="2026-09-28",
        until_on="2026-09-30",
        reason="大体积混凝土须连续浇筑",
        mobile="15400000001",
    )

    assert done.answer.location == "/cases/YJSG-2026-0001"
    assert "滨江隧道连续浇筑" in browser.get(done.answer.location).text


def test_the_case_page_explains_the_clock_and_shows_where_it_stands(
    town: Town, browser_of: BrowserOf
) -> None:
    case = accepted(town)
    review_all(town, case)
    town.sweep("09-28 10:00")
    stop(town, case)
    town.sweep("10-13 16:00")
    from builders import resume

    resume(town, case)
    page = browser_of("limingyuan").get("/cases/SGXK-2026-0001")

    assert "2026-10-22" in page.text
    assert "停表：专家评审（江建特告〔2026〕0001号）" in page.text
    state = browser_of("limingyuan").get("/cases/SGXK-2026-0001/diagram.json").answer.json
    assert "draft_opinion" in str(state)


@pytest.mark.parametrize("name", ["chenting", "wanghaibin"])
def test_the_case_page_offers_only_what_one_may_send(
    town: Town, browser_of: BrowserOf, name: str
) -> None:
    case = accepted(town)
    url = url_of(town, case, "await_special")

    assert url not in browser_of(name).get("/cases/SGXK-2026-0001").links()
    assert url in browser_of("limingyuan").get("/cases/SGXK-2026-0001").links()


def test_personal_numbers_are_masked(town: Town, browser_of: BrowserOf) -> None:
    apply(town)
    page = browser_of("chenting").get("/cases/SGXK-2026-0001")

    assert "990102197803120110" not in page.answer.text
    assert forms.applied("")["jsfzrzjhm"] == "990102197803120110"
