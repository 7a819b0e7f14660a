"""Compile a model's texts, once; what is at fault in one element leaves the others alone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from engine.dmn import boxed
from engine.dmn import model as m
from engine.dmn.errors import Finding
from engine.dmn.tables import compile_table
from engine.dmn.types import types_of
from engine.feel.budget import Frame, Run
from engine.feel.errors import FeelError
from engine.feel.types import Type
from engine.feel.values import Code, Function

boxed.compiles_with(m.Table, compile_table)


@dataclass(frozen=True, eq=False)
class CompiledModel:
    """A model's types and the code of its elements; `faults` says which have a text not FEEL."""

    types: Mapping[str, Type]
    decisions: Mapping[str, Code]
    functions: Mapping[str, Callable[[Frame | None, str], Function]]
    faults: tuple[Finding, ...]


def compile_model(model: m.Model) -> CompiledModel:
    """Compile every text of a model; an element with a fault raises it only when it is asked."""
    compiler = boxed.Compiler(model.names)
    decisions: dict[str, Code] = {}
    functions: dict[str, Callable[[Frame | None, str], Function]] = {}
    faults: list[Finding] = []
    types = types_of(model, faults)
    for key, element in model.elements.items():
        try:
            if isinstance(element, m.Decision) and element.logic is not None:
                decisions[key] = compiler.code(element.logic)
            elif isinstance(element, m.Knowledge) and element.function is not None:
                functions[key] = boxed.function(compiler, element.function)
        except FeelError as error:
            decisions[key] = _raising(error)
            faults.append(Finding(error.code, (element.name,), error.zh, error.en))
    return CompiledModel(types, decisions, functions, tuple(faults))


def _raising(error: FeelError) -> Code:
    def code(run: Run, frame: Frame | None) -> object:
        raise error

    return code


class _Identity:
    """Let a model be a key of the cache by what it is, not by what it holds."""

    __slots__ = ("model",)

    def __init__(self, model: m.Model) -> None:
        self.model = model

    def __hash__(self) -> int:
        return id(self.model)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and other.model is self.model


def compiled(model: m.Model) -> CompiledModel:
    """Return the model compiled, once for each model."""
    return _compile_once(_Identity(model))


@lru_cache(maxsize=64)
def _compile_once(identity: _Identity) -> CompiledModel:
    return compile_model(identity.model)
