"""Compile `for`, `some` and `every`; every round charges the size of its body."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from engine.feel import nodes
from engine.feel.budget import MAX_LIST, Frame, Run
from engine.feel.compiler.core import Compiler, compiles
from engine.feel.errors import LimitExceeded
from engine.feel.temporal import Date, from_number
from engine.feel.values import Code, Context, Partial, Range

Domain = tuple[str, Code, Code | None]
NO_ANSWER = object()


@compiles(nodes.For)
def for_loop(compiler: Compiler, node: nodes.For) -> Code:
    """Compile `for a in x, b in y return c`; `partial` is the list so far."""
    domains, body, cost = _loop(compiler, node.domains, node.body)

    def code(run: Run, frame: Frame | None) -> object:
        results = Partial()
        outer = Frame(Context(partial=results), frame)
        for inner in _rounds(run, outer, domains):
            if inner is None:
                return None
            run.charge(cost)
            if len(results) >= MAX_LIST:
                raise LimitExceeded("list", MAX_LIST)
            results.append(body(run, inner))
        return list(results)

    return code


@compiles(nodes.Quantified)
def quantified(compiler: Compiler, node: nodes.Quantified) -> Code:
    """Compile `some` and `every`: decided by the first round that settles it."""
    domains, body, cost = _loop(compiler, node.domains, node.body)
    settling = node.quantifier == "some"

    def answers(run: Run, frame: Frame | None) -> Iterator[object]:
        for inner in _rounds(run, frame, domains):
            run.charge(cost)
            yield NO_ANSWER if inner is None else body(run, inner)

    return lambda run, frame: settled(answers(run, frame), settling)


def settled(answers: Iterable[object], settling: bool) -> bool | None:
    """Return `settling` at the first answer that is it, null if one is no truth value."""
    result: bool | None = not settling
    for answer in answers:
        if answer is settling:
            return settling
        if answer is None:
            result = None
        elif type(answer) is not bool:
            return None
    return result


def _loop(
    compiler: Compiler, domains: tuple[nodes.Domain, ...], body: nodes.Node
) -> tuple[list[Domain], Code, int]:
    compiled = [
        (
            domain.name,
            compiler.body(domain.start)[0],
            compiler.body(domain.end)[0] if domain.end is not None else None,
        )
        for domain in domains
    ]
    code, cost = compiler.body(body)
    return compiled, code, cost


def _rounds(run: Run, frame: Frame | None, domains: list[Domain]) -> Iterator[Frame | None]:
    """Yield the frame of each round, the last domain turning fastest; None ends it as null."""
    (name, start, end), rest = domains[0], domains[1:]
    values = _values(run, start(run, frame), end(run, frame) if end else None, end is not None)
    if values is None:
        yield None
        return
    for value in values:
        run.charge(1)
        inner = Frame(Context({name: value}), frame)
        if rest:
            yield from _rounds(run, inner, rest)
        else:
            yield inner


def _values(run: Run, start: object, end: object, spans: bool) -> Iterator[object] | None:
    if spans:
        return _steps(start, end)
    if type(start) is list:
        return iter(start)
    if type(start) is not Range:
        return None if start is None else iter([start])
    return _within(start)


def _steps(start: object, end: object) -> Iterator[object] | None:
    """Return whole numbers or days from `start` to `end`, downwards if `end` is smaller."""
    first, last = _whole(start), _whole(end)
    if first is None or last is None or type(start) is not type(end):
        return None
    down = -1 if last < first else 1
    numbers = range(first, last + down, down)
    return map(from_number, numbers) if isinstance(start, Date) else map(Decimal, numbers)


def _within(interval: Range) -> Iterator[object] | None:
    """Return the whole numbers or days in a range, which must not run backwards."""
    first, last = _whole(interval.start), _whole(interval.end)
    if (
        first is None
        or last is None
        or type(interval.start) is not type(interval.end)
        or first > last
    ):
        return None
    numbers = range(
        first + (not interval.start_included), last + (1 if interval.end_included else 0)
    )
    days = isinstance(interval.start, Date)
    return map(from_number, numbers) if days else map(Decimal, numbers)


def _whole(value: object) -> int | None:
    if isinstance(value, Date):
        return value.number
    if type(value) is Decimal and value == value.to_integral_value():
        return int(value)
    return None
