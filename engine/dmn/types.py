"""Turn a model's item definitions into FEEL types."""

from dataclasses import dataclass

from engine.dmn.errors import Finding
from engine.dmn.model import ItemDefinition, Model
from engine.feel import types as feel
from engine.feel.budget import Run
from engine.feel.compiler.tests import input_frame
from engine.feel.errors import FeelError
from engine.feel.evaluation import Compiled, compile_unary_tests


@dataclass(frozen=True, slots=True)
class Constrained(feel.Type):
    """A type of which only some values are allowed."""

    base: feel.Type
    tests: Compiled

    def holds(self, run: Run, value: object) -> bool:
        """Check the base alone: a value out of bounds is still an instance."""
        return self.base.holds(run, value)

    def admits(self, run: Run, value: object) -> bool:
        """Check the base first, then the tests."""
        return self.base.admits(run, value) and self.tests.run(run, input_frame(value)) is True


def types_of(model: Model, faults: list[Finding]) -> dict[str, feel.Type]:
    """Return the model's types by name, those of imports also as `alias.name`.

    A type whose allowed values are no FEEL is left out and added to `faults`.
    """
    found: dict[str, feel.Type] = {}
    for alias, imported in model.imports:
        for name, kind in types_of(imported, faults).items():
            found[f"{alias}.{name}" if alias else name] = kind
            found.setdefault(name, kind)
    for item in model.types:
        try:
            found[item.name] = _type_of(item, model.names)
        except FeelError as error:
            faults.append(Finding(error.code, (item.name,), error.zh, error.en))
    return found


def named(reference: str) -> feel.Type | None:
    """Return the type a reference names, None for none at all or any."""
    return feel.Named(reference) if reference and reference != "Any" else None


def _type_of(item: ItemDefinition, names: frozenset[str]) -> feel.Type:
    kind = _base(item, names)
    if item.allowed:
        kind = Constrained(kind, compile_unary_tests(item.allowed, names))
    if item.is_collection:
        kind = feel.ListOf(kind)
    if item.constraint:
        kind = Constrained(kind, compile_unary_tests(item.constraint, names))
    return kind


def _base(item: ItemDefinition, names: frozenset[str]) -> feel.Type:
    if item.components:
        return feel.ContextOf({part.name: _type_of(part.item, names) for part in item.components})
    if item.function is not None:
        parameters, result = item.function
        return feel.FunctionOf(
            tuple(feel.Named(name or "Any") for name in parameters), feel.Named(result or "Any")
        )
    return feel.Named(item.base or "Any")
