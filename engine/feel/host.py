"""Functions that the host lends to an expression, such as `due("decide")`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.feel.budget import Run
from engine.feel.errors import FeelError, HostFunctionError
from engine.feel.values import Function, admit, export

#: A Python callable, which gets Python data, or a function that FEEL calls itself.
Lent = Callable[..., object] | Function
Functions = Mapping[str, Lent]


def lent(name: str, function: Lent) -> Function:
    """Return what the host lends as a function; one of FEEL's own kind shares the budget."""
    return function if isinstance(function, Function) else HostFunction(name, function)


@dataclass(frozen=True, slots=True, eq=False)
class HostFunction(Function):
    """A Python callable by name; it gets plain Python data and its result is admitted."""

    name: str
    function: Callable[..., object]

    def call(self, run: Run, arguments: list[object]) -> object:
        """Call with arguments by position; raise HostFunctionError if it raises."""
        given = [export(run, argument) for argument in arguments]
        return self._guarded(run, lambda: self.function(*given))

    def call_named(self, run: Run, arguments: dict[str, object]) -> object:
        """Call with arguments by name, spaces as underscores."""
        given = {key.replace(" ", "_"): export(run, value) for key, value in arguments.items()}
        return self._guarded(run, lambda: self.function(**given))

    def _guarded(self, run: Run, act: Callable[[], object]) -> object:
        run.charge(1)
        try:
            return admit(run, act())
        except FeelError:
            raise
        except Exception as error:
            raise HostFunctionError(self.name, error) from error
