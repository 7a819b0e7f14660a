"""Decision tables: find the rules that match, and make one result of them by the hit policy.

Source: DMN 1.5, 8.2.10 and 8.2.11.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from engine.dmn import boxed, trace
from engine.dmn import model as m
from engine.dmn.types import named
from engine.feel.budget import Frame, Run
from engine.feel.builtins.lists import largest, smallest
from engine.feel.builtins.statistics import sum_of
from engine.feel.comparison import same
from engine.feel.compiler.tests import input_frame
from engine.feel.errors import FeelError
from engine.feel.evaluation import Compiled, compile_unary_tests
from engine.feel.types import accept
from engine.feel.values import Code, Context

Test = Callable[[Run, Frame | None, object], bool]
Results = list[object]


@dataclass(frozen=True, slots=True)
class Row:
    """A rule ready to run."""

    tests: tuple[Test, ...]
    results: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class Ready:
    """A table ready to run; `ranks` gives each output's values in their order of priority."""

    table: m.Table
    inputs: tuple[Code, ...]
    allowed: tuple[Test, ...]
    rows: tuple[Row, ...]
    defaults: tuple[Code, ...]
    possible: tuple[Test, ...]
    ranks: tuple[Code, ...]


def compile_table(compiler: boxed.Compiler, table: m.Table) -> Code:
    """Return code that decides; it leaves the matched rules in the run's trace."""
    _check_shape(table)
    ready = _prepare(compiler, table)
    decide = _POLICIES[table.policy]

    def code(run: Run, frame: Frame | None) -> object:
        values = [take(run, frame) for take in ready.inputs]
        refused = _refused(run, frame, ready, values)
        if refused is not None:
            trace.refuse_input(run, table, refused, values[refused])
            return None
        hits = _hits(run, frame, ready, values, table.policy == "FIRST")
        trace.match(run, table, values, hits)
        if not hits:
            return _default(run, frame, ready)
        return decide(run, ready, [_result(run, frame, ready, index) for index in hits], hits)

    return code


def _check_shape(table: m.Table) -> None:
    """Raise FeelError if the table cannot be asked, whatever its texts are."""
    if table.policy not in _POLICIES:
        raise FeelError(f"没有命中策略 {table.policy}。", f"There is no hit policy {table.policy}.")
    if table.aggregation and table.aggregation not in _AGGREGATIONS:
        raise FeelError(
            f"没有汇总方式 {table.aggregation}。", f"There is no aggregator {table.aggregation}."
        )
    width = (len(table.inputs), len(table.outputs))
    for number, rule in enumerate(table.rules, 1):
        if (len(rule.tests), len(rule.results)) != width:
            raise FeelError(
                f"规则 {number} 的格数与列数不同。",
                f"Rule {number} has not as many cells as there are columns.",
            )


def _prepare(compiler: boxed.Compiler, table: m.Table) -> Ready:
    names = compiler.names
    return Ready(
        table=table,
        inputs=tuple(boxed.typed(compiler.text(i.text), i.type) for i in table.inputs),
        allowed=tuple(_test(i.values, names) for i in table.inputs),
        rows=tuple(_row(compiler, table, rule) for rule in table.rules),
        defaults=tuple(compiler.text(output.default) for output in table.outputs),
        possible=tuple(_test(output.values, names) for output in table.outputs),
        ranks=tuple(compiler.text(f"[{o.values}]" if o.values else "") for o in table.outputs),
    )


def _row(compiler: boxed.Compiler, table: m.Table, rule: m.Rule) -> Row:
    tests = tuple(_test(text, compiler.names) for text in rule.tests)
    return Row(tests, tuple(compiler.text(text) for text in rule.results))


def _test(text: str, names: frozenset[str]) -> Test:
    if not text or text == "-":
        return _passes
    compiled = compile_unary_tests(text, names)
    return lambda run, frame, value: _ask(run, frame, compiled, value)


def _passes(run: Run, frame: Frame | None, value: object) -> bool:
    return True


def _ask(run: Run, frame: Frame | None, tests: Compiled, value: object) -> bool:
    inner = input_frame(value)
    inner.outer = frame
    return tests.run(run, inner) is True


def _refused(run: Run, frame: Frame | None, ready: Ready, values: Results) -> int | None:
    """Return the first input whose value is not among those allowed."""
    for index, (allowed, value) in enumerate(zip(ready.allowed, values, strict=True)):
        if value is not None and not allowed(run, frame, value):
            return index
    return None


