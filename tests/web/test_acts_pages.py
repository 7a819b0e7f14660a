"""撤件、中止、恢复、更正 on the pages: who may ask sees the button, who may decide decides."""

from collections.abc import Callable
from io import BytesIO

import pytest
from acting import stop_without_document
from browsing import Browser
from builders import accepted
from towns import PDF, Town

from engine.quiet_hours import quiet_hours
from engine.store.database import reading

Browsers = Callable[[str], Browser]
ASKED = {"reason": "建设单位来函。", "basis": "撤回申请书"}


def address(town: Town, case: int) -> str:
    return f"/cases/{town.case(case).number}"


def ask(browser: Browser, where: str, kind: str, **changed: object) -> int:
    """Fill in the form of an act; returns the status."""
    return browser.fill(f"{where}/acts/{kind}", **{**ASKED, **changed}).status


def decide(browser: Browser, where: str, act: int, decision: str, reason: str = "") -> int:
    sent = {"decision": decision, "reason": reason}
    return browser.post(f"{where}/acts/{act}/decision", sent, shown=where).status


def test_the_counter_asks_to_withdraw_and_the_chief_approves(
    town: Town, browser_of: Browsers
) -> None:
    case = accepted(town)
    where = address(town, case)
    counter, chief = browser_of("chenting"), browser_of("zhengkai")
    assert f"{where}/acts/withdraw" in counter.get(where).links()
    assert f"{where}/acts/withdraw" not in chief.get(where).links()

    assert ask(counter, where, "withdraw", ground="applicant_request") == 302
    waiting = counter.get(where)
    assert "撤件申请待决定" in waiting.text
    assert "由有权的负责人决定" in waiting.text
    assert "建设单位来函。" in chief.get(where).text
    assert decide(chief, where, 1, "approved") == 302
    assert "批准撤件" in chief.get(where).text
    assert town.case(case).outcome == "withdrawn"


def test_what_is_wrong_shows_beside_its_field_and_nothing_is_lost(
    town: Town, browser_of: Browsers
) -> None:
    case = accepted(town)
    where = f"{address(town, case)}/acts/withdraw"
    counter = browser_of("chenting")
    file = (BytesIO(PDF), "撤回申请书.pdf")
    sent = {"ground": "", "reason": "不再建设", "basis": "", "file-file": file}
    page = counter.fill(where, **sent)

    assert page.status == 422
    assert "事由须从清单中选择" in page.text
    assert "不再建设" in page.text
    assert "撤回申请书.pdf" in page.text
    kept = page.fields()
    assert counter.post(where, {**kept, "ground": "applicant_request"}, shown=where).status == 302


def test_a_suspended_case_says_so_and_its_clocks_stand(town: Town, browser_of: Browsers) -> None:
    case = accepted(town)
    where = address(town, case)
    handler, leader = browser_of("limingyuan"), browser_of("wanghaibin")
    ask(handler, where, "suspend", ground="pending_result", days="5")
    decide(leader, where, 1, "approved")

    page = handler.get(where)
    assert "办件已中止" in page.text
    assert "须以诉讼、复议或者其他程序的结果为依据" in page.text
    assert "江建中〔2026〕0001号" in page.text
    assert f"{where}/acts/resume" in page.links()
    assert ask(handler, where, "resume") == 302
    decide(leader, where, 2, "approved")
    assert "办件已中止" not in handler.get(where).text


def test_a_stop_and_an_end_show_in_the_count(town: Town, browser_of: Browsers) -> None:
    case = accepted(town)
    where = address(town, case)
    handler, leader, counter = (browser_of(one) for one in ("limingyuan", "wanghaibin", "chenting"))
    ask(handler, where, "suspend", ground="pending_result")
    decide(leader, where, 1, "approved")
    told = counter.get(f"/clocks/{town.timer(case, 'decide').id}").text
    assert "李明远提出，王海滨批准；江建中〔2026〕0001号" in told
    assert "尚未恢复" in told

    ask(counter, where, "withdraw", ground="applicant_request")
    decide(browser_of("zhengkai"), where, 2, "approved")
    told = counter.get(f"/clocks/{town.timer(case, 'decide').id}").text
    assert "结束：撤件" in told


