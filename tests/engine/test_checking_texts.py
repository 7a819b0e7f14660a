"""Expressions are held against what a case of the matter can hold, wherever they stand."""

import pytest
from test_definitions import PERMIT, THREE_STEPS, changed, errors

from engine.definitions import check_files


def warned(files: dict[str, bytes]) -> set[tuple[str, str]]:
    return {(f.element_id, f.code) for f in check_files(files) if f.severity == "warning"}


@pytest.mark.parametrize("files", [PERMIT, THREE_STEPS], ids=["permit", "three-steps"])
def test_our_own_matters_are_warned_of_nothing(files: dict[str, bytes]) -> None:
    assert warned(files) == set()


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        pytest.param(
            "process.bpmn",
            'case.rating.level in ("不满意","非常不满意")',
            'case.raiting.level in ("不满意","非常不满意")',
            ("gw_rating_to_call_back", "unknown_name"),
            id="no-such-form",
        ),
        pytest.param(
            "matter.toml",
            'when = "case.application.sfts = true"',
            'when = "case.application.stfs = true"',
            ("matter.toml materials fire_design_review", "unknown_name"),
            id="no-such-field",
        ),
        pytest.param(
            "forms/intake_review.form",
            "=case.round >= 1",
            "=case.rounds >= 1",
            ("forms/intake_review.form", "unknown_name"),
            id="in-a-form",
        ),
        pytest.param(
            "limits.toml",
            'start = "case.accepted_on"',
            'start = "case.acepted_on"',
            ("limits.toml decide start", "unknown_name"),
            id="in-a-limit",
        ),
        pytest.param(
            "matter.toml",
            'when = "case.application.sfts = true"',
            "when = 'case.application.sfts = \"true\"'",
            ("matter.toml materials fire_design_review", "different_kinds"),
            id="truth-beside-text",
        ),
        pytest.param(
            "forms/intake_review.form",
            "=case.round >= 1",
            "=case.application.jhkgrq > today()",
            ("forms/intake_review.form", "different_kinds"),
            id="stored-day-beside-day",
        ),
        pytest.param(
            "matter.toml",
            'when = "case.application.sfts = true"',
            'when = "（case.application.sfts）"',
            ("matter.toml materials fire_design_review", "full_width"),
            id="full-width",
        ),
    ],
)
def test_what_misleads_is_told(path: str, old: str, new: str, expected: tuple[str, str]) -> None:
    assert expected in warned(changed(PERMIT, path, old, new))


@pytest.mark.parametrize(
    ("path", "old", "new", "place"),
    [
        ("matter.toml", 'title = "case.application.gcmc"', 'title = "1 +"', "matter.toml title"),
        (
            "limits.toml",
            'start = "case.accepted_on"',
            'start = "case."',
            "limits.toml decide start",
        ),
        ("forms/promise.form", "decide(", "decide((", "forms/promise.form"),
        (
            "forms/intake_review.form",
            "=case.round >= 1",
            "=case.round >=",
            "forms/intake_review.form",
        ),
    ],
    ids=["matter", "limits", "rule", "hide"],
)
def test_what_is_no_feel_is_an_error(path: str, old: str, new: str, place: str) -> None:
    assert (place, "feel_syntax") in errors(changed(PERMIT, path, old, new))


def test_a_test_may_hide_a_field() -> None:
    files = changed(PERMIT, "forms/intake_review.form", "=case.round >= 1", "=> 3, null")

    assert errors(files) == set()


def test_a_form_that_is_no_json_is_told() -> None:
    assert ("forms/promise.form", "unreadable") in errors({**PERMIT, "forms/promise.form": b"{"})
