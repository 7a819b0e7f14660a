"""What FEEL sees in a form, in form-js's own order, and how its expressions are asked."""

from collections import ChainMap
from collections.abc import Callable, Mapping, MutableMapping, ValuesView
from dataclasses import dataclass
from typing import cast

from engine import feel
from engine.lazy import LazyMapping
from forms.context import FormContext


class _Names(ChainMap[str, object]):
    """The names of a place, in layers."""

    def values(self) -> ValuesView[object]:
        """Return the values at hand.

        FEEL looks into them for keys with signs such as "a-b", which the registers never have:
        a minus in an expression must not read the people and regions.
        """
        layers = (
            cast(MutableMapping[str, object], layer.at_hand())
            if isinstance(layer, LazyMapping)
            else layer
            for layer in self.maps
        )
        return ValuesView(ChainMap(*layers))


@dataclass(frozen=True)
class Scope:
    """A place in the data from which expressions look: the root, or one row.

    Values are typed (Decimal, date, str, bool, list, dict), so dates compare with `today()`.
    """

    context: FormContext
    #: Of the form; its data is also seen at `case.<form>` by the materials.
    form_id: str
    #: The form's whole data; grows while a form is being read.
    answers: Mapping[str, object]
    #: The object the field lies in: the root, a group's object or a row.
    this: Mapping[str, object]
    parent: Mapping[str, object] | None = None
    #: Row number from 1, None outside rows.
    row: int | None = None

    def below(self, this: Mapping[str, object], row: int | None = None) -> "Scope":
        """Return the scope of an object inside this one."""
        row = self.row if row is None else row
        return Scope(self.context, self.form_id, self.answers, this, self.this, row)

    def names(self) -> Mapping[str, object]:
        """Return the names an expression may use: own special names give way to data.

        Laid one over another, not copied: variables that nobody asks for are never read.
        """
        special = {"this": self.this, "parent": self.parent, "i": self.row}
        always = {f"_{name}_": value for name, value in special.items()}
        layers = (always, self.answers, self.context.variables, special)
        return _Names(*cast(tuple[MutableMapping[str, object], ...], layers))

    def value(self, expression: str) -> object:
        """Return the value of a FEEL expression."""
        return feel.evaluate(
            expression,
            self.names(),
            now=self.context.now,
            functions=self.context.functions,
        )

    def holds(self, expression: str) -> bool:
        """Say whether a FEEL expression is exactly true."""
        return self.value(expression) is True

    def hides(self, test: str) -> bool:
        """Say whether a form-js `conditional.hide` is exactly true; an error leaves it visible.

        form-js asks a unary test without an input: an expression that is true hides as well.
        """
        return self._asks(feel.evaluate, test) or self._asks(feel.unary_test, test, None)

    def _asks(self, ask: Callable[..., object], test: str, *value: object) -> bool:
        try:
            answer = ask(
                test,
                *value,
                self.names(),
                now=self.context.now,
                functions=self.context.functions,
            )
        except feel.FeelError:
            return False
        return answer is True


def root_scope(context: FormContext, form_id: str, answers: Mapping[str, object]) -> Scope:
    """Return the scope of the form's own level."""
    return Scope(context, form_id, answers, answers)
