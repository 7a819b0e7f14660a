"""Single changes to the permit, each of one kind, and the words Compare must find for them.

An edit is a list of (text, replacement) in one file, the text a pattern where it begins with "~";
or, for a form, (act, id of the component, value).
"""

# ruff: noqa: E501 -- a row of this table is one line of a file or of a list, and is not broken

import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

DIAGRAM, MATTER, LIMITS = "process.bpmn", "matter.toml", "limits.toml"
APPLICATION, DEPARTMENTS = "forms/application.form", "departments.dmn"
GUIDE, RECEIPT = "guide.md", "documents/receipt.html"


class Single(NamedTuple):
    """One change, and what is said of it."""

    name: str
    path: str
    edit: Any
    part: str
    kind: str
    zh: str
    en: str


def edited(files: Mapping[str, bytes], path: str, edit: Any) -> dict[str, bytes]:
    """Return a matter's files with one change."""
    text = files[path].decode()
    changed = _form(text, *edit) if isinstance(edit, tuple) else _text(text, edit)
    assert changed != text, path
    return {**files, path: changed.encode()}


def _text(text: str, edit: list[tuple[str, str]]) -> str:
    for old, new in edit:
        if old.startswith("~"):
            text, count = re.subn(old[1:], new, text, count=1, flags=re.DOTALL)
            assert count, old
        else:
            assert old in text, old
            text = text.replace(old, new, 1)
    return text


def _form(text: str, act: str, component_id: str, value: Any = None) -> str:
    form = json.loads(text)
    siblings, component = _find(form["components"], component_id)
    acts = {
        "set": lambda: component.update(value),
        "validate": lambda: component.update(validate=value),
        "props": lambda: component.update(properties=value),
        "append": lambda: component["components"].append(value),
        "values": lambda: component["values"].append(value),
        "drop": lambda: siblings.remove(component),
        "swap": lambda: component["components"].reverse(),
    }
    acts[act]()
    return json.dumps(form, ensure_ascii=False, indent=2)


def _find(components: list[Any], component_id: str) -> Any:
    for component in components:
        if component.get("id") == component_id:
            return components, component
        found = _find(component.get("components", []), component_id)
        if found:
            return found
    return None