def _hits(run: Run, frame: Frame | None, ready: Ready, values: Results, first: bool) -> list[int]:
    """Return the indices of the rules that match, only one if the first decides."""
    hits = []
    for index, row in enumerate(ready.rows):
        run.charge(len(values) + 1)
        if all(test(run, frame, value) for test, value in zip(row.tests, values, strict=False)):
            hits.append(index)
            if first:
                break
    return hits


def _result(run: Run, frame: Frame | None, ready: Ready, index: int) -> object:
    values = [make(run, frame) for make in ready.rows[index].results]
    return _shaped(run, frame, ready, values)


def _default(run: Run, frame: Frame | None, ready: Ready) -> object:
    values = [make(run, frame) for make in ready.defaults]
    if ready.table.aggregation == "COUNT":
        return Decimal(0)
    if all(value is None for value in values):
        return None
    return _shaped(run, frame, ready, values)


def _shaped(run: Run, frame: Frame | None, ready: Ready, values: Results) -> object:
    """Return one value, or a context of all outputs by name."""
    outputs = ready.table.outputs
    taken = [
        _taken(run, frame, output, possible, value)
        for output, possible, value in zip(outputs, ready.possible, values, strict=False)
    ]
    if len(outputs) == 1:
        return taken[0] if taken else None
    return Context(zip((output.name for output in outputs), taken, strict=False))


def _taken(
    run: Run, frame: Frame | None, output: m.Output, possible: Test, value: object
) -> object:
    """Return an output's value as its type wants it, null if it is not one of those listed."""
    taken = accept(run, named(output.type), value)
    if taken is None or possible(run, frame, taken):
        return taken
    trace.refuse_output(run, output, taken)
    return None


def _unique(run: Run, ready: Ready, results: Results, hits: list[int]) -> object:
    if len(results) == 1:
        return results[0]
    trace.conflict(run, ready.table, hits)
    return None


def _any(run: Run, ready: Ready, results: Results, hits: list[int]) -> object:
    if all(same(run, result, results[0]) for result in results):
        return results[0]
    trace.conflict(run, ready.table, hits)
    return None


def _first(run: Run, ready: Ready, results: Results, hits: list[int]) -> object:
    return results[0]


def _rule_order(run: Run, ready: Ready, results: Results, hits: list[int]) -> object:
    return results


def _priority(run: Run, ready: Ready, results: Results, hits: list[int]) -> object:
    return _by_priority(run, ready, results)[0]


def _output_order(run: Run, ready: Ready, results: Results, hits: list[int]) -> object:
    return _by_priority(run, ready, results)


def _by_priority(run: Run, ready: Ready, results: Results) -> Results:
    ranks = [rank(run, None) for rank in ready.ranks]
    return sorted(results, key=lambda result: _rank(run, ready.table, ranks, result))


def _rank(run: Run, table: m.Table, ranks: Results, result: object) -> tuple[int, ...]:
    values = list(result.values()) if isinstance(result, Context) else [result]
    return tuple(_position(run, rank, value) for rank, value in zip(ranks, values, strict=False))


def _position(run: Run, rank: object, value: object) -> int:
    """Return where a value stands in its output's list; one without a list does not matter."""
    listed = rank if isinstance(rank, list) else []
    found = (at for at, other in enumerate(listed) if same(run, other, value))
    return next(found, len(listed))


def _collect(run: Run, ready: Ready, results: Results, hits: list[int]) -> object:
    gather = _AGGREGATIONS.get(ready.table.aggregation)
    return results if gather is None else gather(run, results)


def _count(run: Run, results: Results) -> Decimal:
    return Decimal(len(results))


_AGGREGATIONS: dict[str, Callable[[Run, Results], object]] = {
    "SUM": sum_of,
    "COUNT": _count,
    "MIN": smallest,
    "MAX": largest,
}
_POLICIES: dict[str, Callable[[Run, Ready, Results, list[int]], object]] = {
    "UNIQUE": _unique,
    "ANY": _any,
    "FIRST": _first,
    "PRIORITY": _priority,
    "RULE ORDER": _rule_order,
    "OUTPUT ORDER": _output_order,
    "COLLECT": _collect,
}
