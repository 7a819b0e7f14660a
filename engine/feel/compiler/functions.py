"""Compile function definitions and calls."""

from collections.abc import Callable

from engine.feel import nodes
from engine.feel.budget import Frame, Run
from engine.feel.compiler.core import Compiler, compiles
from engine.feel.compiler.names import function_named, otherwise
from engine.feel.types import Type, accept
from engine.feel.values import Code, Function, Lambda
from engine.feel.warnings import bad_arguments


@compiles(nodes.FunctionOf)
def definition(compiler: Compiler, node: nodes.FunctionOf) -> Code:
    """Compile `function(a, b) body`; it keeps the frame it is made in."""
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

    def code(run: Run, frame: Frame | None) -> object:
        function = find(run, frame)
        if function is None:
            return None
        values = [argument(run, frame) for argument in arguments]
        run.charge(1)
        if node.names:
            named = dict(zip(node.names, values, strict=True))
            result = function.call_named(run, named) if len(named) == len(values) else None
        else:
            result = function.call(run, values)
        if result is None and run.warnings is not None and None not in values:
            run.warn(bad_arguments(function.name, node.position))
        return result

    return code


def _finder(compiler: Compiler, node: nodes.Call) -> Callable[[Run, Frame | None], Function | None]:
    """Return code that finds the function; data of the same name does not hide a function."""
    source = compiler.code(node.function)
    name = node.function if isinstance(node.function, nodes.Name) else None

    def find(run: Run, frame: Frame | None) -> Function | None:
        found = source(run, frame)
        if isinstance(found, Function):
            return found
        if name is None or found is None:
            return None
        return function_named(run, name.name) or otherwise(run, name)

    return find
