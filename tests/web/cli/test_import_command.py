"""`banjie import` judges a file or a folder, writes what was asked for and deploys nothing."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from web.cli import banjie

PLAIN = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:camunda="http://camunda.org/schema/1.0/bpmn"><process id="p" isExecutable="true">
  <startEvent id="s" name="s"/><userTask id="a" name="审核" {more}/><endEvent id="z" name="z"/>
  <sequenceFlow id="f" sourceRef="s" targetRef="a"/>
  <sequenceFlow id="g" sourceRef="a" targetRef="z"/></process></definitions>"""


def _import(*arguments: str) -> Result:
    return CliRunner().invoke(banjie, ["import", *arguments])


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "foreign" / "a.bpmn"
    path.parent.mkdir()
    path.write_text(PLAIN.format(more='camunda:assignee="wang"'), "utf-8")
    return path


def test_a_file_is_judged_in_both_languages(source: Path) -> None:
    ran = _import(str(source))

    assert ran.exit_code == 0
    assert ran.output.startswith("a.bpmn: mapped\n")
    assert "assignee=wang → post=wang" in ran.output
    assert "assignee=wang became post=wang" in ran.output


def test_a_matter_is_begun_in_a_folder(source: Path, tmp_path: Path) -> None:
    ran = _import(str(source), "--to", str(tmp_path / "matter"))

    assert ran.exit_code == 0
    assert (tmp_path / "matter" / "original" / "a.bpmn").read_bytes() == source.read_bytes()
    assert (tmp_path / "matter" / "process.bpmn").exists()


def test_a_folder_is_judged_into_a_report(source: Path, tmp_path: Path) -> None:
    (source.parent / "b.bpmn").write_text("no BPMN")
    report = tmp_path / "out" / "report.json"

    ran = _import("--check", str(source.parent), "--report", str(report))

    assert ran.exit_code == 0
    files = json.loads(report.read_text("utf-8"))["files"]
    assert [(f["path"], f["verdict"]) for f in files] == [
        ("a.bpmn", "mapped"),
        ("b.bpmn", "not BPMN"),
    ]
    assert sorted(p.name for p in source.parent.iterdir()) == ["a.bpmn", "b.bpmn"]


@pytest.mark.parametrize("arguments", [[], ["{file}", "--check", "{folder}"]])
def test_one_of_file_and_folder_is_needed(arguments: list[str], source: Path) -> None:
    given = [a.format(file=source, folder=source.parent) for a in arguments]

    assert _import(*given).exit_code == 2


def test_what_is_no_bpmn_ends_with_code_1_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "x.bpmn").write_text("no BPMN")

    ran = _import(str(tmp_path / "x.bpmn"), "--to", str(tmp_path / "matter"))

    assert ran.exit_code == 1
    assert not (tmp_path / "matter").exists()
