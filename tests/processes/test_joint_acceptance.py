"""A joint acceptance from application to archive, through the forms and use cases only."""

import acceptance_forms as forms
import acceptances as at
import pytest
from acceptances import applied, applied_plain, found_wanting, inspected, signed
from sqlalchemy import select
from towns import Town

from engine.errors import InvalidSubmission
from engine.store.cases import Document
from engine.store.database import reading
from engine.store.experts import Draw

REFUSED = pytest.raises(InvalidSubmission)


def text_of(town: Town, case: int, key: str) -> str:
    with reading(town.database) as session:
        query = select(Document.html).where(Document.case_id == case, Document.document_key == key)
        return str(session.scalars(query.order_by(Document.id.desc())).first())


def test_a_passed_acceptance_is_filed_and_handed_over(town: Town) -> None:
    case = signed(town)
    assert town.steps(case) == {"serve"}
    at.serve(town, case)
    at.ask_to_file(town, case)
    at.file(town, case)
    at.close(town, case)

    closed = town.case(case)
    assert (closed.state, closed.outcome) == ("closed", "filed")
    assert closed.document["number_filing"].startswith("BA99010020260928")
    assert {"joint_opinion", "filing_certificate", "fire_opinion"} <= set(town.documents(case))


def test_every_department_is_asked_at_once(town: Town) -> None:
    case = applied(town)

    assert town.steps(case) == {f"material_check:{one}" for one in forms.FIVE}


def test_one_merged_notice_tells_what_every_department_lacks(town: Town) -> None:
    case = applied(town)
    town.do(case, "material_check:planning", forms.lacking("survey"))
    town.do(case, "material_check:archives", forms.lacking("archive_list", "as_built"))
    assert "supplement_notice" not in town.documents(case)
    at.check_all(town, case)

    assert town.documents(case).count("supplement_notice") == 1
    notice = text_of(town, case, "supplement_notice")
    for told in ("市自然资源和规划局", "多测合一成果报告", "市城建档案馆", "案卷目录", "竣工图"):
        assert told in notice
    assert town.steps(case) == {"await_supplement"}


def test_after_the_supplement_only_those_who_lacked_check_again(town: Town) -> None:
    case = applied(town)
    town.do(case, "material_check:planning", forms.lacking("survey"))
    at.check_all(town, case)
    file = town.upload("chenting")
    supplied = {"survey": {"state": "supplied", "attachments": [file]}}
    raw = {"materials": supplied, "handed_by": "何建平"}
    town.do(case, "await_supplement", raw, by="chenting")
    town.do(case, "intake_review", {"result": "check"}, by="chenting")

    assert town.steps(case) == {"material_check:planning"}
    with REFUSED as refused:
        town.do(case, "material_check:planning", forms.lacking("as_built"))
    assert "lacks.0.material" in refused.value.errors
    at.accept(town, case)
    assert town.steps(case) == {"arrange"}


def test_one_round_of_rectification_stops_the_clock_and_passes(town: Town) -> None:
    case = found_wanting(town)
    assert town.steps(case) == {"await_rectify"}
    assert town.timer(case, "whole").state == "suspended"
    assert "rectification_notice" in town.documents(case)
    town.move("09-30 09:00")
    at.rectify(town, case, 1)
    assert town.timer(case, "whole").state == "running"
    assert town.steps(case) == {"recheck:fire"}
    at.recheck(town, case, "fire", 1)
    at.summarise(town, case, "pass")
    at.give_opinions(town, case)
    at.conclude(town, case)

    assert town.steps(case) == {"serve"}


def test_an_open_serious_item_keeps_the_acceptance_from_passing(town: Town) -> None:
    case = found_wanting(town)
    at.rectify(town, case, 1)
    at.recheck(town, case, "fire", 1, result="sent_back")

    for way in ("pass", "promise"):
        with REFUSED as refused:
            at.summarise(town, case, way)
        assert any("严重问题" in zh for zh, _ in refused.value.errors["way"])


def test_three_rounds_in_vain_fail_and_a_new_application_is_possible(town: Town) -> None:
    case = found_wanting(town)
    for last in (False, False, True):
        at.rectify(town, case, 1)
        at.recheck(town, case, "fire", 1, result="sent_back")
        if not last:
            with REFUSED:
                at.summarise(town, case, "fail")
            at.summarise(town, case, "rectify")
    with REFUSED as refused:
        at.summarise(town, case, "rectify")
    assert "3 轮" in refused.value.errors["way"][0][0]
    at.summarise(town, case, "fail")
    with REFUSED:
        at.conclude(town, case, "pass")
    at.conclude(town, case, "fail")
    at.serve(town, case, "failure_notice")

    assert town.case(case).outcome == "not_passed"
    assert town.steps(at.apply(town)) == {f"material_check:{one}" for one in forms.FIVE}


def test_a_report_that_never_comes_fails_the_acceptance(town: Town) -> None:
    case = found_wanting(town)
    town.sweep("10-20 09:00")

    assert town.steps(case) == {"draft_joint"}
    with REFUSED as refused:
        at.conclude(town, case, "pass")
    assert any("整改逾期" in zh for zh, _ in refused.value.errors["conclusion"])


def test_more_time_is_asked_once_and_moves_the_last_day(town: Town) -> None:
    case = found_wanting(town)
    before = town.timer(case, "rectify").last_on
    request = {"number": "1", "until_on": "2026-10-26", "reason": "构件定制需时"}
    raw = forms.rectify("", town.today, requests=[request])
    town.do(case, "await_rectify", raw, by="chenting")
    grant = {"number": "1", "result": "granted"}
    raw = {**forms.recheck("zhouhang"), "extensions_decided": [grant]}
    town.do(case, "recheck:fire", raw, by="zhouhang")
    at.summarise(town, case, "rectify")

    after = town.timer(case, "rectify").last_on
    assert before < after
    assert after.isoformat() == "2026-10-26"


