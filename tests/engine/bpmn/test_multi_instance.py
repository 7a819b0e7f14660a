"""Activities that run once for each item."""

import pytest

from engine.bpmn.run import Run
from engine.errors import InvalidMatter

DEPARTMENTS = [{"key": "planning"}, {"key": "quality"}, {"key": "fire"}]


def test_each_instance_is_its_own_activity_with_its_item(new_case):
    case = new_case("multi_user_task", **{"case.departments": DEPARTMENTS})

    reviews = case.all("review")

    assert [a.scope for a in reviews] == [{"dept": d} for d in DEPARTMENTS]
    assert len({a.id for a in reviews}) == 3
    for nth in (2, 0, 0):
        assert "after" not in case.open()
        case.do("review", nth)
    assert case.open() == ["after"]
    assert case.all("after")[0].scope == {}


def test_an_empty_collection_completes_at_once(new_case):
    case = new_case("multi_user_task", **{"case.departments": []})

    assert case.open() == ["after"]
    assert case.passed() == ["begin", "review"]


@pytest.mark.parametrize("answer", [None, "planning", 3], ids=["null", "text", "number"])
def test_a_collection_that_is_no_list_is_refused(new_case, answer):
    with pytest.raises(InvalidMatter, match="review"):
        new_case("multi_user_task", **{"case.departments": answer})


def test_the_collection_is_evaluated_once_on_entry(new_case):
    case = new_case("multi_sequential", **{"case.departments": list(DEPARTMENTS)})
    case.answers["case.departments"] = []

    seen = []
    while case.open() == ["sign"]:
        seen.append(case.all("sign")[0].scope["dept"])
        case.play("sign")

    assert seen == DEPARTMENTS


def test_sequential_instances_of_a_subprocess_follow_one_another(new_case):
    case = new_case("multi_sequential", **{"case.departments": DEPARTMENTS})
    case.play("sign", "sign", "sign")

    for department in DEPARTMENTS:
        assert case.open() == ["visit_task", "visits"]
        assert case.all("visit_task")[0].scope == {"dept": department}
        case.play("visit_task")

    assert case.run.is_complete


def test_a_completion_condition_cancels_the_rest(new_case):
    case = new_case("multi_enough", **{"case.departments": DEPARTMENTS})
    done = "numberOfCompletedInstances = 2"
    case.answers[done] = lambda scope: scope["numberOfCompletedInstances"] == 2

    case.play("vote", "vote")

    assert case.open() == ["after"]
    assert case.passed("cancelled") == ["vote"]


def test_what_is_inside_an_instance_names_it_as_parent_and_sees_the_item(new_case):
    case = new_case("multi_item_view", **{"case.departments": DEPARTMENTS})

    parents = {a.id: a for a in case.all("reviews")}
    inside = case.all("review")

    assert [parents[a.parent].scope for a in inside] == [a.scope for a in inside]
    assert [a.scope["dept"]["key"] for a in inside] == ["planning", "quality", "fire"]


def test_the_view_is_read_at_each_use_and_joined_to_the_item(new_case):
    opinions: dict[str, object] = {}
    case = new_case("multi_item_view", **{"case.departments": DEPARTMENTS})
    view = "{review: get value(case.dept_review, dept.key)}"
    case.answers[view] = lambda scope: {"review": opinions.get(scope["dept"]["key"])}
    visit = 'dept.review.result = "site_visit"'
    case.answers[visit] = lambda scope: scope["dept"]["review"] == "site_visit"

    opinions["quality"] = "site_visit"
    case.do("review", 1)

    assert case.all("visit")[0].scope == {"dept": {"key": "quality", "review": "site_visit"}}
    opinions["quality"] = "agree"
    assert case.play("visit").open().count("review") == 3
    assert {"dept": {"key": "quality", "review": "agree"}} in [a.scope for a in case.all("review")]
    case.do("review")
    assert case.open().count("review") == 2
    assert "agree" not in str(case.run.state())


def test_a_path_of_the_case_is_a_collection(new_case):
    case = new_case("multi_of_a_path", **{"case.departments": DEPARTMENTS})

    assert [a.scope["dept"] for a in case.all("review")] == DEPARTMENTS


def test_items_of_a_sequence_leave_nothing_behind(new_case):
    case = new_case("multi_one_after_another", departments=DEPARTMENTS)

    case.play("review", "review", "review")

    assert case.open() == ["after"]
    assert case.all("after")[0].scope == {}


def test_a_standard_loop_repeats_while_its_condition_holds_up_to_its_maximum(new_case):
    case = new_case("standard_loop", **{"again = true": True})
    assert not case.play("try", "try").run.is_complete
    assert case.play("try").run.is_complete

    assert new_case("standard_loop").play("try").run.is_complete


@pytest.mark.parametrize("count", [10**9, "2", True, None])
def test_a_number_of_instances_that_makes_no_sense_is_refused(new_case, count):
    with pytest.raises(InvalidMatter, match="reviews"):
        new_case("message_ends_multi", **{"2": count})


def test_500_instances_cost_time_in_proportion(new_case):
    many = [{"key": str(n)} for n in range(500)]
    case = new_case("multi_item_view", **{"case.departments": many})

    case.do("review", 250)

    assert case.open().count("review") == 499
    assert isinstance(case.run, Run)
