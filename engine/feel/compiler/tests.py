"""Compile unary tests and `in`; in a test `?` is the value under test."""

from collections.abc import Callable
from decimal import Decimal

from engine.feel import nodes
from engine.feel.budget import Frame, Run
from engine.feel.comparison import matches, relate
from engine.feel.compiler.core import Compiler, compiles
from engine.feel.compiler.literals import unary_range
from engine.feel.values import Code, Context, Range

INPUT = "?"
Test = Callable[[Run, Frame | None, object], bool | None]
_VALUES = (nodes.Name, nodes.Path, nodes.Filter)


@compiles(nodes.In)
def in_tests(compiler: Compiler, node: nodes.In) -> Code:
    """Compile `a in (tests)`; plain texts and numbers become one look-up."""
    value = compiler.code(node.value)
    constants = _constants(node.tests)
    if constants is not None:
        return _one_of(node, value, constants, compiler)
    tests = [_membership(compiler, test) for test in node.tests]
    return lambda run, frame: _any(run, frame, tests, value(run, frame))


def _constants(tests: tuple[nodes.Node, ...]) -> frozenset[object] | None:
    values = [test.value for test in tests if isinstance(test, nodes.Literal)]
    kinds = {type(value) for value in values}
    plain = len(values) == len(tests) and len(kinds) == 1 and kinds <= {str, Decimal}
    return frozenset(values) if plain else None


def _one_of(node: nodes.In, value: Code, constants: frozenset[object], compiler: Compiler) -> Code:
    kind = type(next(iter(constants)))
    tests = [_membership(compiler, test) for test in node.tests]

    def code(run: Run, frame: Frame | None) -> object:
        found = value(run, frame)
        return found in constants if type(found) is kind else _any(run, frame, tests, found)

    return code


def _membership(compiler: Compiler, test: nodes.Node) -> Test:
    if isinstance(test, nodes.UnaryRange):
        return _relation(compiler, test)
    code = compiler.code(test)
    return lambda run, frame, value: matches(run, code(run, frame), value)


def _relation(compiler: Compiler, test: nodes.UnaryRange) -> Test:
    end = compiler.code(test.end)
    sign = test.operator

    def code(run: Run, frame: Frame | None, value: object) -> bool | None:
        bound = end(run, frame)
        if type(value) is Range:
            return matches(run, unary_range(sign, bound), value)
        return relate(run, sign, value, bound)

    return code


def _any(run: Run, frame: Frame | None, tests: list[Test], value: object) -> bool | None:
    """Return true if one test passes, null if none does but one cannot tell, else false."""
    result: bool | None = False
    for test in tests:
        found = test(run, frame, value)
        if found is True:
            return True
        if found is None:
            result = None
    return result


@compiles(nodes.AnyValue)
def any_value(compiler: Compiler, node: nodes.AnyValue) -> Code:
    """Compile `-`."""
    return lambda run, frame: True


@compiles(nodes.Not)
def none_of(compiler: Compiler, node: nodes.Not) -> Code:
    """Compile `not(tests)`."""
    tests = compiler.code(node.tests)

    def code(run: Run, frame: Frame | None) -> object:
        result = tests(run, frame)
        return None if result is None else not result

    return code


@compiles(nodes.Tests)
def one_of(compiler: Compiler, node: nodes.Tests) -> Code:
    """Compile tests with commas; the input value lies in the frame as `?`."""
    tests = [_test(compiler, test) for test in node.tests]

    def code(run: Run, frame: Frame | None) -> object:
        value = frame.names[INPUT] if frame is not None else None
        return _any(run, frame, tests, value)

    return code


def _test(compiler: Compiler, test: nodes.Node) -> Test:
    """Return a test of the input: an expression passes if it is true or has the input in it.

    A constant is compared, so that `true` does not let null pass.
    """
    if isinstance(test, nodes.UnaryRange):
        return _relation(compiler, test)
    if isinstance(test, nodes.Literal):
        return _membership(compiler, test)
    code = compiler.code(test)
    is_value = isinstance(test, _VALUES)

    def check(run: Run, frame: Frame | None, value: object) -> bool | None:
        found = code(run, frame)
        if type(found) is bool and not (is_value and type(value) is bool):
            return found
        return matches(run, found, value)

    return check


def input_frame(value: object) -> Frame:
    """Return the frame in which tests of `value` run."""
    return Frame(Context({INPUT: value}), None)
