"""The permit's diagram holds exactly the elements, conditions and properties agreed for it."""

import tomllib
from pathlib import Path

import pytest
from diagram_layout import Drawing

from engine.bpmn.checking import check_process
from engine.bpmn.model import Process
from engine.bpmn.reading import read_process

FOLDER = Path("processes/construction_permit")
LANES = {
    "window": "综合窗口",
    "system": "系统(证照·监察)",
    "approval": "审批科",
    "review": "联审部门",
    "leaders": "局领导(含法制审核)",
}
TYPES = {
    "start": "startEvent",
    "end": "endEvent",
    "U": "userTask",
    "S": "serviceTask",
    "F": "scriptTask",
    "D": "businessRuleTask",
    "R": "receiveTask",
    "X": "exclusiveGateway",
    "+": "parallelGateway",
    "timer": "boundaryEvent",
    "sub": "subProcess",
}
#: id, type, name (- where only the diagram names it), lane, sub-process
ELEMENTS = """
start                start 收到申请          window    -
precheck             S     材料预检          system    -
intake               sub   收件审查          window    -
intake_start         start -                 window    intake
intake_review        U     窗口收件审查      window    intake
gw_intake            X     审查结果          window    intake
correct_on_spot      U     当场更正          window    intake
recheck              S     复检              system    intake
sign_promise         U     签容缺受理承诺书  window    intake
accept               U     受理              window    intake
refuse_accept        U     制发不予受理决定书 approval intake
issue_notice         S     一次性告知补正    system    intake
end_accepted         end   -                 window    intake
end_told             end   -                 window    intake
end_refused          end   -                 window    intake
b_notice             timer 超期未告知        window    -
deem_accepted        F     视为受理          system    -
gw_after_intake      X     收件结论          window    -
await_supplement     R     等待补正          window    -
b_supplement         timer 逾期未补正        window    -
next_round           F     登记补正          system    -
return_case          S     退件              system    -
end_not_accepted     end   不予受理          window    -
end_returned         end   退件              window    -
accepted             sub   审查与决定        approval  -
accepted_start       start -                 approval  accepted
choose_departments   D     确定联审部门      system    accepted
fork                 +     -                 approval  accepted
work                 sub   办理              approval  accepted
work_start           start -                 approval  work
dept_reviews         sub   联合审查          review    work
dept_reviews_start   start -                 review    dept_reviews
review               U     部门审查          review    dept_reviews
b_review             timer 审查超期          review    dept_reviews
gw_silence           X     逾期处理          review    dept_reviews
gw_review            X     审查结论          review    dept_reviews
mark_no_objection    F     视为无意见        system    dept_reviews
review_urged         U     督办审查          review    dept_reviews
site_visit           U     现场踏勘          review    dept_reviews
end_review           end   -                 review    dept_reviews
gw_promised          X     容缺材料          approval  work
await_promised       R     等待容缺材料      window    work
b_promised           timer 容缺逾期          window    work
promise_missed       F     记容缺未补        system    work
draft_opinion        U     承办人综合审查    approval  work
chief_review         U     科长审核          approval  work
gw_chief             X     科长意见          approval  work
again                F     退回部门          system    work
approve_extension    U     批准延期          leaders   work
extend               S     延长审批期限      system    work
legal_review         U     法制审核          leaders   work
leader_decide        U     分管领导决定      leaders   work
gw_leader            X     决定              leaders   work
end_work             end   -                 approval  work
await_special        R     可申请特别程序    approval  accepted
approve_special      U     批准特别程序      leaders   accepted
gw_special           X     是否停表          leaders   accepted
suspend              S     停表              system    accepted
await_special_end    R     特别程序进行中    approval  accepted
resume               S     恢复计时          system    accepted
decided              end   已作决定          approval  accepted
gw_decision          X     许可结论          system    -
number_permit        S     生成许可证号      system    -
issue_permit         S     制证              system    -
issue_refusal        S     不予许可          system    -
publish              S     公示              system    -
serve                U     送达              window    -
invite_rating        S     邀请评价          system    -
await_rating         R     等待评价          window    -
b_rating             timer 逾期未评价        window    -
gw_rating            X     评价结果          window    -
call_back            U     差评回访整改      window    -
archive              S     归档              system    -
end_archived         end   办结              system    -
"""
ROWS = [line.split() for line in ELEMENTS.split("\n") if line]
RESULT = "case.intake_review.result"
#: gateway: each condition with its target, the default flow last
CONDITIONS: dict[str, dict[str, str | None]] = {
    "gw_intake": {
        "correct_on_spot": f'{RESULT} = "correct_on_spot"',
        "refuse_accept": f'{RESULT} = "not_ours"',
        "issue_notice": f'{RESULT} = "missing"',
        "sign_promise": f'{RESULT} = "promise"',
        "accept": None,
    },
    "gw_after_intake": {
        "await_supplement": f'{RESULT} = "missing"',
        "end_not_accepted": f'{RESULT} = "not_ours"',
        "accepted": None,
    },
    "gw_silence": {"mark_no_objection": 'dept.silence = "consent"', "review_urged": None},
    "gw_review": {
        "site_visit": 'dept.review.result = "site_visit" and dept.visited != true',
        "end_review": None,
    },
    "gw_promised": {
        "await_promised": f'{RESULT} = "promise" and case.promise.supplied_on = null'
        " and case.promise != null and case.promise.missed != true",
        "draft_opinion": None,
    },
    "gw_chief": {
        "draft_opinion": 'case.chief_review.result = "return_handler"',
        "again": 'case.chief_review.result = "return_departments"',
        "approve_extension": 'case.chief_review.result = "extend"',
        "legal_review": 'case.draft_opinion.proposal = "refuse" and case.legal_review = null',
        "leader_decide": None,
    },
    "gw_leader": {
        "draft_opinion": 'case.decision.result = "return"',
        "legal_review": 'case.decision.result = "refuse" and case.legal_review = null',
        "end_work": None,
    },
    "gw_special": {"suspend": 'case.approve_special.result = "approve"', "await_special": None},
    "gw_decision": {"number_permit": 'case.decision.result = "grant"', "issue_refusal": None},
    "gw_rating": {
        "call_back": 'case.rating.level in ("不满意","非常不满意")',
        "archive": None,
    },
}
TIMERS = {
    "b_notice": ("intake", 'due("notice")', "deem_accepted"),
    "b_supplement": ("await_supplement", 'due("supplement")', "return_case"),
    "b_review": ("review", 'due("dept_review")', "gw_silence"),
    "b_promised": ("await_promised", "date(case.promise.due_on)", "promise_missed"),
    "b_rating": ("await_rating", 'due("rating")', "archive"),
}
LIMITS = {
    "intake": "notice",
    "await_supplement": "supplement",
    "accepted": "decide,decide_promise",
    "review": "dept_review",
    "await_special_end": "special",
    "publish": "publicity",
    "serve": "serve",
    "await_rating": "rating",
    "call_back": "call_back",
}
KEPT_APART = {
    "chief_review": "draft_opinion",
    "legal_review": "draft_opinion",
    "leader_decide": "draft_opinion,chief_review",
    "approve_special": "await_special",
}


