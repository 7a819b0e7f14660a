"""A model as the permit would have one: a table, a graph, a function, a service, and its faults."""

from pathlib import Path

import pytest

from engine.dmn import InvalidDecision, UnknownDecision, compile_model, decide, read_model
from engine.feel import FeelSyntaxError

MODEL = read_model((Path(__file__).parent / "models" / "departments.dmn").read_bytes())
SCHOOL = {"application": {"sfts": True, "rfmj": 120.5, "area": 900}, "grade": "A"}


def test_a_table_collects_the_rules_that_match() -> None:
    outcome = decide(MODEL, "departments", SCHOOL)

    expected = [
        {"key": "quality", "silence": "escalate"},
        {"key": "fire", "silence": "escalate"},
        {"key": "civil_defence", "silence": "consent"},
    ]
    assert expected == outcome.value


def test_the_matched_rules_are_kept_with_their_notes() -> None:
    (match,) = decide(MODEL, "departments", {"application": {"sfts": True, "rfmj": 0}}).matches

    assert match.decision == "departments"
    assert match.rules == (1, 2)
    assert match.rule_ids == ("r_quality", "r_fire")
    assert match.notes == (("安全条例 42",), ("消防法 12",))


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        (SCHOOL, "joint"),
        ({"application": {}, "grade": "A"}, "single"),
        ({"application": {"area": 3000}, "grade": "A"}, "full"),
        ({"application": {}, "grade": "D"}, "full"),
    ],
)
def test_a_decision_takes_what_it_requires(inputs: dict[str, object], expected: str) -> None:
    assert expected == decide(MODEL, "route", inputs).value


def test_a_service_decides_like_its_output() -> None:
    assert decide(MODEL, "routing", SCHOOL).value == "joint"


def test_each_decision_made_is_handed_out() -> None:
    assert set(decide(MODEL, "route", SCHOOL).decisions) == {"departments", "route"}


@pytest.mark.parametrize(
    ("grade", "value", "codes"),
    [
        ("A", True, []),
        ("C", False, []),
        ("B", None, ["rules_conflict"]),
        ("E", None, ["input_type"]),
    ],
)
def test_a_table_says_what_was_wrong(grade: str, value: object, codes: list[str]) -> None:
    outcome = decide(MODEL, "promise", {"grade": grade})

    assert value is outcome.value
    assert codes == [finding.code for finding in outcome.findings]
    assert all(finding.zh and finding.en for finding in outcome.findings)


def test_a_fault_in_one_decision_does_not_touch_another() -> None:
    (fault,) = compile_model(MODEL).faults

    assert fault.where == ("faulty",)
    with pytest.raises(FeelSyntaxError):
        decide(MODEL, "faulty", {})


def test_an_unknown_decision_is_named() -> None:
    with pytest.raises(UnknownDecision, match="nothing"):
        decide(MODEL, "nothing", {})


@pytest.mark.parametrize("xml", [b"", b"<a/>", b"no xml"])
def test_what_is_no_dmn_is_refused(xml: bytes) -> None:
    with pytest.raises(InvalidDecision):
        read_model(xml)


def test_entities_are_not_resolved() -> None:
    xml = b'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><definitions name="&e;"/>'
    with pytest.raises(InvalidDecision):
        read_model(xml)
