"""Compile constants, lists, contexts and ranges."""

from engine.feel import nodes
from engine.feel.budget import Frame, Run
from engine.feel.comparison import order
from engine.feel.compiler.core import Compiler, compiles
from engine.feel.values import Code, Context, Range


def constant(value: object) -> Code:
    """Return code that always answers `value`."""
    return lambda run, frame: value


@compiles(nodes.Literal)
def literal(compiler: Compiler, node: nodes.Literal) -> Code:
    """Compile a constant."""
    return constant(node.value)


@compiles(nodes.ListOf)
def make_list(compiler: Compiler, node: nodes.ListOf) -> Code:
    """Compile `[a, b]`."""
    items = [compiler.code(item) for item in node.items]
    return lambda run, frame: [item(run, frame) for item in items]


@compiles(nodes.ContextOf)
def make_context(compiler: Compiler, node: nodes.ContextOf) -> Code:
    """Compile `{a: 1, b: a}`; a key given twice makes the whole null."""
    compiler.weigh(3)
    entries = [(key, compiler.body(value)[0]) for key, value in node.entries]
    if len({key for key, _ in entries}) < len(entries):
        return constant(None)

    def code(run: Run, frame: Frame | None) -> object:
        context = Context()
        inner = Frame(context, frame)
        for key, value in entries:
            context[key] = value(run, inner)
        return context

    return code


@compiles(nodes.Interval)
def make_range(compiler: Compiler, node: nodes.Interval) -> Code:
    """Compile `[start..end]`; ends that have no order make it null."""
    start, end = compiler.code(node.start), compiler.code(node.end)

    def code(run: Run, frame: Frame | None) -> object:
        low, high = start(run, frame), end(run, frame)
        if low is not None and high is not None and order(low, high) is None:
            return None
        if low is None and high is None:
            return None
        return Range(low, high, node.start_included, node.end_included)

    return code


@compiles(nodes.UnaryRange)
def make_unary_range(compiler: Compiler, node: nodes.UnaryRange) -> Code:
    """Compile `(< end)` as a range."""
    end = compiler.code(node.end)
    return lambda run, frame: unary_range(node.operator, end(run, frame))


def unary_range(sign: str, end: object) -> Range:
    """Return the range of all values that compare so with `end`."""
    if sign in ("<", "<="):
        return Range(None, end, start_included=False, end_included=sign == "<=", unary=sign)
    if sign in (">", ">="):
        return Range(end, None, start_included=sign == ">=", end_included=False, unary=sign)
    return Range(end, end, unary=sign)
