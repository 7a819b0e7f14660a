"""How long a gateway's condition takes, beside Python's own `eval` in the same run.

Each figure is the best of many short rounds, so that a busy machine disturbs it little.
"""

import itertools
import sys
import timeit
from collections.abc import Callable, Mapping

from engine.feel import compile_expression, evaluate
from tests.bench.report import keep

CONDITION = 'amount >= 3000 and department in ("质监科","安监科") and not(materials_missing)'
IN_PYTHON = 'amount >= 3000 and department in ("质监科","安监科") and not materials_missing'
EIGHT: dict[str, object] = {
    "amount": 5000,
    "department": "安监科",
    "materials_missing": False,
    "applicant": "江城市教育局",
    "area": 12000.5,
    "special": True,
    "round": 1,
    "grade": "B",
}
MANY = {**EIGHT, **{f"字段{n}": n for n in range(56)}}
ROUNDS, TIMES = 60, 2_000


def _microseconds(act: Callable[[], object]) -> float:
    best = min(timeit.repeat(act, number=TIMES, repeat=ROUNDS))
    return best / TIMES * 1e6


def _ours(context: Mapping[str, object]) -> float:
    assert evaluate(CONDITION, context) is True
    return _microseconds(lambda: evaluate(CONDITION, context))


def test_the_condition_of_a_gateway() -> None:
    code = compile(IN_PYTHON, "<gateway>", "eval")
    figures = {
        "cached_8_names_us": _ours(EIGHT),
        "cached_64_names_us": _ours(MANY),
        "cached_8_names_with_warnings_us": _microseconds(
            lambda: evaluate(CONDITION, EIGHT, warnings=[])
        ),
        "python_eval_text_us": _microseconds(lambda: eval(IN_PYTHON, {}, EIGHT)),
        "python_eval_code_us": _microseconds(lambda: eval(code, {}, EIGHT)),
        "compile_us": _first(),
    }
    figures["to_eval_text"] = figures["cached_8_names_us"] / figures["python_eval_text_us"]
    figures["to_eval_code"] = figures["cached_8_names_us"] / figures["python_eval_code_us"]
    keep("feel", {key: round(value, 3) for key, value in figures.items()})
    for key, value in figures.items():
        sys.stdout.write(f"\n{key:34} {value:8.3f}")

    assert figures["cached_8_names_us"] <= 5
    assert figures["cached_64_names_us"] <= 10
    assert figures["to_eval_text"] <= 0.3
    assert figures["to_eval_code"] <= 10


def _first() -> float:
    """Return what a text costs that was never seen: each round compiles others."""
    numbers = itertools.count(3000)

    def act() -> object:
        return compile_expression(CONDITION.replace("3000", str(next(numbers))))

    return min(timeit.repeat(act, number=50, repeat=10)) / 50 * 1e6
