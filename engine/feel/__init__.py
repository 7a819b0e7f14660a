"""FEEL, the expression language of DMN 1.5, in pure Python.

    evaluate('amount >= 3000 and department in ("质监科", "安监科")', {"amount": 5000})

Nothing here knows of cases, clocks or diagrams, and no expression reaches Python: a text becomes
closures over plain data, bounded by the limits in `budget`. Regular expressions are RE2.
"""

from engine.feel.errors import FeelError, FeelSyntaxError, HostFunctionError, LimitExceeded
from engine.feel.evaluation import (
    Compiled,
    compile_expression,
    compile_unary_tests,
    evaluate,
    unary_test,
)
from engine.feel.kinds import kind_warnings
from engine.feel.values import to_plain
from engine.feel.walking import keys_made, literal_calls
from engine.feel.warnings import Warning

__all__ = [
    "Compiled",
    "FeelError",
    "FeelSyntaxError",
    "HostFunctionError",
    "LimitExceeded",
    "Warning",
    "compile_expression",
    "compile_unary_tests",
    "evaluate",
    "keys_made",
    "kind_warnings",
    "literal_calls",
    "to_plain",
    "unary_test",
]