@pytest.fixture(scope="module")
def xml(request: pytest.FixtureRequest) -> bytes:
    return (request.config.rootpath / FOLDER / "process.bpmn").read_bytes()


@pytest.fixture(scope="module")
def process(xml: bytes) -> Process:
    return read_process(xml)


@pytest.fixture(scope="module")
def drawing(xml: bytes) -> Drawing:
    return Drawing(xml)


def test_the_engine_accepts_it_without_a_finding(xml: bytes) -> None:
    assert check_process(xml) == ()


def test_it_holds_the_agreed_elements_and_no_other(process: Process) -> None:
    assert set(process.elements) == {row[0] for row in ROWS}


@pytest.mark.parametrize(("element_id", "kind", "name", "lane", "parent"), ROWS, ids=lambda v: v)
def test_element_is_as_agreed(
    drawing: Drawing, element_id: str, kind: str, name: str, lane: str, parent: str
) -> None:
    shape = drawing.shapes[element_id]

    assert shape.type == TYPES[kind]
    assert shape.name if name == "-" else shape.name == name
    assert shape.parent == ("construction_permit" if parent == "-" else parent)


def test_lanes_list_the_top_level_as_agreed(process: Process, drawing: Drawing) -> None:
    lanes = drawing.root.iterfind(".//{*}lane")
    listed = {r.text: lane.get("id") for lane in lanes for r in lane.iterfind("{*}flowNodeRef")}

    assert process.lanes == {f"lane_{key}": name for key, name in LANES.items()}
    assert listed == {row[0]: f"lane_{row[3]}" for row in ROWS if row[4] == "-"}


