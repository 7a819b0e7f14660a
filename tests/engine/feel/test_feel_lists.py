"""Lists, filters, paths, loops and contexts."""

import pytest

from engine.feel import evaluate

DATA = {
    "明细": [{"科室": "质监科", "金额": 100}, {"科室": "安监科", "金额": 250.5}],
    "list": [3, 1, 2],
    "x": 2,
    "金额": 200,
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("list[1]", 3),
        ("list[-1]", 2),
        ("list[4]", None),
        ("list[x]", 1),
        ("list[item > 1]", [3, 2]),
        ("明细[金额 > 200].科室", ["安监科"]),
        ('明细[科室 = "质监科"][1].金额', 100),
        ("明细[item.金额 < x * 100].金额", [100]),
        ("count(明细[缺少 = null])", 2),
        ("x[1]", 2),
        ("null[1]", None),
        ("for i in 1..3 return i * i", [1, 4, 9]),
        ("for i in 3..1 return i", [3, 2, 1]),
        ("for a in [1, 2], b in [10, 20] return a + b", [11, 21, 12, 22]),
        ("for i in 0..4 return if i = 0 then 1 else i * partial[-1]", [1, 1, 2, 6, 24]),
        ("for i in 1..2 return partial", [[], [[]]]),
        ("append([1], 2, 3)", [1, 2, 3]),
        ("concatenate([1], [2], 3)", [1, 2, 3]),
        ("insert before([1, 3], 2, 2)", [1, 2, 3]),
        ("remove([1, 2, 3], -1)", [1, 2]),
        ("list replace([1, 2], 1, 9)", [9, 2]),
        ("list replace([1, 5], function(item, new) item < new, 3)", [3, 5]),
        ("reverse([1, 2])", [2, 1]),
        ("index of([1, null, 1], 1)", [1, 3]),
        ("union([1, 2], [2, 3])", [1, 2, 3]),
        ("distinct values([1, 1.0, {a: 1}, {a: 1}, null])", [1, {"a": 1}, None]),
        ("flatten([1, [2, [3]]])", [1, 2, 3]),
        ("sort(list, function(a, b) a < b)", [1, 2, 3]),
        ("sort(list)", [1, 2, 3]),
        ("sublist([1, 2, 3], 2)", [2, 3]),
        ("list contains([1, null], null)", True),
        ("all([true, null])", None),
        ("any([true, null])", True),
        ("mode([1, 2, 2])", [2]),
        ("{a: 1, b: a + 1}.b", 2),
        ("{a: 1, a: 2}", None),
        ('{"b c": 1}.b c', 1),
        ('get value({a: {b: 1}}, ["a", "b"])', 1),
        ("get entries({a: 1})", [{"key": "a", "value": 1}]),
        ('context([{key: "a", value: 1}])', {"a": 1}),
        ('context put({a: 1}, "b", 2)', {"a": 1, "b": 2}),
        ('context put({a: {b: 1}}, ["a", "c"], 2)', {"a": {"b": 1, "c": 2}}),
        ("context merge([{a: 1, b: 1}, {b: 2}])", {"a": 1, "b": 2}),
    ],
)
def test_lists_and_contexts(text: str, expected: object) -> None:
    assert expected == evaluate(text, DATA)


def test_the_hosts_data_is_left_as_it_was() -> None:
    case = {"items": [{"a": 1}]}

    evaluate('context put(items[1], "a", 2)', case)

    assert case == {"items": [{"a": 1}]}