def test_general_items_alone_pass_against_a_promise(town: Town) -> None:
    case = inspected(town)
    at.pass_all(town, case, [one for one in forms.FIVE if one != "quality"])
    at.inspect(town, case, "quality", forms.problem("", "general"))
    promise = {"promise_due_on": "2026-10-20", "promise_file": [town.upload("yuanbo")]}
    at.summarise(town, case, "promise", **promise)
    at.give_opinions(town, case)
    at.conclude(town, case)

    assert "2026年10月20日" in text_of(town, case, "joint_opinion")


def test_a_serious_variance_can_only_fail(town: Town) -> None:
    case = inspected(town)
    at.pass_all(town, case, [one for one in forms.FIVE if one != "planning"])
    at.inspect(town, case, "planning", forms.problem(""), result="fail")

    with REFUSED as refused:
        at.summarise(town, case, "rectify")
    assert any("重大不符" in zh for zh, _ in refused.value.errors["way"])
    at.summarise(town, case, "fail")
    assert town.steps(case) == {"draft_joint"}


def test_a_bad_fire_opinion_keeps_the_joint_opinion_from_passing(town: Town) -> None:
    case = inspected(town)
    at.pass_all(town, case)
    at.summarise(town, case, "pass")
    at.give_opinions(town, case, fire="fail")

    with REFUSED as refused:
        at.conclude(town, case)
    assert "专项意见为不合格" in refused.value.errors["conclusion"][0][0]


def test_late_filing_without_the_penalty_note_is_refused(town: Town) -> None:
    case = signed(town)
    at.serve(town, case)
    # Fifteen days from 28 September end with 13 October.
    town.sweep("10-13 23:00")
    assert town.fired(case)[-1][:2] != ("filing", "expiry")
    town.sweep("10-14 09:00")

    with REFUSED as refused:
        at.ask_to_file(town, case)
    assert "第五十六条第八项" in refused.value.errors["penalty_note"][0][0]
    at.ask_to_file(town, case, penalty_note="江建罚〔2026〕0021号，罚款二十万元")
    at.file(town, case)
    assert "江建罚〔2026〕0021号" in text_of(town, case, "filing_certificate")


def test_a_violation_found_at_filing_orders_the_acceptance_anew(town: Town) -> None:
    case = signed(town)
    at.serve(town, case)
    at.ask_to_file(town, case)
    at.file(town, case, "violation", violation="竣工验收组没有监理单位参加，程序不合法。")

    assert "reacceptance_order" in town.documents(case)
    assert (town.case(case).state, town.case(case).outcome) == ("closed", "ordered_again")


def test_experts_in_conflict_are_never_drawn_and_stay_hidden_until_the_day(town: Town) -> None:
    case = applied(town)
    at.accept(town, case)
    seats = (("structure", 3), ("fire", 1), ("electrical", 1))
    raw = forms.arrange("2026-09-28", *seats, interested=("苏婉清", "江城市消防协会"))
    town.do(case, "arrange", raw)
    with reading(town.database) as session:
        draw = session.scalars(select(Draw)).one()
    away = {one["name"]: one["excluded"] for one in draw.candidates if one["excluded"]}
    by_id = {one["id"]: one["name"] for one in draw.candidates}

    # 简明 and 熊大庆 work for units that take part; the others were named.
    assert set(away) == {"简明", "熊大庆", "苏婉清", "韩雪松", "白云飞"}
    assert not set(away) & {by_id[one] for one in draw.drawn}
    assert town.case(case).document["draw_panel"]["number"] == 5


@pytest.mark.parametrize(
    ("changed", "drawn"),
    [({"xflb": "small"}, False), ({"jsdwdm": "91990100000000107M"}, True)],
    ids=["small works are never checked", "grade C is always checked"],
)
def test_works_filed_for_fire_are_checked_by_lot(
    town: Town, changed: dict[str, str], drawn: bool
) -> None:
    at.open_matter(town)
    raw = forms.plain_works(town.upload("chenting"), town.today, **{"xflb": "general", **changed})
    case = at.taken_in(town, raw)
    at.accept(town, case)
    at.on_site(town, case, "09-28")
    at.pass_all(town, case, forms.FOUR)
    at.summarise(town, case, "pass")
    at.give_opinions(town, case)
    at.conclude(town, case)
    at.serve(town, case)
    at.ask_to_file(town, case)

    assert "fire_filing_voucher" in town.documents(case)
    assert ("fire_check" in town.steps(case)) is drawn


def test_a_department_that_finds_nothing_wrong_may_not_list_items(town: Town) -> None:
    case = inspected(town)
    photo = town.upload("zhouhang")
    raw = forms.inspect(photo, "zhouhang", town.today, result="rectify")

    with REFUSED as refused:
        town.do(case, "inspect:fire", raw, by="zhouhang")
    assert "found" in refused.value.errors


def test_nobody_inspects_before_the_day(town: Town) -> None:
    case = applied_plain(town)
    at.accept(town, case)
    town.do(case, "arrange", forms.arrange("2026-09-28"))
    town.sweep("09-27 23:00")
    assert town.steps(case) == {"reschedule"}
    town.do(case, "reschedule", {"reason": "当日暴雨", "proposed_by": "何建平"}, by="shenruoxi")
    assert town.steps(case) == {"arrange"}
    at.on_site(town, case, "09-29")

    assert town.steps(case) == {f"inspect:{one}" for one in forms.FOUR}