def test_a_correction_shows_in_the_count(town: Town, browser_of: Browsers) -> None:
    case = accepted(town)
    where = address(town, case)
    town.sweep("09-28 09:00")
    counter, supervisor = browser_of("chenting"), browser_of("qinlan")
    ask(counter, where, "correct", ground="wrong_entry", fact="accepted_on", new="2026-09-22")
    assert "受理日期：2026-09-24 → 2026-09-22" in supervisor.get(where).text
    decide(supervisor, where, 1, "approved")

    told = counter.get(f"/clocks/{town.timer(case, 'decide').id}").text
    assert "更正：受理日期：2026-09-24 → 2026-09-22" in told
    assert "陈婷提出，秦岚批准" in told


@pytest.mark.parametrize(
    ("person", "kind", "status"),
    [("linshu", "withdraw", 403), ("limingyuan", "resume", 409), ("chenting", "abolish", 409)],
)
def test_who_may_not_ask_is_told_why(
    town: Town, browser_of: Browsers, person: str, kind: str, status: int
) -> None:
    case = accepted(town)

    assert browser_of(person).get(f"{address(town, case)}/acts/{kind}").status == status


def test_who_decides_finds_it_among_the_tasks(town: Town, browser_of: Browsers) -> None:
    where = address(town, accepted(town))
    ask(browser_of("chenting"), where, "withdraw", ground="applicant_request")
    chief = browser_of("zhengkai")

    page = chief.get("/tasks")
    assert "等您决定的申请" in page.text
    assert where in page.links()
    assert "等您决定的申请" not in browser_of("chenting").get("/tasks").text
    decide(chief, where, 1, "approved")
    assert "等您决定的申请" not in chief.get("/tasks").text


def test_a_refusal_needs_reasons(town: Town, browser_of: Browsers) -> None:
    case = accepted(town)
    where = address(town, case)
    ask(browser_of("chenting"), where, "withdraw", ground="applicant_request")
    chief = browser_of("zhengkai")
    decide(chief, where, 1, "refused")
    assert "不批准须写明理由" in chief.get(where).text
    decide(chief, where, 1, "refused", "没有签章")

    assert "不批准撤件" in chief.get(where).text


def test_a_stop_without_its_document_is_yellow(town: Town, browser_of: Browsers) -> None:
    case = accepted(town)
    stop_without_document(town, case)
    town.sweep("09-29 08:00")

    assert "缺告知文书" in browser_of("limingyuan").get(address(town, case)).text


def test_an_administrator_sets_quiet_hours(town: Town, browser_of: Browsers) -> None:
    browser = browser_of("maqian")
    wrong = browser.post("/outbox/quiet-hours", {"begins": "9点", "ends": ""}, shown="/outbox")
    assert wrong.status == 422
    assert "请按 21:00 的写法填写时刻" in wrong.text
    sent = {"begins": "21:00", "ends": "08:00", "days_off": "on"}
    assert browser.post("/outbox/quiet-hours", sent, shown="/outbox").status == 302

    with reading(town.database) as session:
        hours = quiet_hours(session)
    assert hours is not None
    assert hours.days_off
    assert "21:00–08:00" in browser.get("/outbox").text


def test_a_card_names_its_limit_in_english_too(town: Town, browser_of: Browsers) -> None:
    case = accepted(town)
    town.sweep("10-13 08:00")
    browser = browser_of("qinlan")
    browser.post("/language", {"language": "en"})

    assert "Review by a department" in browser.get("/cards").text
    assert "Decision (statutory)" in browser.get(address(town, case)).text
    assert "许可决定（法定）" in browser_of("linshu").get(address(town, case)).text
