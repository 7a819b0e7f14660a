"""Compile function definitions and calls."""

from collections.abc import Callable

from engine.feel import nodes
from engine.feel.budget import Frame, Run
from engine.feel.compiler.core import Compiler, compiles
from engine.feel.compiler.names import function_named
from engine.feel.types import Type, accept
from engine.feel.values import Code, Function, Lambda
from engine.feel.warnings import bad_arguments


@compiles(nodes.FunctionOf)
def definition(compiler: Compiler, node: nodes.FunctionOf) -> Code:
    """Compile `function(a, b) body`; it keeps the frame it is made in."""
    compiler.weigh(3)
    body, cost = compiler.body(node.body)
    names = tuple(name for name, _ in node.parameters)
    types = tuple(_taker(kind) for _, kind in node.parameters)
    return lambda run, frame: Lambda(names, types, body, cost, frame)


def _taker(kind: Type | None) -> Callable[[Run, object], object]:
    return lambda run, value: accept(run, kind, value)


@compiles(nodes.Call)
def call(compiler: Compiler, node: nodes.Call) -> Code:
    """Compile a call; what cannot be called answers null."""
    find = _finder(compiler, node)
    arguments = [compiler.code(argument) for argument in node.arguments]
    if _is_negation(node) and not compiler.locals:
        return _negation(find, arguments[0])

    def code(run: Run, frame: Frame | None) -> object:
        function = find(run, frame)
        if function is None:
            return None
        values = [argument(run, frame) for argument in arguments]
        run.charge(1)
        result = _called(run, node, function, values)
        if result is None and run.warnings is not None and not _fits(function, node, values):
            run.warn(bad_arguments(function.name, node.position))
        return result

    return code


def _fits(function: Function, node: nodes.Call, values: list[object]) -> bool:
    """Tell whether null may well be meant: an argument is null, or the function takes them all."""
    if None in values:
        return True
    return function.fits(dict(zip(node.names, values, strict=True)) if node.names else values)


def _called(run: Run, node: nodes.Call, function: Function, values: list[object]) -> object:
    if not node.names:
        return function.call(run, values)
    named = dict(zip(node.names, values, strict=True))
    return function.call_named(run, named) if len(named) == len(values) else None


def _finder(compiler: Compiler, node: nodes.Call) -> Callable[[Run, Frame | None], Function | None]:
    """Return code that finds the function: by name, or as the value of an expression."""
    function = node.function
    if isinstance(function, nodes.Name) and "." not in function.name:
        return lambda run, frame: function_named(run, frame, function)
    source = compiler.code(function)

    def find(run: Run, frame: Frame | None) -> Function | None:
        found = source(run, frame)
        return found if isinstance(found, Function) else None

    return find


def _is_negation(node: nodes.Call) -> bool:
    named_not = isinstance(node.function, nodes.Name) and node.function.name == "not"
    return named_not and len(node.arguments) == 1 and not node.names


def _negation(find: Callable[[Run, Frame | None], Function | None], argument: Code) -> Code:
    """Return code for `not(a)`, which is an operator in all but its spelling."""

    def code(run: Run, frame: Frame | None) -> object:
        value = argument(run, frame)
        if type(value) is bool and "not" not in run.root and "not" not in (run.functions or ()):
            return not value
        function = find(run, frame)
        return None if function is None else function.call(run, [value])

    return code
