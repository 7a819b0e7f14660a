"""Which elements and attributes are run, which are drawing only, and what is refused.

The tables are the truth: a name found in none of them is refused.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from .drawing import (
    ACTIVITIES,
    BPMN,
    EVENTS,
    FLOW_NODES,
    GATEWAYS,
    SPIFF,
    Drawing,
    event_definitions,
    local,
)
from .finding import Finding, error, warning


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Run as BPMN 2.0.2 says.
RUN = _words(
    """task userTask manualTask serviceTask scriptTask businessRuleTask sendTask receiveTask
    subProcess callActivity startEvent endEvent intermediateCatchEvent intermediateThrowEvent
    boundaryEvent exclusiveGateway inclusiveGateway parallelGateway eventBasedGateway
    sequenceFlow conditionExpression script incoming outgoing extensionElements
    multiInstanceLoopCharacteristics standardLoopCharacteristics loopCardinality loopDataInputRef
    inputDataItem completionCondition loopCondition
    timerEventDefinition timeDate timeDuration messageEventDefinition signalEventDefinition
    errorEventDefinition escalationEventDefinition terminateEventDefinition
    linkEventDefinition conditionalEventDefinition condition"""
)

#: For the reader's eye only.
DRAWN = _words(
    """documentation laneSet lane childLaneSet flowNodeRef textAnnotation text association group
    dataObject dataObjectReference dataStoreReference dataState dataInputAssociation
    dataOutputAssociation sourceRef targetRef auditing monitoring categoryValueRef property
    source target"""
)


@dataclass(frozen=True)
class Refusal:
    """Why something is not run, and what to draw instead; pairs (zh, en)."""

    reason: tuple[str, str]
    remedy: tuple[str, str]


_ROLE = Refusal(
    ("办理人不由 BPMN 角色元素决定", "Who acts is not decided by BPMN role elements"),
    ("请用属性 section、post 指定科室和岗位", "Use the properties section and post"),
)
_OUTPUT = Refusal(
    ("多实例不向外合并数据", "A multi-instance merges no data back"),
    ("结果写在办件里(表单),去掉输出项", "Results lie in the case (forms); remove the output"),
)
_DATA = Refusal(
    ("任务的输入输出映射不执行", "Input and output mappings of tasks are not run"),
    ("数据都在办件里,表达式用 case. 读取", "All data lies in the case; read it as case."),
)

REFUSED: dict[str, Refusal] = {
    "complexGateway": Refusal(
        ("复杂网关不支持", "Complex gateways are not supported"),
        ("请改用包容网关或多实例的完成条件", "Use an inclusive gateway or a completion condition"),
    ),
    "transaction": Refusal(
        ("事务子流程不支持", "Transactions are not supported"),
        ("请改用普通子流程和错误边界事件", "Use a sub-process with an error boundary event"),
    ),
    "adHocSubProcess": Refusal(
        ("临时(ad-hoc)子流程不支持", "Ad-hoc sub-processes are not supported"),
        ("请画出步骤和可选分支", "Draw the steps and their optional branches"),
    ),
    "compensateEventDefinition": Refusal(
        ("补偿事件不支持", "Compensation is not supported"),
        ("请画一条普通的更正分支", "Draw an ordinary branch that corrects"),
    ),
    "cancelEventDefinition": Refusal(
        ("取消事件不支持", "Cancel events are not supported"),
        ("请改用错误结束事件", "Use an error end event"),
    ),
    "timeCycle": Refusal(
        ("循环定时不支持", "Cycle timers are not supported"),
        ("提醒写进时限阶梯(limits.toml)", "Reminders belong to the ladder in limits.toml"),
    ),
    "ioSpecification": _DATA,
    "loopDataOutputRef": _OUTPUT,
    "outputDataItem": _OUTPUT,
    **dict.fromkeys(
        ("performer", "humanPerformer", "potentialOwner", "resourceRole", "participantRole"), _ROLE
    ),
}
_UNKNOWN = Refusal(
    ("不认识的元素", "Unknown element"),
    ("请删除,或改用支持的元素", "Remove it, or use a supported element"),
)

_ANY = "id name"
_EVENT = "parallelMultiple=false isInterrupting cancelActivity attachedToRef"
_ACTIVITY = "default isForCompensation=false startQuantity=1 completionQuantity=1"
_LOOP = "isSequential behavior=All loopMaximum testBefore"
#: Attributes that are run or drawn; `a=v` admits the one value that changes nothing.
ATTRIBUTES: dict[str, str] = {
    **dict.fromkeys(ACTIVITIES, _ACTIVITY),
    **dict.fromkeys(EVENTS, _EVENT),
    **dict.fromkeys(
        GATEWAYS, "default gatewayDirection instantiate=false eventGatewayType=Exclusive"
    ),
    "userTask": f"{_ACTIVITY} implementation",
    "serviceTask": f"{_ACTIVITY} implementation",
    "businessRuleTask": f"{_ACTIVITY} implementation",
    "sendTask": f"{_ACTIVITY} implementation messageRef",
    "receiveTask": f"{_ACTIVITY} implementation messageRef instantiate=false",
    "scriptTask": f"{_ACTIVITY} scriptFormat",
    "subProcess": f"{_ACTIVITY} triggeredByEvent",
    "callActivity": f"{_ACTIVITY} calledElement",
    "sequenceFlow": "sourceRef targetRef isImmediate",
    "conditionExpression": "language evaluatesToTypeRef",
    "condition": "language evaluatesToTypeRef",
    "messageEventDefinition": "messageRef",
    "signalEventDefinition": "signalRef",
    "errorEventDefinition": "errorRef",
    "escalationEventDefinition": "escalationRef",
    "multiInstanceLoopCharacteristics": _LOOP,
    "standardLoopCharacteristics": _LOOP,
    "inputDataItem": "isCollection itemSubjectRef",
}

#: Vendors whose extensions change how a process runs.
VENDORS = {
    "http://camunda.org/schema/1.0/bpmn": "camunda",
    "http://camunda.org/schema/zeebe/1.0": "zeebe",
    "http://flowable.org/bpmn": "flowable",
    "http://activiti.org/bpmn": "activiti",
    "http://activiti.com/modeler": "activiti",
    SPIFF.strip("{}"): "spiffworkflow",
}


def check_tags(drawing: Drawing) -> Iterator[Finding]:
    """Yield a finding for everything drawn in the processes that is not run as drawn."""
    for process in drawing.root.findall(f"{BPMN}process"):
        if process.get("isExecutable") != "false":
            for child in process.iterchildren(etree.Element):
                yield from _check(child, process.get("id", ""))


def _check(node: etree._Element, owner: str) -> Iterator[Finding]:
    if local(node) in (*FLOW_NODES, "sequenceFlow"):
        owner = node.get("id", owner)
    if not str(node.tag).startswith(BPMN):
        yield from _extension(node, owner)
        return
    tag = local(node)
    if tag in DRAWN:
        return
    if tag not in RUN:
        refusal = REFUSED.get(tag, _UNKNOWN)
        zh, en = refusal.reason
        owner = node.get("id", owner)
        yield error(owner, f"tag_{tag}", f"{zh}:{tag}", f"{en}: {tag}", refusal.remedy)
        return
    yield from _attributes(node, tag, owner)
    if len(list(event_definitions(node))) > 1:
        yield _several_events(owner)
    for child in node.iterchildren(etree.Element):
        yield from _check(child, owner)


def _attributes(node: etree._Element, tag: str, owner: str) -> Iterator[Finding]:
    allowed = _words(f"{_ANY} {ATTRIBUTES.get(tag, '')}")
    for key, value in node.attrib.items():
        name = etree.QName(str(key))
        if name.namespace in VENDORS:
            yield _vendor(owner, VENDORS[name.namespace], name.localname)
        elif name.namespace is None and not {name.localname, f"{key}={value}"} & allowed:
            yield _attribute(owner, tag, name.localname, str(value))


def _extension(node: etree._Element, owner: str) -> Iterator[Finding]:
    name = etree.QName(node)
    if node.tag == f"{SPIFF}properties":
        return
    if name.namespace in VENDORS:
        yield _vendor(owner, VENDORS[name.namespace], name.localname)
        return
    yield warning(
        owner,
        "extension_ignored",
        f"扩展元素不执行:{name.localname}",
        f"This extension is not run: {name.localname}",
        ("如不需要请删除", "Remove it if it is not needed"),
    )


def _vendor(owner: str, vendor: str, name: str) -> Finding:
    return error(
        owner,
        "vendor_extension",
        f"{vendor}:{name} 是其他引擎的扩展,不会执行",
        f"{vendor}:{name} belongs to another engine and is not run",
        ("请改写为属性(section、post、form、limit……)", "Write it as our properties instead"),
    )


def _attribute(owner: str, tag: str, name: str, value: str) -> Finding:
    return error(
        owner,
        "attribute",
        f"{tag} 的属性 {name}={value} 不支持",
        f"Attribute {name}={value} of {tag} is not supported",
        ("请去掉这个属性", "Remove the attribute"),
    )


def _several_events(owner: str) -> Finding:
    return error(
        owner,
        "several_events",
        "一个事件只能有一个触发条件",
        "An event can have one trigger only",
        ("请用事件网关,或画成几个边界事件", "Use an event gateway or several boundary events"),
    )
