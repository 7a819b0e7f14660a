"""A matter in which two sections work at the same time: the three steps, changed."""

from calling import changed
from towns import HERE, moment

from engine.definitions import deploy_files, read_folder
from engine.store.database import Database, transaction

FILE = "process.bpmn"
#: A start form that is accepted as it is.
REQUEST = {
    "works": "滨江路雨水管抢修",
    "organisation": "江城市政建设有限公司",
    "organisation_code": "91990100000000107M",
    "from_on": "2026-10-20",
    "until_on": "2026-10-22",
    "reason": "混凝土必须连续浇筑",
    "mobile": "15400000001",
}
BESIDE = """<bpmn:parallelGateway id="to_both" name="并行审查">
<bpmn:incoming>start_to_both</bpmn:incoming>
<bpmn:outgoing>both_to_review_request</bpmn:outgoing><bpmn:outgoing>both_to_visit_site</bpmn:outgoing>
</bpmn:parallelGateway>
<bpmn:userTask id="visit_site" name="现场核查"><bpmn:extensionElements><spiffworkflow:properties>
<spiffworkflow:property name="form" value="check" />
<spiffworkflow:property name="section" value="safety" />
<spiffworkflow:property name="post" value="reviewer" />
</spiffworkflow:properties></bpmn:extensionElements>
<bpmn:incoming>both_to_visit_site</bpmn:incoming>
<bpmn:outgoing>visit_site_to_join</bpmn:outgoing></bpmn:userTask>
<bpmn:parallelGateway id="from_both" name="汇合">
<bpmn:incoming>review_request_to_join</bpmn:incoming>
<bpmn:incoming>visit_site_to_join</bpmn:incoming>
<bpmn:outgoing>review_request_to_decide_request</bpmn:outgoing></bpmn:parallelGateway>
<bpmn:sequenceFlow id="start_to_both" sourceRef="start" targetRef="to_both" />
<bpmn:sequenceFlow id="both_to_review_request" sourceRef="to_both" targetRef="review_request" />
<bpmn:sequenceFlow id="both_to_visit_site" sourceRef="to_both" targetRef="visit_site" />
<bpmn:sequenceFlow id="review_request_to_join" sourceRef="review_request" targetRef="from_both" />
<bpmn:sequenceFlow id="visit_site_to_join" sourceRef="visit_site" targetRef="from_both" />
<bpmn:userTask id="review_request\""""

#: What stands in the diagram, and what does instead.
CHANGES = (
    ('<bpmn:userTask id="review_request"', BESIDE),
    ("<bpmn:incoming>start_to_review_request", "<bpmn:incoming>both_to_review_request"),
    (
        "<bpmn:outgoing>start_to_review_request</bpmn:outgoing>",
        "<bpmn:outgoing>start_to_both</bpmn:outgoing>",
    ),
    (
        "<bpmn:outgoing>review_request_to_decide_request</bpmn:outgoing>\n    </bpmn:userTask>",
        "<bpmn:outgoing>review_request_to_join</bpmn:outgoing>\n    </bpmn:userTask>",
    ),
    (
        '<bpmn:sequenceFlow id="start_to_review_request" sourceRef="start" '
        'targetRef="review_request" />',
        "",
    ),
    (
        'id="review_request_to_decide_request" sourceRef="review_request"',
        'id="review_request_to_decide_request" sourceRef="from_both"',
    ),
    ("start_to_review_request_di", "start_to_both_di"),
    ('bpmnElement="start_to_review_request"', 'bpmnElement="start_to_both"'),
)


def parallel_matter() -> dict[str, bytes]:
    """Return the three steps with a visit of the site beside the review."""
    files = read_folder(HERE / "matters/three_steps")
    for old, new in CHANGES:
        files = changed(files, FILE, old, new)
    return files


def deploy_parallel(database: Database) -> None:
    """Publish it in place of the three steps."""
    with transaction(database) as session:
        deploy_files(session, parallel_matter(), at=moment("01-01 00:00"), by="luyi")
