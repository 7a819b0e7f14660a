"""A new matter: each template runs as it is, and foreign diagrams come with their report."""

import json
from typing import Any

import pytest
from designing import DIAGRAM
from towns import Town

from engine.definitions import check_files, deploy_files
from engine.errors import InvalidSubmission, NotFound
from engine.store.database import transaction
from engine.studio.beginning import TEMPLATES, from_diagram, from_template
from forms.checking import check_matter

CALLED: dict[str, str] = {"key": "trial_matter", "name": "试“行”<事项>", "name_en": 'A "trial"'}
REQUEST = {
    "subject": "申请用地",
    "applicant": "江城建工集团",
    "mobile": "15400000001",
    "details": "",
}
FORMS: dict[str, dict[str, Any]] = {
    "handle": {"result": "pass", "reason": "齐全"},
    "review": {"result": "pass", "reason": "齐全"},
    "approve": {"result": "agree", "reason": "同意"},
    "assign": {"departments": ["quality", "safety"], "note": ""},
    "examine": {"result": "pass", "reason": "齐全"},
    "conclude": {"result": "agree", "reason": "同意"},
}


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_passes_every_check(template: str) -> None:
    assert check_matter(from_template(template, **CALLED)) == []


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_runs_to_its_end(town: Town, template: str) -> None:
    with transaction(town.database) as session:
        deploy_files(session, from_template(template, **CALLED), at=town.now)
    case = town.start(CALLED["key"], REQUEST)
    while tasks := town.tasks(case):
        task = tasks[0]
        town.submit(task, FORMS[task.element_id], town.who_may(task))

    assert (town.case(case).state, town.case(case).outcome) == ("closed", "closed")


def test_a_foreign_diagram_comes_with_its_original_and_report() -> None:
    files, judgement = from_diagram("C:\\flows\\请假 1.bpmn", DIAGRAM, **CALLED)

    assert files["original/请假_1.bpmn"] == DIAGRAM
    report = json.loads(files["original/report.json"])
    assert report["files"][0]["verdict"] == judgement.verdict
    assert b'key = "trial_matter"' in files["matter.toml"]
    assert all(one.code != "matter" for one in check_files(files))


@pytest.mark.parametrize(
    "refused",
    [
        lambda: from_diagram("a.bpmn", b"no xml", **CALLED),
        lambda: from_template("one_step", **{**CALLED, "key": "new"}),
        lambda: from_template("one_step", **{**CALLED, "name": " "}),
    ],
    ids=["no BPMN", "a key that is a page", "no name"],
)
def test_what_cannot_begin_a_matter_is_refused(refused: Any) -> None:
    with pytest.raises(InvalidSubmission):
        refused()


def test_a_template_that_is_not_there_is_said() -> None:
    with pytest.raises(NotFound):
        from_template("../secrets", **CALLED)
