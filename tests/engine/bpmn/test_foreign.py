"""Python, JUEL and JavaScript are refused with the FEEL to write, where that is easy to say."""

import pytest

from engine.bpmn.foreign import feel_for, feel_for_script, foreign_sign
from engine.feel import compile_expression


@pytest.mark.parametrize(
    ("text", "feel"),
    [
        ("result == 'grant'", 'result = "grant"'),
        ("${amount > 100}", "amount > 100"),
        ("#{approved == true && amount >= 3000}", "approved = true and amount >= 3000"),
        ("a || !b", "a or not(b)"),
        ("x is None or y is not None", "x = null or y != null"),
        ("not paid == True", "not(paid) = true"),
        ("len(rows) == 2", "count(rows) = 2"),
        ("level in ['A', 'B']", 'level in ["A", "B"]'),
        ("'大' if area > 5000 else '小'", 'if area > 5000 then "大" else "小"'),
        ("${ok ? 'yes' : 'no'}", 'if ok then "yes" else "no"'),
        ("a !== b && c === 'it\\'s'", 'a != b and c = "it\'s"'),
        ("x == 'a \"b\"'", 'x = "a \\"b\\""'),
        ("name == '== && None'", 'name = "== && None"'),
    ],
)
def test_the_feel_is_proposed(text: str, feel: str) -> None:
    assert foreign_sign(text)
    assert feel_for(text) == feel
    compile_expression(feel)


@pytest.mark.parametrize(
    "text",
    [
        "lambda: 1 == 1",
        "__import__('os').system('x')",
        "x not in ['a']",
        "[a == 1 for a in rows]",
        "case.get(key) == 1",
        "a == b; c == d",
        "${execution.getVariable('a') == 1 ? b : c ? d : e}",
        "exec('1')",
    ],
)
def test_nothing_is_proposed_where_it_is_not_easy(text: str) -> None:
    assert feel_for(text) is None


@pytest.mark.parametrize(
    ("script", "feel"),
    [
        ("total = len(rows)\nkind = 'large'", '{total: count(rows), kind: "large"}'),
        (
            "round = round + 1 if round is not None else 1",
            "{round: if round != null then round + 1 else 1}",
        ),
        ("case.x = None", None),
        ("import os", None),
    ],
)
def test_a_script_of_assignments_becomes_a_context(script: str, feel: str | None) -> None:
    assert feel_for_script(script) == feel
