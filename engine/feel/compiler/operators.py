"""Compile arithmetic, comparison, and three-valued logic."""

import operator
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.feel import nodes
from engine.feel.arithmetic import OPERATIONS, Operation, negate
from engine.feel.budget import Frame, Run
from engine.feel.comparison import relate
from engine.feel.compiler.core import Compiler, compiles
from engine.feel.types import Type
from engine.feel.values import Code, admit, kind_of
from engine.feel.warnings import different_kinds

_SMALL = 10**15  # below it an int says the same as the Decimal
_PYTHON: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@compiles(nodes.Arithmetic)
def arithmetic(compiler: Compiler, node: nodes.Arithmetic) -> Code:
    """Compile a chain such as `a + b - c`, from left to right."""
    code = compiler.code(node.first)
    if len(node.rest) == 1:
        sign, operand = node.rest[0]
        return _binary(OPERATIONS[sign], code, compiler.code(operand))
    return _chain(code, [(OPERATIONS[sign], compiler.code(operand)) for sign, operand in node.rest])


def _binary(act: Operation, left: Code, right: Code) -> Code:
    return lambda run, frame: act(run, left(run, frame), right(run, frame))


def _chain(first: Code, rest: list[tuple[Operation, Code]]) -> Code:
    def code(run: Run, frame: Frame | None) -> object:
        value = first(run, frame)
        for act, operand in rest:
            value = act(run, value, operand(run, frame))
        return value

    return code


@compiles(nodes.Negation)
def negation(compiler: Compiler, node: nodes.Negation) -> Code:
    """Compile `-a`."""
    operand = compiler.code(node.operand)
    return lambda run, frame: negate(operand(run, frame))


@compiles(nodes.Comparison)
def comparison(compiler: Compiler, node: nodes.Comparison) -> Code:
    """Compile `a < b`; texts and numbers take Python's own comparison."""
    if isinstance(node.right, nodes.Literal) and isinstance(node.right.value, Decimal):
        return _with_number(node, compiler.operand(node.left), node.right.value)
    if isinstance(node.right, nodes.Literal) and isinstance(node.right.value, str):
        return _with_text(node, compiler.operand(node.left), node.right.value)
    left, right = compiler.code(node.left), compiler.code(node.right)
    direct = _PYTHON[node.operator]

    def code(run: Run, frame: Frame | None) -> object:
        first, second = left(run, frame), right(run, frame)
        kind = type(first)
        if kind is type(second) and (kind is Decimal or kind is str):
            return direct(first, second)
        return compared(run, node, first, second)

    return code


def _with_number(node: nodes.Comparison, left: Code, value: Decimal) -> Code:
    direct = _PYTHON[node.operator]
    bound = int(value) if value == value.to_integral_value() and abs(value) < _SMALL else value

    def code(run: Run, frame: Frame | None) -> object:
        first = left(run, frame)
        kind = type(first)
        if kind is int or kind is Decimal:
            return direct(first, bound)
        return compared(run, node, first, value)

    return code


def _with_text(node: nodes.Comparison, left: Code, value: str) -> Code:
    direct = _PYTHON[node.operator]

    def code(run: Run, frame: Frame | None) -> object:
        first = left(run, frame)
        if type(first) is str:
            return direct(first, value)
        return compared(run, node, admit(run, first), value)

    return code


def compared(run: Run, node: nodes.Comparison, left: object, right: object) -> bool | None:
    """Compare by FEEL's rules and warn if two kinds met."""
    result = relate(run, node.operator, left, right)
    if result is None and left is not None and right is not None and run.warnings is not None:
        run.warn(different_kinds(kind_of(left), kind_of(right), node.position))
    return result


@compiles(nodes.Between)
def between(compiler: Compiler, node: nodes.Between) -> Code:
    """Compile `a between b and c`, ends included."""
    value, low, high = (compiler.code(part) for part in (node.value, node.low, node.high))

    def code(run: Run, frame: Frame | None) -> object:
        found = value(run, frame)
        after = relate(run, ">=", found, low(run, frame))
        before = relate(run, "<=", found, high(run, frame))
        return None if after is None or before is None else after and before

    return code


@compiles(nodes.And)
def conjunction(compiler: Compiler, node: nodes.And) -> Code:
    """Compile `a and b and c`: false as soon as one is false, null if one is not boolean."""
    operands = [compiler.code(operand) for operand in node.operands]

    def code(run: Run, frame: Frame | None) -> object:
        result: bool | None = True
        for operand in operands:
            value = operand(run, frame)
            if value is False:
                return False
            if value is not True:
                result = None
        return result

    return code


@compiles(nodes.Or)
def disjunction(compiler: Compiler, node: nodes.Or) -> Code:
    """Compile `a or b or c`: true as soon as one is true, null if one is not boolean."""
    operands = [compiler.code(operand) for operand in node.operands]

    def code(run: Run, frame: Frame | None) -> object:
        result: bool | None = False
        for operand in operands:
            value = operand(run, frame)
            if value is True:
                return True
            if value is not False:
                result = None
        return result

    return code


@compiles(nodes.Condition)
def condition(compiler: Compiler, node: nodes.Condition) -> Code:
    """Compile `if a then b else c`; only true takes the first branch."""
    test, yes, no = (compiler.code(part) for part in (node.test, node.yes, node.no))
    return lambda run, frame: yes(run, frame) if test(run, frame) is True else no(run, frame)


@compiles(nodes.InstanceOf)
def instance_of(compiler: Compiler, node: nodes.InstanceOf) -> Code:
    """Compile `a instance of type`."""
    value = compiler.code(node.value)
    kind: Type = node.type
    return lambda run, frame: kind.holds(run, value(run, frame))
