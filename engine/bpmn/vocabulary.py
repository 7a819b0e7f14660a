"""Every element and attribute of BPMN 2.0.2: run, drawing only, or refused with a remedy.

The tables are the truth: the check reads them, `support` prints them, and a name found in none of
them is refused.
"""

from dataclasses import dataclass

from .drawing import ACTIVITIES, EVENTS


def words(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


@dataclass(frozen=True)
class Refusal:
    """Why something is not run, and what to draw instead; pairs (zh, en)."""

    reason: tuple[str, str]
    remedy: tuple[str, str]


#: Run as BPMN 2.0.2 says.
RUN = words(
    """process task userTask manualTask serviceTask scriptTask businessRuleTask sendTask receiveTask
    subProcess callActivity startEvent endEvent intermediateCatchEvent intermediateThrowEvent
    boundaryEvent exclusiveGateway inclusiveGateway parallelGateway eventBasedGateway
    sequenceFlow conditionExpression script incoming outgoing extensionElements
    multiInstanceLoopCharacteristics standardLoopCharacteristics loopCardinality loopDataInputRef
    inputDataItem completionCondition loopCondition
    timerEventDefinition timeDate timeDuration messageEventDefinition signalEventDefinition
    errorEventDefinition escalationEventDefinition terminateEventDefinition
    linkEventDefinition conditionalEventDefinition condition
    message signal error escalation"""
)

#: For the reader's eye, or a declaration execution does not need.
DRAWN = words(
    """documentation laneSet lane childLaneSet flowNodeRef partitionElement textAnnotation text
    association group category categoryValue categoryValueRef auditing monitoring
    collaboration participant participantMultiplicity participantAssociation innerParticipantRef
    outerParticipantRef interfaceRef endPointRef messageFlow messageFlowAssociation
    conversation subConversation callConversation conversationLink conversationAssociation
    globalConversation participantRef messageFlowRef partnerEntity partnerRole endPoint
    dataObject dataObjectReference dataStore dataStoreReference dataState property
    dataInputAssociation dataOutputAssociation sourceRef targetRef source target
    itemDefinition interface operation inMessageRef outMessageRef errorRef supports
    supportedInterfaceRef resource resourceParameter correlationKey correlationProperty
    correlationPropertyRef correlationPropertyRetrievalExpression messagePath
    relationship import extension rendering
    globalTask globalUserTask globalManualTask globalScriptTask globalBusinessRuleTask"""
)

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
_COMPLEX = Refusal(
    ("复杂网关不支持", "Complex gateways are not supported"),
    ("请改用包容网关或多实例的完成条件", "Use an inclusive gateway or a completion condition"),
)
_BEHAVIOUR = Refusal(
    ("多实例的复杂行为不支持", "Complex behaviour of a multi-instance is not supported"),
    ("请用完成条件和边界事件", "Use a completion condition and boundary events"),
)
_CHOREOGRAPHY = Refusal(
    ("编排图不执行", "Choreographies are not run"),
    ("请画成一个流程,对方画成泳池", "Draw one process, and the others as pools"),
)
_CORRELATION = Refusal(
    (
        "消息关联不执行:消息由人登记到办件",
        "Correlation is not run: a message is entered at its case",
    ),
    ("请删除关联订阅", "Remove the subscription"),
)


def _all(text: str, refusal: Refusal) -> dict[str, Refusal]:
    return dict.fromkeys(text.split(), refusal)


REFUSED: dict[str, Refusal] = {
    **_all("complexGateway activationCondition", _COMPLEX),
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
    "eventDefinitionRef": Refusal(
        ("引用的事件定义不支持", "References to event definitions are not supported"),
        ("请把触发条件画在事件自身上", "Draw the trigger in the event itself"),
    ),
    "operationRef": Refusal(
        ("接口操作不由流程图调用", "Operations of interfaces are not called by the diagram"),
        ("请用属性 operation", "Use the property operation"),
    ),
    **_all(
        """ioSpecification dataInput dataOutput inputSet outputSet dataInputRefs dataOutputRefs
        optionalInputRefs optionalOutputRefs whileExecutingInputRefs whileExecutingOutputRefs
        inputSetRefs outputSetRefs ioBinding assignment from to transformation""",
        _DATA,
    ),
    **_all("loopDataOutputRef outputDataItem", _OUTPUT),
    **_all("complexBehaviorDefinition event", _BEHAVIOUR),
    **_all(
        """performer humanPerformer potentialOwner resourceRole resourceRef
        resourceAssignmentExpression resourceParameterBinding formalExpression expression""",
        _ROLE,
    ),
    **_all(
        """choreography choreographyTask subChoreography callChoreography globalChoreographyTask
        choreographyRef""",
        _CHOREOGRAPHY,
    ),
    **_all(
        "correlationSubscription correlationPropertyBinding dataPath",
        _CORRELATION,
    ),
}
UNKNOWN = Refusal(
    ("不认识的元素", "Unknown element"),
    ("请删除,或改用支持的元素", "Remove it, or use a supported element"),
)

#: Names of the schema's abstract types; no file can hold them as elements of their own.
ABSTRACT = words(
    """activity artifact baseElement baseElementWithMixedContent callableElement catchEvent
    choreographyActivity conversationNode dataAssociation eventDefinition flowElement flowNode
    gateway implicitThrowEvent loopCharacteristics rootElement throwEvent"""
)

ANY = "id name"
_ACTIVITY = "default isForCompensation=false startQuantity=1 completionQuantity=1"
_LOOP = "isSequential behavior=All"
#: Attributes that are run or drawn; `a=v` admits the one value that changes nothing.
ATTRIBUTES: dict[str, str] = {
    "process": "isExecutable processType isClosed definitionalCollaborationRef",
    **dict.fromkeys(ACTIVITIES, _ACTIVITY),
    **dict.fromkeys(EVENTS, ""),
    "startEvent": "isInterrupting parallelMultiple=false",
    "intermediateCatchEvent": "parallelMultiple=false",
    "boundaryEvent": "attachedToRef cancelActivity parallelMultiple=false",
    "exclusiveGateway": "default gatewayDirection",
    "inclusiveGateway": "default gatewayDirection",
    "parallelGateway": "gatewayDirection",
    "eventBasedGateway": "gatewayDirection instantiate=false eventGatewayType=Exclusive",
    "userTask": f"{_ACTIVITY} implementation",
    "serviceTask": f"{_ACTIVITY} implementation",
    "businessRuleTask": f"{_ACTIVITY} implementation",
    "sendTask": f"{_ACTIVITY} implementation messageRef",
    "receiveTask": f"{_ACTIVITY} implementation messageRef instantiate=false",
    "scriptTask": f"{_ACTIVITY} scriptFormat",
    "subProcess": f"{_ACTIVITY} triggeredByEvent",
    "callActivity": f"{_ACTIVITY} calledElement",
    "sequenceFlow": "sourceRef targetRef isImmediate",
    **dict.fromkeys(
        (
            *("conditionExpression", "condition", "timeDate", "timeDuration"),
            *("loopCardinality", "completionCondition", "loopCondition"),
        ),
        "language evaluatesToTypeRef",
    ),
    "messageEventDefinition": "messageRef",
    "signalEventDefinition": "signalRef",
    "errorEventDefinition": "errorRef",
    "escalationEventDefinition": "escalationRef",
    "multiInstanceLoopCharacteristics": _LOOP,
    "standardLoopCharacteristics": "loopMaximum testBefore",
    "inputDataItem": "isCollection itemSubjectRef",
    "message": "itemRef",
    "signal": "structureRef",
    "error": "errorCode structureRef",
    "escalation": "escalationCode structureRef",
}

_QUANTITY = Refusal(
    ("令牌数量不支持", "Token quantities are not supported"),
    ("请画并行网关或多实例", "Draw a parallel gateway or a multi-instance"),
)
_INSTANTIATE = Refusal(
    ("不能由接收任务或事件网关发起办件", "A receive task or event gateway starts no case"),
    ("请画消息开始事件", "Draw a message start event"),
)
#: Why a known attribute is refused, where its element alone is run.
REFUSED_ATTRIBUTES: dict[str, Refusal] = {
    "isForCompensation": REFUSED["compensateEventDefinition"],
    "startQuantity": _QUANTITY,
    "completionQuantity": _QUANTITY,
    "instantiate": _INSTANTIATE,
    "eventGatewayType": Refusal(
        ("事件网关只能等其中一个事件", "An event gateway waits for one of its events only"),
        ("请改用并行网关和几个捕获事件", "Use a parallel gateway and several catch events"),
    ),
    "parallelMultiple": Refusal(
        ("一个事件只能有一个触发条件", "An event can have one trigger only"),
        ("请用事件网关,或画成几个边界事件", "Use an event gateway or several boundary events"),
    ),
    "behavior": _BEHAVIOUR,
    "oneBehaviorEventRef": _BEHAVIOUR,
    "noneBehaviorEventRef": _BEHAVIOUR,
    "operationRef": REFUSED["operationRef"],
    "mustUnderstand": Refusal(
        ("文件要求执行方懂得它的扩展", "The file demands that its extension be understood"),
        ("请去掉这个扩展", "Remove the extension"),
    ),
}
UNKNOWN_ATTRIBUTE = Refusal(
    ("这个属性不支持", "This attribute is not supported"),
    ("请去掉这个属性", "Remove the attribute"),
)

#: Vendors whose extensions change how a process runs, by namespace.
VENDORS = {
    "http://camunda.org/schema/1.0/bpmn": "camunda",
    "http://camunda.org/schema/zeebe/1.0": "zeebe",
    "http://flowable.org/bpmn": "flowable",
    "http://activiti.org/bpmn": "activiti",
    "http://activiti.com/modeler": "activiti",
    "http://operaton.org/schema/1.0/bpmn": "operaton",
    "http://cibseven.org/schema/1.0/bpmn": "cibseven",
    "http://www.jboss.org/drools": "drools",
    "http://spiffworkflow.org/bpmn/schema/1.0/core": "spiffworkflow",
}
