"""What `make tck` says of cases, on a small kit of our own."""

import json
from pathlib import Path

import pytest

from tests.engine.dmn.kit import main

MODEL = """<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="n">
<inputData id="i" name="amount"/>
<decision id="d" name="large"><informationRequirement><requiredInput href="#i"/>
</informationRequirement><literalExpression><text>amount &gt;= 3000</text></literalExpression>
</decision></definitions>"""
CASES = """<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xmlns:xsd="http://www.w3.org/2001/XMLSchema"><modelName>m.dmn</modelName>
<testCase id="hit"><inputNode name="amount"><value xsi:type="xsd:decimal">5000</value></inputNode>
<resultNode name="large"><expected><value xsi:type="xsd:boolean">true</value></expected>
</resultNode></testCase>
<testCase id="miss"><inputNode name="amount"><value xsi:type="xsd:string">5000</value></inputNode>
<resultNode name="large"><expected><value xsi:type="xsd:boolean">true</value></expected>
</resultNode></testCase></testCases>"""


def test_a_miss_is_told_with_its_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "level" / "folder"
    folder.mkdir(parents=True)
    (folder / "m.dmn").write_text(MODEL)
    (folder / "m-test.xml").write_text(CASES)

    code = main(tmp_path, tmp_path / "tck.json")

    rows = json.loads((tmp_path / "tck.json").read_text())
    assert code == 0
    assert [(row["folder"], row["id"], row["passed"]) for row in rows] == [
        ("folder", "hit", True),
        ("folder", "miss", False),
    ]
    assert "Values of different kinds were compared" in rows[1]["reason"]
    assert "level                                1/2     50.0%" in capsys.readouterr().out


def test_a_kit_that_was_asked_for_must_be_there(tmp_path: Path) -> None:
    assert main(tmp_path / "nowhere", tmp_path / "tck.json") == 2
