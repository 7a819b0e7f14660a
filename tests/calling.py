"""A matter with a step that a service outside answers: the three steps, changed."""

from collections.abc import Mapping

from towns import HERE, moment

from engine.definitions import deploy_files, read_folder
from engine.store.database import Database, transaction

CALLED = """<bpmn:serviceTask id="check_seal" name="电子印章核验"><bpmn:extensionElements>
<spiffworkflow:properties>
<spiffworkflow:property name="operation" value="call" />
<spiffworkflow:property name="service" value="seals" />
<spiffworkflow:property name="section" value="info" />
<spiffworkflow:property name="post" value="administrator" />
<spiffworkflow:property name="payload" value="={works: case.request.works}" />
<spiffworkflow:property name="set" value="={sealed: case.check_seal.serial}" />
</spiffworkflow:properties></bpmn:extensionElements>
<bpmn:incoming>decide_request_to_check_seal</bpmn:incoming>
<bpmn:outgoing>check_seal_to_file_away</bpmn:outgoing></bpmn:serviceTask>
<bpmn:boundaryEvent id="seal_refused" name="印章无效" attachedToRef="check_seal">
<bpmn:outgoing>seal_refused_to_end</bpmn:outgoing>
<bpmn:errorEventDefinition id="seal_refused_error" errorRef="error_seal" /></bpmn:boundaryEvent>
<bpmn:endEvent id="unsealed" name="未盖章"><bpmn:incoming>seal_refused_to_end</bpmn:incoming>
</bpmn:endEvent>
<bpmn:sequenceFlow id="decide_request_to_check_seal" sourceRef="decide_request"
 targetRef="check_seal" />
<bpmn:sequenceFlow id="check_seal_to_file_away" sourceRef="check_seal" targetRef="file_away" />
<bpmn:sequenceFlow id="seal_refused_to_end" sourceRef="seal_refused" targetRef="unsealed" />
<bpmn:serviceTask id="file_away\""""


def calling_matter() -> dict[str, bytes]:
    """Return the three steps with a step before the last that a service outside answers."""
    file = "process.bpmn"
    files = changed(
        read_folder(HERE / "matters/three_steps"), file, '<bpmn:serviceTask id="file_away"', CALLED
    )
    flow = '<bpmn:sequenceFlow id="decide_request_to_file_away" sourceRef="decide_request" '
    files = changed(files, file, f'{flow}targetRef="file_away" />', "")
    files = changed(
        files,
        file,
        "<bpmn:message id=",
        '<bpmn:error id="error_seal" errorCode="seal_invalid" />\n  <bpmn:message id=',
    )
    shape = '<bpmndi:BPMNEdge id="decide_request_to_file_away_di" bpmnElement="decide_request_to'
    files = changed(files, file, f"{shape}_file_away", f"{shape}_check_seal")
    return changed(files, file, "decide_request_to_file_away<", "decide_request_to_check_seal<")


def changed(files: Mapping[str, bytes], path: str, old: str, new: str) -> dict[str, bytes]:
    text = files[path].decode()
    assert old in text
    return {**files, path: text.replace(old, new).encode()}


def deploy_calling(database: Database) -> None:
    """Publish it in place of the three steps."""
    with transaction(database) as session:
        deploy_files(session, calling_matter(), at=moment("01-01 00:00"), by="luyi")
