"""Folders: every file is judged, nothing is touched, and a matter's folder is begun whole."""

import json

import pytest
from foreign import diagram, extended, flow, line, task

from engine.definitions import check_files, read_folder
from engine.errors import Conflict
from engine.importing.folders import judge_file, judge_folder, write_matter
from engine.importing.reporting import report_of

MIXED = {
    "plain.bpmn": (line(task()), "runs"),
    "old/mapped.bpmn20.xml": (line(task('camunda:assignee="wang"')), "mapped"),
    "old/asked.bpmn": (line(task(kind="serviceTask")), "needs decisions"),
    "complex.bpmn": (line('<complexGateway id="a"/>'), "refused"),
    "pom.xml": (b"<project/>", "not BPMN"),
    "broken.bpmn": (b"\x00\x01", "not BPMN"),
}


@pytest.fixture
def folder(tmp_path):
    for path, (content, _) in MIXED.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    (tmp_path / "notes.txt").write_text("not looked at")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "hidden.bpmn").write_bytes(b"")
    return tmp_path


def test_every_file_of_a_folder_gets_its_verdict_and_stays_as_it_is(folder):
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}

    judged = judge_folder(folder)

    assert {path: j.verdict for path, j in judged.items()} == {p: v for p, (_, v) in MIXED.items()}
    assert {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()} == before


def test_the_report_counts_verdicts_and_lists_findings_by_element(folder):
    report = json.loads(json.dumps(report_of(judge_folder(folder))))

    assert report["counts"] == {
        "runs": 1,
        "mapped": 1,
        "needs decisions": 1,
        "refused": 1,
        "not BPMN": 2,
    }
    for file in report["files"]:
        elements = [finding["element"] for finding in file["findings"]]
        assert [e for n, e in enumerate(elements) if e not in elements[:n]] == list(
            dict.fromkeys(elements)
        )
        assert all(finding["zh"] and finding["en"] for finding in file["findings"])


def test_a_file_that_cannot_be_opened_is_no_bpmn(tmp_path):
    assert judge_file(tmp_path / "missing.bpmn").verdict == "not BPMN"


def test_a_matter_begins_with_the_original_the_report_and_the_mapped_diagram(tmp_path):
    form = extended('<zeebe:userTaskForm id="f1">{}</zeebe:userTaskForm>')
    body = task('camunda:dueDate="P3D"', extended('<zeebe:formDefinition formId="f1"/>'))
    ends = '<startEvent id="s" name="s"/><endEvent id="z" name="z"/>'
    source = tmp_path / "foreign.bpmn"
    source.write_bytes(diagram(form + ends + body + flow("s", "a") + flow("a", "z")))
    to = tmp_path / "matter"

    written = write_matter(source, judge_file(source), to)

    assert sorted(written) == sorted(read_folder(to))
    assert (to / "original" / "foreign.bpmn").read_bytes() == source.read_bytes()
    assert (to / "forms" / "f1.form").read_text() == "{}"
    report = json.loads((to / "original" / "report.json").read_text())
    assert report["files"][0]["verdict"] == "needs decisions"
    assert [f.code for f in check_files(read_folder(to)) if f.severity == "error"] == []


def test_a_folder_that_has_a_diagram_is_left_alone(tmp_path):
    source = tmp_path / "foreign.bpmn"
    source.write_bytes(line(task()))
    write_matter(source, judge_file(source), tmp_path / "matter")

    with pytest.raises(Conflict):
        write_matter(source, judge_file(source), tmp_path / "matter")
