"""What misleads in a model although it can run: names nobody gives, requirements not drawn."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, fields

from engine.dmn import model as m
from engine.dmn.errors import Finding
from engine.feel.errors import FeelError
from engine.feel.evaluation import Compiled, compile_expression, compile_unary_tests


@dataclass(frozen=True, slots=True)
class Place:
    """An element with what it may read: what it requires, and all that the model has."""

    element: m.Element
    logic: m.Logic | None
    required: frozenset[str]
    others: frozenset[str]
    names: frozenset[str]


def remarks_on(model: m.Model) -> tuple[Finding, ...]:
    """Return a remark for each text that reads what it is not given, and for misleading signs.

    Both count as null without an error when the decision is made.
    """
    return tuple(found for place in _places(model) for found in dict.fromkeys(_remarks(place)))


def _places(model: m.Model) -> Iterator[Place]:
    elements = frozenset(element.name for element in model.elements.values())
    for element in model.elements.values():
        if isinstance(element, m.Decision | m.Knowledge):
            logic = element.logic if isinstance(element, m.Decision) else element.function
            required = frozenset(_names_of(model, element.requires))
            others = elements - required - frozenset(_local_names(logic)) - {element.name}
            yield Place(element, logic, required, others, model.names)


def _names_of(model: m.Model, requires: tuple[str, ...]) -> Iterator[str]:
    for href in requires:
        found = model.find(href)
        if found is not None:
            _, element, alias = found
            yield alias or element.name


def _remarks(place: Place) -> Iterator[Finding]:
    for compiled in _compiled(place.logic, place.names):
        for warning in compiled.warnings:
            yield Finding(warning.code, (place.element.name,), warning.zh, warning.en)
        for name in sorted({path[0] for path in compiled.names} | compiled.calls):
            if name in place.others:
                yield _not_required(place, name, compiled)
            elif name not in place.names and name not in place.required:
                yield _unknown(place, name, compiled)


def _compiled(value: object, names: frozenset[str]) -> Iterator[Compiled]:
    """Yield every text of a logic, ready to be asked what it reads; a faulty one is told apart."""
    if isinstance(value, m.Rule):
        yield from _read(compile_unary_tests, value.tests, names)
        yield from _read(compile_expression, value.results, names)
    elif isinstance(value, m.Input):
        yield from _read(compile_expression, (value.text,), names)
        yield from _read(compile_unary_tests, (value.values,), names)
    elif isinstance(value, m.Output):
        yield from _read(compile_unary_tests, (value.values,), names)
        yield from _read(compile_expression, (value.default,), names)
    elif isinstance(value, m.Text):
        yield from _read(compile_expression, (value.text,), names)
    elif isinstance(value, m.Logic):
        for field in fields(value):
            yield from _compiled(getattr(value, field.name), names)
    elif isinstance(value, tuple):
        for part in value:
            yield from _compiled(part, names)


def _read(
    compile_it: Callable[[str, frozenset[str]], Compiled],
    texts: tuple[str, ...],
    names: frozenset[str],
) -> Iterator[Compiled]:
    for text in filter(None, texts):
        with suppress(FeelError):
            yield compile_it(text, names)


def _local_names(value: object) -> Iterator[str]:
    """Yield the names that a logic binds itself: entries, parameters, iterators."""
    if isinstance(value, m.BoxedContext):
        yield from (name for name, _, _ in value.entries)
    elif isinstance(value, m.FunctionLogic):
        yield from (name for name, _ in value.parameters)
    elif isinstance(value, m.Iteration):
        yield value.variable
    if isinstance(value, m.Logic):
        for field in fields(value):
            yield from _local_names(getattr(value, field.name))
    elif isinstance(value, tuple):
        for part in value:
            yield from _local_names(part)


def _not_required(place: Place, name: str, compiled: Compiled) -> Finding:
    return Finding(
        "not_required",
        (place.element.name,),
        f"“{compiled.text}”用到“{name}”，但没有画出对它的依赖，按空值计算。请画上需求连线。",
        f"“{compiled.text}” uses “{name}”, which is not required and so counts as null. "
        "Draw the requirement.",
    )


def _unknown(place: Place, name: str, compiled: Compiled) -> Finding:
    return Finding(
        "unknown_name",
        (place.element.name,),
        f"“{compiled.text}”用到“{name}”，模型中没有，按空值计算。请检查名称。",
        f"“{compiled.text}” uses “{name}”, which the model does not have and so counts as null. "
        "Check the name.",
    )