SINGLES = [
    Single(
        "a step added",
        DIAGRAM,
        [
            (
                '<bpmn:endEvent id="end_work"',
                '<bpmn:userTask id="second_look" name="复核">\n          <bpmn:extensionElements>\n            <spiffworkflow:properties>\n              <spiffworkflow:property name="name_en" value="Second look" />\n              <spiffworkflow:property name="form" value="legal_review" />\n            </spiffworkflow:properties>\n          </bpmn:extensionElements>\n        </bpmn:userTask>\n        <bpmn:endEvent id="end_work"',
            ),
            (
                'id="draft_opinion_to_chief_review" sourceRef="draft_opinion" targetRef="chief_review" />',
                'id="draft_opinion_to_chief_review" sourceRef="draft_opinion" targetRef="second_look" /><bpmn:sequenceFlow id="second_look_to_chief_review" sourceRef="second_look" targetRef="chief_review" />',
            ),
        ],
        "diagram",
        "added",
        "新增环节 复核（承办人综合审查 → 科长审核 之间）",
        "New step Second look (between Handler's opinion and Chief's review)",
    ),
    Single(
        "a step removed",
        DIAGRAM,
        [
            ('~<bpmn:serviceTask id="invite_rating".*?</bpmn:serviceTask>', ""),
            ('~<bpmn:sequenceFlow id="serve_to_invite_rating"[^>]*/>', ""),
            (
                'id="invite_rating_to_await_rating" sourceRef="invite_rating"',
                'id="invite_rating_to_await_rating" sourceRef="serve"',
            ),
            ("<bpmn:flowNodeRef>invite_rating</bpmn:flowNodeRef>", ""),
        ],
        "diagram",
        "removed",
        "删除环节 邀请评价（送达 → 等待评价 之间）",
        "Removed step Invitation to rate (between Service and Waiting for the rating)",
    ),
    Single(
        "a step renamed",
        DIAGRAM,
        [('id="legal_review" name="法制审核"', 'id="legal_review" name="合法性审核"')],
        "diagram",
        "changed",
        "环节 法制审核：名称 “法制审核” → “合法性审核”",
        "step Legal review: name “法制审核” → “合法性审核”",
    ),
    Single(
        "a task's kind",
        DIAGRAM,
        [
            (
                '<bpmn:userTask id="legal_review" name="法制审核">',
                '<bpmn:manualTask id="legal_review" name="法制审核">',
            ),
            (
                "<bpmn:incoming>gw_leader_to_legal_review</bpmn:incoming>\n          <bpmn:outgoing>legal_review_to_leader_decide</bpmn:outgoing>\n        </bpmn:userTask>",
                "<bpmn:incoming>gw_leader_to_legal_review</bpmn:incoming>\n          <bpmn:outgoing>legal_review_to_leader_decide</bpmn:outgoing>\n        </bpmn:manualTask>",
            ),
        ],
        "diagram",
        "changed",
        "环节 法制审核：类型 用户任务 → 人工任务",
        "step Legal review: type user task → manual task",
    ),
    Single(
        "an English name",
        DIAGRAM,
        [('value="Legal review"', 'value="Review by the lawyers"')],
        "diagram",
        "changed",
        "环节 法制审核：英文名 “Legal review” → “Review by the lawyers”",
        "step Legal review: English name “Legal review” → “Review by the lawyers”",
    ),
    Single(
        "a form",
        DIAGRAM,
        [
            (
                '<spiffworkflow:property name="form" value="legal_review" />',
                '<spiffworkflow:property name="form" value="chief_review" />',
            )
        ],
        "diagram",
        "changed",
        "环节 法制审核：表单 法制审核 → 科长审核",
        "step Legal review: form Legal review → Review by the section chief",
    ),
    Single(
        "a section",
        DIAGRAM,
        [
            (
                '<spiffworkflow:property name="section" value="legal" />',
                '<spiffworkflow:property name="section" value="approval" />',
            )
        ],
        "diagram",
        "changed",
        "环节 法制审核：科室 法制科 → 审批科",
        "step Legal review: section Legal affairs → Approval",
    ),
    Single(
        "a post",
        DIAGRAM,
        [
            (
                '<spiffworkflow:property name="post" value="legal_reviewer" />',
                '<spiffworkflow:property name="post" value="chief" />',
            )
        ],
        "diagram",
        "changed",
        "环节 法制审核：岗位 审核员 → 科长",
        "step Legal review: post reviewer → chief",
    ),
    Single(
        "a limit of a step",
        DIAGRAM,
        [
            (
                '<spiffworkflow:property name="limit" value="dept_review" />',
                '<spiffworkflow:property name="limit" value="dept_review,special" />',
            )
        ],
        "diagram",
        "changed",
        "环节 部门审查：时限 部门审查 → 部门审查、特别程序（告知的所需时间）",
        "step Department review: limit Review by a department → Review by a department, Special procedure (time told to the applicant)",
    ),
    Single(
        "four eyes",
        DIAGRAM,
        [
            (
                '<spiffworkflow:property name="not_same_as" value="draft_opinion,chief_review" />',
                '<spiffworkflow:property name="not_same_as" value="draft_opinion" />',
            )
        ],
        "diagram",
        "changed",
        "环节 分管领导决定：不得由办过下列环节的人办理 承办人综合审查、科长审核 → 承办人综合审查",
        "step Decision by the leader: not by who did Handler's opinion, Chief's review → Handler's opinion",
    ),
    Single(
        "a copy",
        DIAGRAM,
        [
            (
                '<spiffworkflow:property name="copy" value="leaders" />',
                '<spiffworkflow:property name="copy" value="leaders,supervision" />',
            )
        ],
        "diagram",
        "changed",
        "环节 督办审查：抄送科室 局领导 → 局领导、监察科",
        "step Review, urged: copied to Leaders → Leaders, Supervision",
    ),
    Single(
        "an operation",
        DIAGRAM,
        [
            (
                '~<spiffworkflow:property name="operation" value="archive" />',
                '<spiffworkflow:property name="operation" value="publish" />',
            )
        ],
        "diagram",
        "changed",
        "环节 归档：操作 归档 → 公示",
        "step Archive: operation archive → publish",
    ),
    Single(
        "documents of a step",
        DIAGRAM,
        [
            (
                '<spiffworkflow:property name="documents" value="grant_decision,permit" />',
                '<spiffworkflow:property name="documents" value="grant_decision" />',
            )
        ],
        "diagram",
        "changed",
        "环节 制证：文书 准予行政许可决定书、建筑工程施工许可证 → 准予行政许可决定书",
        "step Permit issued: documents Decision to grant the permit, Construction permit → Decision to grant the permit",
    ),
    Single(
        "written to the case",
        DIAGRAM,
        [
            (
                'value="={promise: {supplied_on: today()}}"',
                'value="={promise: {supplied_on: today(), round: 1}}"',
            )
        ],
        "diagram",
        "changed",
        "环节 等待容缺材料：写进办件的内容 “{promise: {supplied_on: today()}}” → “{promise: {supplied_on: today(), round: 1}}”",
        "step Waiting for promised material: what is written to the case “{promise: {supplied_on: today()}}” → “{promise: {supplied_on: today(), round: 1}}”",
    ),
    Single(
        "a button",
        DIAGRAM,
        [
            (
                '<spiffworkflow:property name="button" value="登记容缺材料" />',
                '<spiffworkflow:property name="button" value="收容缺材料" />',
            )
        ],
        "diagram",
        "changed",
        "环节 等待容缺材料：按钮 “登记容缺材料” → “收容缺材料”",
        "step Waiting for promised material: button “登记容缺材料” → “收容缺材料”",
    ),
    Single(
        "a condition",
        DIAGRAM,
        [('case.chief_review.result = "return_handler"', 'case.chief_review.result = "return"')],
        "diagram",
        "changed",
        '流向 科长意见 → 承办人综合审查（退回承办）：条件 “case.chief_review.result = "return_handler"” → “case.chief_review.result = "return"”',
        'flow 科长意见 → Handler\'s opinion (退回承办): condition “case.chief_review.result = "return_handler"” → “case.chief_review.result = "return"”',
    ),
    Single(
        "a condition taken away",
        DIAGRAM,
        [
            (
                '~<bpmn:conditionExpression[^>]*>case.chief_review.result = "extend"</bpmn:conditionExpression>',
                "",
            )
        ],
        "diagram",
        "changed",
        '流向 科长意见 → 批准延期（延期）：去掉条件（原为 “case.chief_review.result = "extend"”）',
        'flow 科长意见 → Approve extension (延期): condition removed (was “case.chief_review.result = "extend"”)',
    ),
    Single(
        "a default flow",
        DIAGRAM,
        [
            (
                'id="gw_leader" name="决定" default="gw_leader_to_end_work"',
                'id="gw_leader" name="决定" default="gw_leader_to_draft_opinion"',
            )
        ],
        "diagram",
        "changed",
        "排他网关 决定：默认流向 办理完毕 → 承办人综合审查",
        "exclusive gateway 决定: default flow 办理完毕 → Handler's opinion",
    ),
    Single(
        "no default flow",
        DIAGRAM,
        [
            (
                'id="gw_leader" name="决定" default="gw_leader_to_end_work"',
                'id="gw_leader" name="决定"',
            )
        ],
        "diagram",
        "changed",
        "排他网关 决定：去掉默认流向（原为 办理完毕）",
        "exclusive gateway 决定: default flow removed (was 办理完毕)",
    ),
    Single(
        "a flow bent",
        DIAGRAM,
        [
            (
                'id="extend_to_chief_review" sourceRef="extend" targetRef="chief_review"',
                'id="extend_to_chief_review" sourceRef="extend" targetRef="draft_opinion"',
            )
        ],
        "diagram",
        "changed",
        "流向 延长审批期限 → 科长审核：改为 延长审批期限 → 承办人综合审查",
        "flow Extend the limit → Chief's review: now Extend the limit → Handler's opinion",
    ),
    Single(
        "a flow added",
        DIAGRAM,
        [
            (
                '<bpmn:sequenceFlow id="extend_to_chief_review"',
                '<bpmn:sequenceFlow id="chief_to_end" name="直接办完" sourceRef="gw_chief" targetRef="end_work"><bpmn:conditionExpression>case.chief_review.result = "stop"</bpmn:conditionExpression></bpmn:sequenceFlow><bpmn:sequenceFlow id="extend_to_chief_review"',
            )
        ],
        "diagram",
        "added",
        '新增流向 科长意见 → 办理完毕（直接办完），条件 “case.chief_review.result = "stop"”',
        'New flow 科长意见 → 办理完毕 (直接办完), on “case.chief_review.result = "stop"”',
    ),
    Single(
        "a flow removed",
        DIAGRAM,
        [('~<bpmn:sequenceFlow id="gw_chief_to_draft_opinion".*?</bpmn:sequenceFlow>', "")],
        "diagram",
        "removed",
        '删除流向 科长意见 → 承办人综合审查（退回承办），条件 “case.chief_review.result = "return_handler"”',
        'Removed flow 科长意见 → Handler\'s opinion (退回承办), on “case.chief_review.result = "return_handler"”',
    ),
    Single(
        "a flow's name",
        DIAGRAM,
        [('name="退回承办"', 'name="退回承办人"')],
        "diagram",
        "changed",
        "流向 科长意见 → 承办人综合审查（退回承办）：名称 “退回承办” → “退回承办人”",
        "flow 科长意见 → Handler's opinion (退回承办): name “退回承办” → “退回承办人”",
    ),
    Single(
        "a timer's moment",
        DIAGRAM,
        [
            (
                '<bpmn:timeDate xsi:type="bpmn:tFormalExpression">due("supplement")</bpmn:timeDate>',
                '<bpmn:timeDate xsi:type="bpmn:tFormalExpression">due("notice")</bpmn:timeDate>',
            )
        ],
        "diagram",
        "changed",
        '定时器 逾期未补正：触发时间 到 “due("supplement")” → 到 “due("notice")”',
        'timer Supplement overdue: fires at “due("supplement")” → at “due("notice")”',
    ),
    Single(
        "a timer's kind",
        DIAGRAM,
        [
            (
                '<bpmn:timeDate xsi:type="bpmn:tFormalExpression">due("rating")</bpmn:timeDate>',
                '<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P15D</bpmn:timeDuration>',
            )
        ],
        "diagram",
        "changed",
        '定时器 逾期未评价：触发时间 到 “due("rating")” → 过 “duration("P15D")”',
        'timer No rating in time: fires at “due("rating")” → after “duration("P15D")”',
    ),
    Single(
        "interrupting",
        DIAGRAM,
        [
            (
                'name="逾期未评价" attachedToRef="await_rating"',
                'name="逾期未评价" cancelActivity="false" attachedToRef="await_rating"',
            )
        ],
        "diagram",
        "changed",
        "定时器 逾期未评价：改为不中断所在环节",
        "timer No rating in time: no longer interrupts its host",
    ),
    Single(
        "a boundary moved",
        DIAGRAM,
        [('attachedToRef="await_rating"', 'attachedToRef="call_back"')],
        "diagram",
        "changed",
        "定时器 逾期未评价：依附于 等待评价 → 差评回访整改",
        "timer No rating in time: attached to Waiting for the rating → Call-back after a bad rating",
    ),
    Single(
        "a message",
        DIAGRAM,
        [
            (
                '<bpmn:message id="message_rating" name="rating" />',
                '<bpmn:message id="message_rating" name="rating_of_service" />',
            )
        ],
        "diagram",
        "changed",
        "环节 等待评价：消息 “rating” → “rating_of_service”",
        "step Waiting for the rating: message “rating” → “rating_of_service”",
    ),
    Single(
        "a trigger",
        DIAGRAM,
        [('<bpmn:terminateEventDefinition id="decided_terminate" />', "")],
        "diagram",
        "changed",
        "结束事件 已作决定：触发 终止 → 普通",
        "end event Decided: trigger terminate → none",
    ),
    Single(
        "a collection",
        DIAGRAM,
        [
            (
                '<spiffworkflow:property name="collection" value="=case.departments" />',
                '<spiffworkflow:property name="collection" value="=case.departments[silence = &#34;escalate&#34;]" />',
            )
        ],
        "diagram",
        "changed",
        '子流程 联合审查：多实例的集合 “case.departments” → “case.departments[silence = "escalate"]”',
        'sub-process Joint review: collection of the multi-instance “case.departments” → “case.departments[silence = "escalate"]”',
    ),
    Single(
        "sequential",
        DIAGRAM,
        [
            (
                "<bpmn:multiInstanceLoopCharacteristics />",
                '<bpmn:multiInstanceLoopCharacteristics isSequential="true" />',
            )
        ],
        "diagram",
        "changed",
        "子流程 联合审查：多实例方式 并行多实例 → 串行多实例",
        "sub-process Joint review: kind of multi-instance parallel multi-instance → sequential multi-instance",
    ),
    Single(
        "several at once",
        DIAGRAM,
        [
            (
                "<bpmn:outgoing>legal_review_to_leader_decide</bpmn:outgoing>",
                "<bpmn:outgoing>legal_review_to_leader_decide</bpmn:outgoing><bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>2</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>",
            )
        ],
        "diagram",
        "changed",
        "环节 法制审核：多实例 设为 并行多实例 “2”",
        "step Legal review: multi-instance set to parallel multi-instance “2”",
    ),
    Single(
        "a script",
        DIAGRAM,
        [('逾期未反馈，视为无意见"})', '部门逾期未反馈，视为无意见"})')],
        "diagram",
        "changed",
        '环节 视为无意见：脚本 “…ed_agree", reason: "逾期未反馈，视为无意见"})}” → “…ed_agree", reason: "部门逾期未反馈，视为无意见"})}”',
        'step Deemed no objection: script “…ed_agree", reason: "逾期未反馈，视为无意见"})}” → “…ed_agree", reason: "部门逾期未反馈，视为无意见"})}”',
    ),
    Single(
        "a gateway's kind",
        DIAGRAM,
        [
            (
                '<bpmn:parallelGateway id="fork" name="分办">',
                '<bpmn:inclusiveGateway id="fork" name="分办">',
            ),
            (
                "~(<bpmn:outgoing>fork_to_await_special</bpmn:outgoing>\\s*)</bpmn:parallelGateway>",
                "\\1</bpmn:inclusiveGateway>",
            ),
        ],
        "diagram",
        "changed",
        "并行网关 分办：类型 并行网关 → 包容网关",
        "parallel gateway 分办: type parallel gateway → inclusive gateway",
    ),
    Single(
        "a lane renamed",
        DIAGRAM,
        [('name="联审部门" />', 'name="会审部门" />')],
        "diagram",
        "changed",
        "泳道 “联审部门”：名称 “联审部门” → “会审部门”",
        "lane “联审部门”: name “联审部门” → “会审部门”",
    ),
    Single(
        "a step in another lane",
        DIAGRAM,
        [
            ("<bpmn:flowNodeRef>serve</bpmn:flowNodeRef>", ""),
            (
                "<bpmn:flowNodeRef>publish</bpmn:flowNodeRef>",
                "<bpmn:flowNodeRef>publish</bpmn:flowNodeRef><bpmn:flowNodeRef>serve</bpmn:flowNodeRef>",
            ),
        ],
        "diagram",
        "changed",
        "环节 送达：泳道 “综合窗口” → “系统(证照·监察)”",
        "step Service: lane “综合窗口” → “系统(证照·监察)”",
    ),
    Single(
        "a pool",
        DIAGRAM,
        [('name="申请人(建设单位)"', 'name="建设单位"')],
        "diagram",
        "changed",
        "泳池 “申请人(建设单位)”：名称 “申请人(建设单位)” → “建设单位”",
        "pool “申请人(建设单位)”: name “申请人(建设单位)” → “建设单位”",
    ),
    Single(
        "documentation",
        DIAGRAM,
        [
            (
                "~<bpmn:documentation>.*?</bpmn:documentation>",
                "<bpmn:documentation>泳道只表示分工。</bpmn:documentation>",
            )
        ],
        "diagram",
        "changed",
        "流程 建筑工程施工许可：说明 “由人办理的环节画在其科室的泳道内；子流程里的自动步骤画在它所服务的环节旁。泳道只表示分工，由谁办理以环节的科室和岗位为准。” → “泳道只表示分工。”",
        "process 建筑工程施工许可: documentation “由人办理的环节画在其科室的泳道内；子流程里的自动步骤画在它所服务的环节旁。泳道只表示分工，由谁办理以环节的科室和岗位为准。” → “泳道只表示分工。”",
    ),
    Single(
        "a message flow",
        DIAGRAM,
        [('name="服务评价" sourceRef', 'name="评价" sourceRef')],
        "diagram",
        "changed",
        "消息流 “服务评价”：名称 “服务评价” → “评价”",
        "message flow “服务评价”: name “服务评价” → “评价”",
    ),
    Single(
        "process limit",
        DIAGRAM,
        [
            (
                '~(<bpmn:process id="construction_permit" name="建筑工程施工许可" isExecutable="true">)',
                '\\1<bpmn:extensionElements><spiffworkflow:properties><spiffworkflow:property name="limit" value="decide" /></spiffworkflow:properties></bpmn:extensionElements>',
            )
        ],
        "diagram",
        "changed",
        "流程 建筑工程施工许可：时限 设为 许可决定（法定）",
        "process 建筑工程施工许可: limit set to Decision (statutory)",
    ),
    Single(
        "a field required",
        APPLICATION,
        ("validate", "application_situation_schgsbh", {"required": True}),
        "form",
        "changed",
        "表单 建筑工程施工许可证申请表，分组 前置许可与情形，字段 施工图审查合格书编号：改为必填",
        "form Application for a construction permit, group Earlier permits and situation, field Drawing review certificate no.: is now required",
    ),
    Single(
        "a field optional",
        APPLICATION,
        ("validate", "application_developer_jsdwlx", {}),
        "form",
        "changed",
        "表单 建筑工程施工许可证申请表，分组 建设单位，字段 建设单位类型：改为选填",
        "form Application for a construction permit, group Developer, field Type of developer: is no longer required",
    ),
    Single(
        "a field added",
        APPLICATION,
        (
            "append",
            "application_developer",
            {
                "type": "textfield",
                "key": "fax",
                "label": "传真",
                "id": "application_developer_fax",
                "properties": {"label_en": "Fax"},
            },
        ),
        "form",
        "added",
        "表单 建筑工程施工许可证申请表，分组 建设单位：新增字段 传真",
        "form Application for a construction permit, group Developer: new field Fax",
    ),
    Single(
        "a field removed",
        APPLICATION,
        ("drop", "application_developer_jsdwlx"),
        "form",
        "removed",
        "表单 建筑工程施工许可证申请表，分组 建设单位：删除字段 建设单位类型",
        "form Application for a construction permit, group Developer: removed field Type of developer",
    ),
    Single(
        "a field's label",
        APPLICATION,
        [('"label": "建设性质"', '"label": "建设类别"')],
        "form",
        "changed",
        "表单 建筑工程施工许可证申请表，分组 项目，字段 建设性质：名称 “建设性质” → “建设类别”",
        "form Application for a construction permit, group Project, field Nature of construction: label “建设性质” → “建设类别”",
    ),
    Single(
        "a field's kind",
        APPLICATION,
        ("set", "application_project_jsxz", {"type": "radio"}),
        "form",
        "changed",
        "表单 建筑工程施工许可证申请表，分组 项目，字段 建设性质：字段种类 下拉选择 → 单选",
        "form Application for a construction permit, group Project, field Nature of construction: kind of field select → radio",
    ),
    Single(
        "hidden when",
        APPLICATION,
        ("set", "application_situation_schgsbh", {"conditional": {"hide": "=sfts = true"}}),
        "form",
        "changed",
        "表单 建筑工程施工许可证申请表，分组 前置许可与情形，字段 施工图审查合格书编号：隐藏条件 “sfmsgtsc = true” → “sfts = true”",
        "form Application for a construction permit, group Earlier permits and situation, field Drawing review certificate no.: hidden when “sfmsgtsc = true” → “sfts = true”",
    ),
    Single(
        "most characters",
        APPLICATION,
        ("validate", "application_developer_dlrxm", {"required": True, "maxLength": 30}),
        "form",
        "changed",
        "表单 建筑工程施工许可证申请表，分组 建设单位，字段 代理人姓名：最多字数 50 → 30",
        "form Application for a construction permit, group Developer, field Name of the agent: most characters 50 → 30",
    ),
    Single(
        "a choice added",
        APPLICATION,
        (
            "values",
            "application_project_jsxz",
            {"label": "翻建", "value": "rebuild", "label_en": "Rebuilding"},
        ),
        "form",
        "changed",
        "表单 建筑工程施工许可证申请表，分组 项目，字段 建设性质：新增选项 “翻建”",
        "form Application for a construction permit, group Project, field Nature of construction: new choice “Rebuilding”",
    ),
    Single(
        "a choice renamed",
        APPLICATION,
        [('"label": "扩建"', '"label": "扩大建设"')],
        "form",
        "changed",
        "表单 建筑工程施工许可证申请表，分组 项目，字段 建设性质：选项 “扩建” 的名称 “扩建” → “扩大建设”",
        "form Application for a construction permit, group Project, field Nature of construction: choice “Extension”, label “扩建” → “扩大建设”",
    ),
    Single(
        "a form's rule",
        APPLICATION,
        [('"refuse_when": "rfmj > dxjzmj"', '"refuse_when": "rfmj >= dxjzmj"')],
        "form",
        "changed",
        "表单 建筑工程施工许可证申请表，规则 “人防面积大于地下面积，请核对”：退回条件 “rfmj > dxjzmj” → “rfmj >= dxjzmj”",
        "form Application for a construction permit, rule “The civil defence area exceeds the area below ground; check both”: refused when “rfmj > dxjzmj” → “rfmj >= dxjzmj”",
    ),
    Single(
        "a form's title",
        APPLICATION,
        [('"title": "建筑工程施工许可证申请表"', '"title": "施工许可申请表"')],
        "form",
        "changed",
        "表单 建筑工程施工许可证申请表：标题 “建筑工程施工许可证申请表” → “施工许可申请表”",
        "form Application for a construction permit: title “建筑工程施工许可证申请表” → “施工许可申请表”",
    ),
    Single(
        "rows of a list",
        APPLICATION,
        [('"max_rows": 30', '"max_rows": 20')],
        "form",
        "changed",
        "表单 建筑工程施工许可证申请表，列表 责任主体：最多行数 30 → 20",
        "form Application for a construction permit, list Responsible units: most rows 30 → 20",
    ),
    Single(
        "a default",
        APPLICATION,
        ("props", "application_promises_qmrq", {"label_en": "Date of signature"}),
        "form",
        "changed",
        "表单 建筑工程施工许可证申请表，分组 承诺与声明，字段 签署日期：去掉默认值（原为 “=today()”）",
        "form Application for a construction permit, group Promises and statement, field Date of signature: default removed (was “=today()”)",
    ),
    Single(
        "a cell",
        DEPARTMENTS,
        [
            (
                '<text>"consent"</text>\n        </outputEntry>\n        <annotationEntry>\n          <text>人民防空法',
                '<text>"escalate"</text>\n        </outputEntry>\n        <annotationEntry>\n          <text>人民防空法',
            )
        ],
        "table",
        "changed",
        '决策表 联审部门：第 6 行第 6 列“逾期未反馈” "consent" → "escalate"',
        'table 联审部门: row 6, column 6 “逾期未反馈” "consent" → "escalate"',
    ),
    Single(
        "an input cell",
        DEPARTMENTS,
        [("<text>&gt; 0</text>", "<text>&gt; 1000</text>")],
        "table",
        "changed",
        "决策表 联审部门：第 6 行第 2 列“人防面积（㎡）” > 0 → > 1000",
        "table 联审部门: row 6, column 2 “人防面积（㎡）” > 0 → > 1000",
    ),
    Single(
        "an annotation",
        DEPARTMENTS,
        [("<text>消防法 第十二条</text>", "<text>消防法 第十条</text>")],
        "table",
        "changed",
        "决策表 联审部门：第 5 行第 7 列“依据” 消防法 第十二条 → 消防法 第十条",
        "table 联审部门: row 5, column 7 “依据” 消防法 第十二条 → 消防法 第十条",
    ),
    Single(
        "a row removed",
        DEPARTMENTS,
        [('~<rule id="rule_wage">.*?</rule>', "")],
        "table",
        "removed",
        '决策表 联审部门：删除第 4 行 - | - | "wage" | "wage" | "市人力资源和社会保障局" | "consent" | 保障农民工工资支付条例 第二十三条、第二十四条 |…',
        'table 联审部门: removed row 4 - | - | "wage" | "wage" | "市人力资源和社会保障局" | "consent" | 保障农民工工资支付条例 第二十三条、第二十四条 |…',
    ),
    Single(
        "a row added",
        DEPARTMENTS,
        [
            (
                '<rule id="rule_wage">',
                '<rule id="rule_new"><inputEntry><text>-</text></inputEntry><inputEntry><text>-</text></inputEntry><outputEntry><text>"parks"</text></outputEntry><outputEntry><text>"parks"</text></outputEntry><outputEntry><text>"园林局"</text></outputEntry><outputEntry><text>"consent"</text></outputEntry></rule><rule id="rule_wage">',
            )
        ],
        "table",
        "added",
        '决策表 联审部门：新增第 4 行 - | - | "parks" | "parks" | "园林局" | "consent"',
        'table 联审部门: new row 4 - | - | "parks" | "parks" | "园林局" | "consent"',
    ),
    Single(
        "a row moved",
        DEPARTMENTS,
        [
            (
                '~(<rule id="rule_planning">.*?</rule>)\\s*(<rule id="rule_quality">.*?</rule>)',
                "\\2\\1",
            )
        ],
        "table",
        "changed",
        "决策表 联审部门：第 2 行移到第 1 行",
        "table 联审部门: row 2 is now row 1",
    ),
    Single(
        "a column's expression",
        DEPARTMENTS,
        [("<text>case.application.rfmj</text>", "<text>case.application.dxjzmj</text>")],
        "table",
        "changed",
        "决策表 联审部门：第 2 列“人防面积（㎡）”：内容 “case.application.rfmj” → “case.application.dxjzmj”",
        "table 联审部门: column 2 “人防面积（㎡）”: content “case.application.rfmj” → “case.application.dxjzmj”",
    ),
    Single(
        "a hit policy",
        DEPARTMENTS,
        [('hitPolicy="RULE ORDER"', 'hitPolicy="COLLECT"')],
        "table",
        "changed",
        "决策表 联审部门：命中策略 “RULE ORDER” → “COLLECT”",
        "table 联审部门: hit policy “RULE ORDER” → “COLLECT”",
    ),
    Single(
        "a limit's amount",
        LIMITS,
        [
            (
                'amount = "7WD"\nstart = "case.accepted_on"',
                'amount = "5WD"\nstart = "case.accepted_on"',
            )
        ],
        "limit",
        "changed",
        "时限 许可决定（法定）：限期 7个工作日 → 5个工作日",
        "limit Decision (statutory): amount 7 working days → 5 working days",
    ),
    Single(
        "a limit's start",
        LIMITS,
        [
            (
                'amount = "7WD"\nstart = "case.accepted_on"',
                'amount = "7WD"\nstart = "case.received_on"',
            )
        ],
        "limit",
        "changed",
        "时限 许可决定（法定）：起算 “case.accepted_on” → “case.received_on”",
        "limit Decision (statutory): start “case.accepted_on” → “case.received_on”",
    ),
    Single(
        "grounds to stop",
        LIMITS,
        [(', "quarantine", "appraisal", "expert_review"]', ', "quarantine", "appraisal"]')],
        "limit",
        "changed",
        "时限 许可决定（法定）：停表事由 听证、招标、拍卖、检验、检测、检疫、鉴定、专家评审 → 听证、招标、拍卖、检验、检测、检疫、鉴定",
        "limit Decision (statutory): grounds to stop Hearing, Tender, Auction, Inspection, Testing, Quarantine, Appraisal, Expert review → Hearing, Tender, Auction, Inspection, Testing, Quarantine, Appraisal",
    ),
    Single(
        "a rung",
        LIMITS,
        [("~(\\[limits.serve\\].*?)left = 2", "\\1left = 3")],
        "limit",
        "changed",
        "时限 颁发、送达：档 剩 2个工作日预警 → 剩 3个工作日预警",
        "limit Issue and service: rung warning at 2 working days left → warning at 3 working days left",
    ),
    Single(
        "who is told",
        LIMITS,
        [
            (
                'ladder = [{ key = "expiry", level = "yellow", told = ["chief", "supervision"] }]',
                'ladder = [{ key = "expiry", level = "yellow", told = ["holder", "chief", "supervision"] }]',
            )
        ],
        "limit",
        "changed",
        "时限 双公示：届满黄牌 的告知对象 科室负责人、监察科 → 办理人、科室负责人、监察科",
        "limit Publication of the decision: who is told at yellow card at expiry the chief, Supervision → the holder, the chief, Supervision",
    ),
    Single(
        "an extension",
        LIMITS,
        [('~(\\[limits.serve\\].*?)extension = "off"', "\\1extension = { most = 10, times = 1 }")],
        "limit",
        "changed",
        "时限 颁发、送达：延期 不得延期 → 1 次，每次至多 10",
        "limit Issue and service: extension none → 1 time(s), at most 10 each",
    ),
    Single(
        "an article",
        LIMITS,
        [('article = "行政许可法 第四十四条"', 'article = "行政许可法 第四十三条"')],
        "limit",
        "changed",
        "时限 颁发、送达：条文 “行政许可法 第四十四条” → “行政许可法 第四十三条”",
        "limit Issue and service: article “行政许可法 第四十四条” → “行政许可法 第四十三条”",
    ),
    Single(
        "a limit added",
        LIMITS,
        [
            (
                "[limits.rating]",
                '[limits.second_look]\nname = "复核"\nname_en = "Second look"\namount = "1WD"\nkind = "step"\n\n[limits.rating]',
            )
        ],
        "limit",
        "added",
        "新增时限 复核（1个工作日）",
        "New limit Second look (1 working day)",
    ),
    Single(
        "a material added",
        MATTER,
        [
            (
                '[[materials]]\ncode = "authorisation"',
                '[[materials]]\ncode = "site_plan"\nname = "施工现场平面图"\nname_en = "Site plan"\nnecessity = "main"\n\n[[materials]]\ncode = "authorisation"',
            )
        ],
        "material",
        "added",
        "新增材料 施工现场平面图",
        "new material Site plan",
    ),
    Single(
        "a material's necessity",
        MATTER,
        [('~(code = "injury_insurance".*?)necessity = "promise"', '\\1necessity = "main"')],
        "material",
        "changed",
        "材料 工伤保险参保证明：必要性 可容缺 → 主审要件",
        "material Proof of work injury insurance: necessity may be promised → main, never promised",
    ),
    Single(
        "a material's condition",
        MATTER,
        [
            (
                'when = "case.application.sfjl = true"',
                'when = "case.application.sfjl = true and case.application.htjg > 3000"',
            )
        ],
        "material",
        "changed",
        "材料 建设工程监理合同：条件 “case.application.sfjl = true” → “case.application.sfjl = true and case.application.htjg > 3000”",
        "material Supervision contract: when “case.application.sfjl = true” → “case.application.sfjl = true and case.application.htjg > 3000”",
    ),
    Single(
        "a document's number",
        MATTER,
        [('number = "江建收〔{year}〕{seq:04}号"', 'number = "江建收字〔{year}〕{seq:04}号"')],
        "document",
        "changed",
        "文书 收件回执：编号 “江建收〔{year}〕{seq:04}号” → “江建收字〔{year}〕{seq:04}号”",
        "document Receipt: number “江建收〔{year}〕{seq:04}号” → “江建收字〔{year}〕{seq:04}号”",
    ),
    Single(
        "a document added",
        MATTER,
        [
            (
                "[documents.receipt]",
                '[documents.reminder]\ntitle = "催办单"\ntitle_en = "Reminder"\ntemplate = "receipt.html"\n\n[documents.receipt]',
            )
        ],
        "document",
        "added",
        "新增文书 催办单",
        "new document Reminder",
    ),
    Single(
        "an outcome",
        MATTER,
        [('~(key = "returned"\\nat = "end_returned"\\nname = )"退件"', '\\1"退回"')],
        "matter",
        "changed",
        "办结方式 退件：名称 “退件” → “退回”",
        "outcome Returned: name “退件” → “退回”",
    ),
    Single(
        "who decides an act",
        MATTER,
        [('decides = ["approval/chief"]', 'decides = ["approval/chief", "leaders/director"]')],
        "matter",
        "added",
        "办件操作 撤件：谁决定 增加 局领导局长",
        "act withdrawal: who decides: Leaders director added",
    ),
    Single(
        "grants",
        MATTER,
        [('grants = ["issue_permit"]', 'grants = ["issue_permit", "number_permit"]')],
        "matter",
        "added",
        "准予许可的环节 增加 生成许可证号",
        "steps that grant: Permit number added",
    ),
    Single(
        "case number",
        MATTER,
        [('case_number = "SGXK-{year}-{seq:04}"', 'case_number = "JZXK-{year}-{seq:04}"')],
        "matter",
        "changed",
        "办件编号 “SGXK-{year}-{seq:04}” → “JZXK-{year}-{seq:04}”",
        "pattern of case numbers “SGXK-{year}-{seq:04}” → “JZXK-{year}-{seq:04}”",
    ),
    Single(
        "a phase",
        MATTER,
        [('"draft_opinion", "chief_review", "again",', '"draft_opinion", "chief_review",')],
        "matter",
        "removed",
        "阶段 审查：环节 去掉 退回部门",
        "phase Review: steps: Back to departments removed",
    ),
    Single(
        "a template",
        RECEIPT,
        [("收件", "收到材料")],
        "document",
        "changed",
        "文书模板 收件回执：改 “序号 材料名称 形式 收件情况” → “序号 材料名称 形式 收到材料情况”",
        "template of Receipt: changed: “序号 材料名称 形式 收件情况” → “序号 材料名称 形式 收到材料情况”",
    ),
    Single(
        "a line of the guide",
        GUIDE,
        [("工程投资不足 30 万元", "工程投资不足 100 万元")],
        "guide",
        "changed",
        "办事指南 “谁来办”：改 “- 工程投资不足 30 万元，或者建筑面积不足 300 平方米的小工程（省里另有规定的，从其规定）；” → “- 工程投资不足 100 万元，或者建筑面积不足 300 平方米的小工程（省里另有规定的，从其规定）；”",
        "guide “谁来办”: changed: “- 工程投资不足 30 万元，或者建筑面积不足 300 平方米的小工程（省里另有规定的，从其规定）；” → “- 工程投资不足 100 万元，或者建筑面积不足 300 平方米的小工程（省里另有规定的，从其规定）；”",
    ),
    Single(
        "a line of the guide added",
        GUIDE,
        [("- 抢险救灾", "- 文物保护工程另有规定；\n- 抢险救灾")],
        "guide",
        "added",
        "办事指南 “谁来办”：新增 “- 文物保护工程另有规定；”",
        "guide “谁来办”: added “- 文物保护工程另有规定；”",
    ),
]
