"""Compile boxed expressions into the same kind of closures that FEEL texts become."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from engine.dmn import model as m
from engine.dmn.types import named
from engine.feel.budget import MAX_LIST, Frame, Run
from engine.feel.compiler.loops import settled
from engine.feel.compiler.paths import as_list, item_at, item_frame
from engine.feel.errors import LimitExceeded
from engine.feel.evaluation import compile_nested
from engine.feel.types import accept
from engine.feel.values import Code, Context, Function, Lambda, Partial

_COST = 20  # steps charged for running a box once; its texts charge themselves


class Compiler:
    """Compile the logic of one model; `names` are those that a text may use."""

    def __init__(self, names: frozenset[str]) -> None:
        """Keep the names."""
        self.names = names

    def code(self, logic: m.Logic) -> Code:
        """Return code that gives the value of `logic`, as its type wants it."""
        return typed(_TABLE[type(logic)](self, logic), logic.type)

    def text(self, text: str) -> Code:
        """Return the code of a FEEL text; an empty one is null."""
        return compile_nested(text, self.names).code if text else _null


def _null(run: Run, frame: Frame | None) -> object:
    return None


def typed(code: Code, reference: str) -> Code:
    """Return code whose value conforms to a type by name, or is null."""
    kind = named(reference)
    if kind is None:
        return code
    return lambda run, frame: accept(run, kind, code(run, frame))


def _text(compiler: Compiler, logic: m.Text) -> Code:
    return compiler.text(logic.text)


def _context(compiler: Compiler, logic: m.BoxedContext) -> Code:
    entries = [(name, typed(compiler.code(part), kind)) for name, kind, part in logic.entries]

    def code(run: Run, frame: Frame | None) -> object:
        context = Context()
        inner = Frame(context, frame)
        for name, part in entries:
            value = part(run, inner)
            if not name:
                return value
            context[name] = value
        return context

    return code


def _list(compiler: Compiler, logic: m.BoxedList) -> Code:
    items = [compiler.code(item) for item in logic.items]
    return lambda run, frame: [item(run, frame) for item in items]


def _relation(compiler: Compiler, logic: m.Relation) -> Code:
    rows = [[compiler.code(cell) for cell in row] for row in logic.rows]

    def code(run: Run, frame: Frame | None) -> object:
        return [
            Context(
                {name: cell(run, frame) for name, cell in zip(logic.columns, row, strict=False)}
            )
            for row in rows
        ]

    return code


def _invocation(compiler: Compiler, logic: m.Invocation) -> Code:
    find = compiler.code(logic.function)
    bindings = [(name, compiler.code(part)) for name, part in logic.bindings]

    def code(run: Run, frame: Frame | None) -> object:
        function = find(run, frame)
        if not isinstance(function, Function):
            return None
        run.charge(_COST)
        return function.call_named(run, {name: part(run, frame) for name, part in bindings})

    return code


def function(compiler: Compiler, logic: m.FunctionLogic) -> Callable[[Frame | None, str], Function]:
    """Return what makes the function in a frame, under a name."""
    body = compiler.code(logic.body) if logic.kind == "FEEL" else _null
    names = tuple(name for name, _ in logic.parameters)
    takers = tuple(_taker(kind) for _, kind in logic.parameters)
    return lambda frame, name: Lambda(names, takers, body, _COST, frame, name)


def _taker(reference: str) -> Callable[[Run, object], object]:
    kind = named(reference)
    return lambda run, value: accept(run, kind, value)


def _function(compiler: Compiler, logic: m.FunctionLogic) -> Code:
    make = function(compiler, logic)
    return lambda run, frame: make(frame, "function")


def _conditional(compiler: Compiler, logic: m.Conditional) -> Code:
    test, yes, no = (compiler.code(part) for part in (logic.test, logic.yes, logic.no))
    return lambda run, frame: yes(run, frame) if test(run, frame) is True else no(run, frame)


def _filter(compiler: Compiler, logic: m.BoxedFilter) -> Code:
    source, match = compiler.code(logic.source), compiler.code(logic.match)

    def code(run: Run, frame: Frame | None) -> object:
        values = as_list(source(run, frame))
        kept = []
        for value in values:
            run.charge(_COST)
            found = match(run, item_frame(value, frame))
            if type(found) is Decimal:
                return item_at(values, found)
            if found is True:
                kept.append(value)
        return kept

    return code


def _iteration(compiler: Compiler, logic: m.Iteration) -> Code:
    source = typed(compiler.code(logic.source), logic.variable_type)
    body = compiler.code(logic.body)
    gather = _GATHER[logic.kind]

    def code(run: Run, frame: Frame | None) -> object:
        values = source(run, frame)
        if values is None:
            return None
        partial = Partial()
        outer = Frame(Context(partial=partial), frame)
        return gather(partial, _answers(run, outer, logic.variable, as_list(values), body))

    return code


def _answers(
    run: Run, frame: Frame, variable: str, values: list[object], body: Code
) -> Iterator[object]:
    for value in values:
        run.charge(_COST)
        yield body(run, Frame(Context({variable: value}), frame))


def _each(partial: Partial, answers: Iterator[object]) -> list[object]:
    for answer in answers:
        partial.append(answer)
        if len(partial) > MAX_LIST:
            raise LimitExceeded("list", MAX_LIST)
    return list(partial)


def _some(partial: Partial, answers: Iterator[object]) -> bool | None:
    return settled(answers, settling=True)


def _every(partial: Partial, answers: Iterator[object]) -> bool | None:
    return settled(answers, settling=False)


_GATHER: dict[str, Callable[[Partial, Iterator[object]], object]] = {
    "for": _each,
    "some": _some,
    "every": _every,
}
_TABLE: dict[type[m.Logic], Callable[[Compiler, Any], Code]] = {
    m.Text: _text,
    m.BoxedContext: _context,
    m.BoxedList: _list,
    m.Relation: _relation,
    m.Invocation: _invocation,
    m.FunctionLogic: _function,
    m.Conditional: _conditional,
    m.BoxedFilter: _filter,
    m.Iteration: _iteration,
}


def compiles_with(kind: type[m.Logic], compile_it: Callable[[Compiler, Any], Code]) -> None:
    """Add one kind of logic, so that decision tables can live in a file of their own."""
    _TABLE[kind] = compile_it
