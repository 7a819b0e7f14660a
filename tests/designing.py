"""What designers and their tests begin with: a foreign diagram, the small matter's start form."""

THREE_STEPS = {
    "works": "滨江隧道连续浇筑",
    "organisation": "江城建工集团有限公司",
    "organisation_code": "91990100000000115G",
    "from_on": "2026-09-28",
    "until_on": "2026-09-30",
    "reason": "大体积混凝土须连续浇筑",
    "mobile": "15400000001",
}
DIAGRAM = b"""<?xml version="1.0"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="x">
  <bpmn:process id="leave" name="Leave" isExecutable="true">
    <bpmn:startEvent id="begin"/>
    <bpmn:userTask id="ask" name="Ask" camunda:formKey="ask" camunda:candidateGroups="hr"/>
    <bpmn:endEvent id="done"/>
    <bpmn:sequenceFlow id="f1" sourceRef="begin" targetRef="ask"/>
    <bpmn:sequenceFlow id="f2" sourceRef="ask" targetRef="done"/>
  </bpmn:process>
</bpmn:definitions>"""
