"""What is left of other engines: without effect here, declared for data, or to be decided."""

from lxml import etree

from engine.bpmn.drawing import BPMN, local
from engine.bpmn.vocabulary import words

from .sheet import EXTENSIONS, FOREIGN, Node, Sheet, Texts, is_ours, label_of, remove

#: Of transactions, jobs, versions and editors: nothing a case could notice.
NO_EFFECT = words(
    """formRefBinding formRefVersion async asyncBefore asyncAfter asyncLeave asyncComplete
    exclusive jobPriority failedJobRetryTimeCycle historyTimeToLive historyLevel
    versionTag version category isStartableInTasklist isStartable modelerTemplate
    modelerTemplateVersion modelerTemplateIcon diagramRelationId isEagerExecutionFetching
    priority taskPriority priorityDefinition localization initiator initiator-can-complete
    allow-send-email editor-resource-id formFieldValidation sameDeployment
    fallbackToDefaultTenant noWaitStatesAsyncLeave followUpDate userTask properties
    property lastModified modelId modelVersion model-id icon asyncLeaveExclusive
    validateFormFields startFormHandlerClass taskSchedule executionPlatform
    executionPlatformVersion potentialStarter subscription versionTagBinding work-form-
    field-validation idm- initiator flowable-idm-initiator activiti-idm-initiator
    flowable-idm-assignee activiti-idm-assignee task-candidates-type exportDateTime
    modelLastUpdated targetDockerX targetDockerY sourceDockerX sourceDockerY element-name
    static-process- key calledElementBinding calledElementVersion calledElementVersionTag
    calledElementTenantId calledElementType calledElementVersion jobCategory scope
    deactivate-user-task-reassignment import packageName metaData metadata bendpoint
    dockerX dockerY"""
)
#: Copies of data between scopes: all data lies in the case here.
DATA = words(
    """in out inputOutput ioMapping inputParameter outputParameter inheritVariables
    inheritBusinessKey businessKey propagateAllChildVariables propagateAllParentVariables
    variableMappingClass variableMappingDelegateExpression errorCodeVariable
    errorMessageVariable escalationCodeVariable errorVariableName errorVariableLocalScope
    errorVariableTransient elementIndexVariable taskIdVariableName
    processInstanceIdVariableName eventInParameter eventOutParameter variableAggregation
    processInstanceName dataObjectValue value variableName variableEvents"""
)


def settle_leftovers(sheet: Sheet) -> None:
    """Take out every foreign extension that is left, each with a note."""
    _declared_data(sheet)
    for node in list(sheet.root.iter()):
        if not isinstance(node.tag, str):
            continue
        namespace = etree.QName(node).namespace
        if namespace in FOREIGN and not is_ours(node):
            if _is_outermost(node):
                _element(sheet, node, FOREIGN[namespace])
        elif node.getparent() is not None or node is sheet.root:
            _attributes(sheet, node)


def _is_outermost(node: Node) -> bool:
    around = node.getparent()
    return around is not None and etree.QName(around).namespace not in FOREIGN


def _attributes(sheet: Sheet, node: Node) -> None:
    for key in list(node.attrib):
        name = etree.QName(str(key))
        if name.namespace in FOREIGN:
            value = node.attrib.pop(key)
            _settle(sheet, node, FOREIGN[name.namespace], name.localname, str(value))


def _element(sheet: Sheet, node: Node, vendor: str) -> None:
    name, owner = local(node), node
    while owner is node or owner.tag == EXTENSIONS:
        around = owner.getparent()
        if around is None:
            break
        owner = around
    remove(node)
    value = node.get("name") or node.get("type") or node.get("expression") or ""
    _settle(sheet, owner, vendor, name, str(value))


def _settle(sheet: Sheet, node: Node, vendor: str, name: str, value: str) -> None:
    told = f"{vendor}:{name}" + (f"={value}" if value else "")
    if name in NO_EFFECT or _ends_everything_here(node, name, value):
        sheet.dropped(
            node, "no_effect", _texts(f"{told} 在这里没有作用", f"{told} has no effect here")
        )
    elif name in DATA:
        sheet.undecided(
            node,
            "data",
            (f"{label_of(node)}的数据传递 {told} 不执行", f"{told} of {label_of(node)} is not run"),
            (
                "数据都在办件里,用 case. 读取;需要换名的用属性 set",
                "All data lies in the case; where names differ use the property set",
            ),
        )
    else:
        sheet.undecided(
            node,
            "vendor_extension",
            (f"{label_of(node)}的 {told} 不会执行", f"{told} of {label_of(node)} is not run"),
            ("请判断它是否影响办理", "Decide whether it matters, and how it is done here"),
        )


def _ends_everything_here(node: Node, name: str, value: str) -> bool:
    """Tell whether terminateAll adds nothing: at process level everything ends anyway."""
    if name != "terminateAll":
        return False
    around = node.getparent()
    process = around.getparent() if around is not None else None
    return value != "true" or (process is not None and local(process) == "process")


def _texts(zh: str, en: str) -> Texts:
    return zh, en


def _declared_data(sheet: Sheet) -> None:
    """Take out data declared for tasks; a mapping between names is a decision."""
    for process in sheet.processes():
        for node in list(process.iter(f"{BPMN}ioSpecification")):
            _declared(sheet, node)
        for kind in ("dataInput", "dataOutput", "inputSet", "outputSet"):
            for node in list(process.iter(f"{BPMN}{kind}")):
                _declared(sheet, node)
        for kind in ("dataInputAssociation", "dataOutputAssociation"):
            for node in list(process.iter(f"{BPMN}{kind}")):
                _association(sheet, node)


def _declared(sheet: Sheet, node: Node) -> None:
    owner = node.getparent()
    remove(node)
    if owner is not None:
        sheet.dropped(
            owner,
            "declared_data",
            _texts("输入输出声明不需要", "Declared inputs and outputs are not needed"),
        )


def _association(sheet: Sheet, node: Node) -> None:
    moved = [c for c in node if local(c) in ("assignment", "transformation")]
    if not moved:
        return
    owner = node.getparent()
    remove(node)
    if owner is not None:
        text = " ".join("".join(str(t) for c in moved for t in c.itertext()).split())
        sheet.undecided(
            owner,
            "data",
            (f"{label_of(owner)}的数据赋值不执行:{text}", f"Not run: the assignment {text}"),
            ("数据都在办件里,用属性 set 写入", "Write it with the property set"),
        )
