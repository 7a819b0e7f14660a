"""The data of a case lies outside of the workflow: no branch can lose or see another's change."""

import itertools
import json
import re

import pytest

from engine.case_document import merge


@pytest.mark.parametrize("order", list(itertools.permutations(("left", "right"))), ids="-".join)
def test_two_branches_finishing_in_any_order_lose_nothing(new_case, order):
    document = {"status": "new", "site": {"street": "one"}, "notes": {}}
    seen = []
    case = new_case("parallel_join_in_loop")
    case.answers["again = true"] = lambda scope: bool(seen.append(document))
    changes = {
        "left": {"site": {"street": "two"}, "notes": {"left": ["a", "b"]}},
        "right": {"status": "approved", "notes": {"right": ["c"]}},
    }

    for branch in order:
        document = merge(document, changes[branch])
        case.play(branch)
    case.play("decide")

    expected = {
        "status": "approved",
        "site": {"street": "two"},
        "notes": {"left": ["a", "b"], "right": ["c"]},
    }
    assert seen == [expected]


def test_a_token_holds_no_data_of_the_case(new_case):
    case = new_case("permit_shaped", **{"case.departments": [{"key": "a"}, {"key": "b"}]})

    case.play("precheck", "intake_review", "accept", "choose_departments")

    assert {str(t.data) for t in case.run._tokens.walk()} == {"{}"}


def test_the_state_bears_no_date(new_case):
    case = new_case("boundary_timers")

    text = json.dumps(case.run.state())

    assert "last_state_change" not in text
    assert not re.search(r"\d{10}\.|\d{4}-\d\d-\d\dT", text)
