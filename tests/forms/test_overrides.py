"""A wrong check digit, and nothing else, can be released; it is said which were."""

import pytest
from form_builders import component, context, form_of

from forms.judging import Unaccepted, judge

FORM = form_of(
    component("textfield", "code", "uscc"),
    component("textfield", "number", "id_number"),
    component("dynamiclist", "units", components=[component("textfield", "code", "uscc")]),
)
WRONG = "11990100000000019G"
RAW = {"code": WRONG, "number": "990102197803120111", "units": [{}, {"code": WRONG}]}
PATHS = ("code", "number", "units.1.code")


def test_a_refusal_names_the_paths_a_supervisor_may_release() -> None:
    with pytest.raises(Unaccepted) as refused:
        judge(FORM, RAW, context())

    assert refused.value.overridable == PATHS
    assert "窗口负责人放行" in refused.value.errors["code"][0][0]


def test_released_codes_are_accepted_and_reported() -> None:
    submission = judge(FORM, RAW, context(), overrides=[*PATHS, "units.0.code"])

    assert submission.overridden == PATHS
    assert submission.data["units"] == [{"code": WRONG}]


@pytest.mark.parametrize("code", ["9199010000000014IX", "123", "11\x00"])
def test_a_wrong_shape_cannot_be_released(code: str) -> None:
    with pytest.raises(Unaccepted) as refused:
        judge(FORM, {"code": code}, context(), overrides=["code"])

    assert refused.value.overridable == ()


def test_an_override_of_a_right_code_is_not_reported() -> None:
    submission = judge(FORM, {"code": "11990100000000019F"}, context(), overrides=["code"])

    assert submission.overridden == ()


def test_an_unknown_organisation_only_warns() -> None:
    form = form_of(component("textfield", "code", "organisation"))

    submission = judge(form, {"code": "11990100000000019F"}, context())

    assert [each.path for each in submission.warnings] == ["code"]
