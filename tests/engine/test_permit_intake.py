"""Intake of the permit: complete, missing, corrected, promised, not ours (行政许可法 32)."""

from decimal import Decimal

import permit_forms as forms
import pytest
from builders import PERMIT, accept, apply, apply_plain
from towns import Town

from engine.errors import InvalidSubmission, NotAllowed


def refused(town: Town, case: int, step: str, raw: forms.Raw) -> dict[str, str]:
    with pytest.raises(InvalidSubmission) as caught:
        town.do(case, step, raw)
    return {path: messages[0][0] for path, messages in caught.value.errors.items()}


def told(town: Town, *materials: str) -> int:
    """Return a case whose applicant was told of missing materials."""
    missing = dict.fromkeys(materials, "missing")
    case = apply(town, missing)
    town.do(case, "intake_review", forms.intake("missing", *materials))
    return case


def test_an_application_gets_a_number_and_waits_at_the_counter(town: Town) -> None:
    first, second = apply(town), apply(town)

    assert [town.case(one).number for one in (first, second)] == [
        "SGXK-2026-0001",
        "SGXK-2026-0002",
    ]
    assert town.steps(first) == {"intake_review"}
    case = town.case(first)
    assert case.document["received_on"] == case.document["first_received_on"] == "2026-09-24"
    assert (case.title, case.applicant) == ("滨江新区人民医院二期工程", "江城市卫生基建服务中心")


def test_only_the_counter_starts_a_permit(town: Town) -> None:
    with pytest.raises(NotAllowed) as caught:
        town.start(PERMIT, forms.applied(town.upload("limingyuan")), by="limingyuan")

    assert caught.value.code == "post_not_held"


def test_shared_certificates_count_as_handed_in(town: Town) -> None:
    case = apply(town, {"land_approval": "missing"})

    precheck = town.case(case).document["precheck"]
    assert precheck["missing"] == []
    assert "land_approval" in [row["code"] for row in precheck["shared"]]


def test_complete_materials_are_accepted_and_both_limits_start(town: Town) -> None:
    case = apply_plain(town)
    accept(town, case)

    assert town.case(case).document["accepted_on"] == "2026-09-24"
    assert town.case(case).document["acceptance"] == "accepted"
    assert town.timer(case, "decide").last_on.isoformat() == "2026-10-12"
    assert town.timer(case, "decide_promise").last_on.isoformat() == "2026-09-30"
    assert town.documents(case) == ["acceptance_notice"]
    assert town.timer(case, "notice").state == "ended"


def test_licensing_32_missing_materials_are_told_in_one_notice(town: Town) -> None:
    case = told(town, "contract", "quality_and_safety")

    assert town.steps(case) == {"await_supplement"}
    assert town.documents(case) == ["supplement_notice"]
    assert town.timer(case, "notice").state == "ended"
    waiting = town.timer(case, "supplement")
    assert waiting.start_on.isoformat() == "2026-09-24"
    assert waiting.last_on.isoformat() == "2026-10-26"  # 30 ND end on a Saturday: 民法典 203


def test_supplements_begin_a_second_round_with_a_notice_limit_of_its_own(town: Town) -> None:
    case = told(town, "contract")
    town.move("09-28 10:00")
    file = town.upload("liuyang")
    town.do(case, "await_supplement", forms.supplement(file, "contract"), by="liuyang")

    document = town.case(case).document
    assert (document["round"], document["received_on"]) == (1, "2026-09-28")
    assert document["first_received_on"] == "2026-09-24"
    assert town.steps(case) == {"intake_review"}
    assert town.timer(case, "notice").start_on.isoformat() == "2026-09-28"
    accept(town, case)
    assert town.timer(case, "decide").start_on.isoformat() == "2026-09-28"


def test_licensing_32_what_was_told_once_is_not_asked_for_again(town: Town) -> None:
    case = told(town, "contract")
    file = town.upload("chenting")
    town.do(case, "await_supplement", forms.supplement(file, "contract"), by="chenting")

    errors = refused(town, case, "intake_review", forms.intake("missing", "contract"))
    assert "已经告知过的材料不得再次要求补正" in errors["result"]
    errors = refused(town, case, "intake_review", forms.intake("missing", "drawing_review"))
    assert "defects.0.material" in errors


def test_without_supplement_the_application_is_returned(town: Town) -> None:
    case = told(town, "contract")
    town.sweep("10-26 23:59")
    assert town.case(case).state == "open"
    town.sweep("10-27 00:00")

    assert town.documents(case) == ["supplement_notice", "return_notice"]
    assert (town.case(case).state, town.case(case).outcome) == ("closed", "returned")
    assert town.fired(case) == [
        ("supplement", "warn", "2026-10-19 24:00"),
        ("supplement", "expiry", "2026-10-26 24:00"),
    ]
    assert town.cards(case) == []


def test_what_is_not_ours_is_refused_by_the_chief(town: Town) -> None:
    case = apply(town)
    not_ours = forms.intake("not_ours", reason="属交通运输主管部门职权")
    town.do(case, "intake_review", not_ours)
    assert town.task(case, "refuse_accept").assignee_id == "zhengkai"
    town.do(case, "refuse_accept", forms.refuse_accept())

    assert town.documents(case) == ["non_acceptance_decision"]
    assert (town.case(case).state, town.case(case).outcome) == ("closed", "not_accepted")


def test_an_error_is_corrected_on_the_spot_and_looked_at_again(town: Town) -> None:
    case = apply(town)
    town.do(case, "intake_review", forms.intake("correct_on_spot", correction="改正合同价格"))
    corrected = forms.applied(town.upload("chenting"), htjg="31560.9")
    town.do(case, "correct_on_spot", corrected, by="chenting")

    assert town.steps(case) == {"intake_review"}
    assert town.case(case).document["application"]["htjg"] == Decimal("31560.9")
    accept(town, case)
    assert town.timer(case, "notice").start_on.isoformat() == "2026-09-24"


def test_a_promise_is_signed_before_acceptance(town: Town) -> None:
    case = apply(town, {"injury_insurance": "promised"})
    town.do(case, "intake_review", forms.intake("promise", "injury_insurance"))
    late = forms.promise(town.today, "2026-10-12", "injury_insurance")
    assert "至少留一个工作日" in refused(town, case, "sign_promise", late)["due_on"]
    town.do(case, "sign_promise", forms.promise(town.today, "2026-10-10", "injury_insurance"))
    manner = refused(town, case, "accept", forms.accept("complete"))["manner"]
    assert "容缺受理" in manner
    town.do(case, "accept", forms.accept("promise"))

    assert town.documents(case) == ["promise_letter", "acceptance_notice"]


def test_a_bad_credit_grade_bars_the_promise(town: Town) -> None:
    case = apply(town, {"injury_insurance": "promised"}, jsdwdm="91990100000000107M")

    errors = refused(town, case, "intake_review", forms.intake("promise", "injury_insurance"))
    assert "信用等级" in errors["result"]
