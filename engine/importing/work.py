"""What other engines let run: services, decisions, scripts, listeners. A person names ours."""

from engine.bpmn.drawing import BPMN, local, read_properties
from engine.bpmn.vocabulary import words

from .sheet import Node, Sheet, label_of, remove, take, take_extensions

#: Attributes and elements that say what an automatic step does.
CALLS = tuple(
    sorted(
        words(
            """class expression delegateExpression topic type resultVariable resultVariableName
    triggerable decisionRef decisionRefBinding decisionRefVersion decisionRefTenantId
    mapDecisionResult rules ruleVariablesInput exclude ruleVariableInput
    useLocalScopeForResultVariable storeResultVariableAsTransient actionDefinitionKey
    method extensionId autoStoreVariables resource implementation
    parallelInSameTransaction"""
        )
    )
)
PARTS = tuple(
    sorted(
        words(
            """connector field taskDefinition taskHeaders calledDecision script errorEventDefinition
    mapException httpRequestHandler httpResponseHandler eventType triggerEventType
    decisionTaskThrowErrorOnNoHits agentTask"""
        )
    )
)
LISTENERS = (
    "executionListener",
    "taskListener",
    "eventListener",
    "executionListeners",
    "taskListeners",
    "transactionDependentTaskListener",
)


def ask_for_work(sheet: Sheet) -> None:
    """Ask what each automatic step does here, and about code that listened."""
    for process in sheet.processes():
        _listeners(sheet, process)
    for node in sheet.nodes("callActivity"):
        _called(sheet, node)
    for node in (*sheet.nodes(), *sheet.nodes("sequenceFlow", "messageEventDefinition")):
        _work(sheet, node)
        _listeners(sheet, node)


def _work(sheet: Sheet, node: Node) -> None:
    told = [f"{name}={value}" for name in CALLS if (value := take(node, name)) is not None]
    told += [_told(part) for part in take_extensions(node, *PARTS)]
    told += _operations(node)
    kind = local(node)
    if kind == "serviceTask" and not read_properties(node).get("operation"):
        _ask(sheet, node, "operation", told)
    elif kind == "businessRuleTask" and not read_properties(node).get("decision"):
        _ask(sheet, node, "decision", told)
    elif kind == "scriptTask" and told and node.find(f"{BPMN}script") is None:
        _ask(sheet, node, "script", told)
    elif told:
        _ask(sheet, node, "work", told)


def _operations(node: Node) -> list[str]:
    """Take references to operations of interfaces, which no diagram calls here."""
    named = [node.attrib.pop("operationRef")] if node.get("operationRef") else []
    for child in node.findall(f"{BPMN}operationRef"):
        named.append(child.text or "")
        remove(child)
    return [f"operationRef={name!s}" for name in named]


def _called(sheet: Sheet, node: Node) -> None:
    for given in take_extensions(node, "calledElement"):
        called = given.get("processId", "")
        if called and not node.get("calledElement"):
            node.set("calledElement", called)
            sheet.mapped(
                node,
                "called",
                (f"调用流程 {called}", f"It calls the process {called}"),
            )


def _told(part: Node) -> str:
    values = [part.get(n) for n in ("type", "decisionId", "name", "expression", "errorCode")]
    return f"{local(part)} {' '.join(v for v in values if v)}".strip()


_REMEDIES = {
    "operation": (
        "请写属性 operation,或改为用户任务",
        "Name an operation in the property operation, or draw a user task",
    ),
    "decision": (
        "请附上 DMN,写属性 decision",
        "Add the DMN and name its decision in the property decision",
    ),
    "script": ("请写一个 FEEL 上下文", "Write a FEEL context as its script"),
    "work": ("请改画成服务任务,写属性 operation", "Draw a service task with an operation"),
}


def _ask(sheet: Sheet, node: Node, code: str, told: list[str]) -> None:
    what = "; ".join(told)
    sheet.undecided(
        node,
        code,
        (
            f"{label_of(node)}要做什么须指明" + (f"(原:{what})" if what else ""),
            f"What {label_of(node)} does has to be named" + (f" (it was: {what})" if what else ""),
        ),
        _REMEDIES[code],
    )


def _listeners(sheet: Sheet, node: Node) -> None:
    heard = take_extensions(node, *LISTENERS)
    if heard:
        events = ", ".join(str(h.get("event") or h.get("events") or local(h)) for h in heard)
        sheet.undecided(
            node,
            "listener",
            (
                f"{label_of(node)}的监听程序不会执行({events})",
                f"Code that listened to {label_of(node)} is not run ({events})",
            ),
            (
                "如它影响办理,请画成步骤或写属性 set",
                "If it matters, draw it as a step or write the property set",
            ),
        )