def test_people_work_at_the_height_of_their_lane(drawing: Drawing) -> None:
    astray = {
        row[0]
        for row in ROWS
        if row[1] in ("U", "R", "X", "end")
        if not _is_at_height_of(drawing, row[0], row[3])
    }

    # The counter's two ends of intake stand beside the steps they end; the promised material is
    # waited for inside `work`, under the applicant's message.
    assert astray == {"end_told", "end_refused", "await_promised"}


def _is_at_height_of(drawing: Drawing, element_id: str, lane: str) -> bool:
    band = drawing.shapes[f"lane_{lane}"].box
    return band.top < drawing.shapes[element_id].box.centre[1] < band.bottom


@pytest.mark.parametrize("gateway", CONDITIONS)
def test_gateway_decides_as_agreed(process: Process, gateway: str) -> None:
    flows = [flow for flow in process.flows if flow.source == gateway]

    assert {flow.target: flow.condition for flow in flows} == CONDITIONS[gateway]
    assert [flow.target for flow in flows if flow.is_default] == [list(CONDITIONS[gateway])[-1]]
    assert all(flow.name for flow in flows)


def test_only_gateways_carry_conditions(process: Process) -> None:
    assert {flow.source for flow in process.flows if flow.condition} == set(CONDITIONS)


def test_timers_interrupt_and_lead_on(process: Process) -> None:
    timers = [e for e in process.elements.values() if e.event == "timer"]
    targets = {flow.source: flow.target for flow in process.flows}

    assert {t.id: (t.attached_to, t.expression, targets[t.id]) for t in timers} == TIMERS
    assert all(timer.interrupting for timer in timers)


def test_limits_hang_where_agreed(process: Process) -> None:
    assert _property(process, "limit") == LIMITS


def test_who_handled_may_not_decide(process: Process) -> None:
    assert _property(process, "not_same_as") == KEPT_APART
    assert _property(process, "needs_running") == {"leader_decide": "decide"}


def test_departments_are_reviewed_in_parallel(process: Process) -> None:
    reviews = process.elements["dept_reviews"]

    assert reviews.multi == "parallel"
    assert reviews.properties["collection"] == "=case.departments"
    assert reviews.properties["item"] == "dept"


def test_a_terminate_end_closes_an_open_special_request(process: Process) -> None:
    assert [e.id for e in process.elements.values() if e.event == "terminate"] == ["decided"]


def test_messages_agree_with_their_properties(process: Process) -> None:
    named = {e.id: e.message for e in process.elements.values() if e.message}

    assert named == _property(process, "message")
    assert set(_property(process, "button")) == set(named) - {"start"}


def test_the_applicant_is_joined_by_five_messages(drawing: Drawing) -> None:
    messages = {(e.source, e.target) for e in drawing.edges.values() if e.type == "messageFlow"}

    waiting = ("start", "await_supplement", "await_promised", "await_rating")
    assert messages == {*(("applicant", target) for target in waiting), ("serve", "applicant")}


def test_every_property_names_a_part_of_the_matter(
    process: Process, request: pytest.FixtureRequest
) -> None:
    folder = request.config.rootpath / FOLDER
    matter = tomllib.loads((folder / "matter.toml").read_text(encoding="utf-8"))
    limits = tomllib.loads((folder / "limits.toml").read_text(encoding="utf-8"))["limits"]

    assert set(_property(process, "form").values()) <= {f.stem for f in folder.glob("forms/*.form")}
    assert _names(process, "documents") <= set(matter["documents"])
    assert _names(process, "limit") <= set(limits)
    assert _names(process, "not_same_as") <= set(process.elements)


def _property(process: Process, key: str) -> dict[str, str]:
    elements = process.elements.values()
    return {e.id: e.properties[key] for e in elements if key in e.properties}


def _names(process: Process, key: str) -> set[str]:
    return {name for text in _property(process, key).values() for name in text.split(",")}
