"""Walk the visible values of a form with the data they stand in."""

from collections.abc import Iterator, Mapping

from forms.answers import Answers, object_of, rows_of
from forms.fields import Field
from forms.kinds import KINDS
from forms.kinds.kind import Place
from forms.schema import flat_visible
from forms.scope import Scope


def places(answers: Answers, data: Mapping[str, object]) -> Iterator[tuple[Place, object]]:
    """Yield each visible field of a known kind with its value in `data`, rows and computed values
    included.
    """
    yield from _places(answers, answers.form.fields, "", answers.scope, data)


def _places(
    answers: Answers,
    fields: tuple[Field, ...],
    prefix: str,
    scope: Scope,
    data: Mapping[str, object],
) -> Iterator[tuple[Place, object]]:
    for field in flat_visible(answers, fields, prefix):
        value, path = data.get(field.key), f"{prefix}{field.key}"
        if field.has_rows:
            typed = rows_of(scope.this.get(field.key))
            for index, (this, row) in enumerate(zip(typed, rows_of(value), strict=False)):
                below = scope.below(object_of(this), index + 1)
                yield from _places(answers, field.fields, f"{path}.{index}.", below, object_of(row))
        elif field.fields:
            below = scope.below(object_of(scope.this.get(field.key)))
            yield from _places(answers, field.fields, f"{path}.", below, object_of(value))
        elif field.key and (field.kind in KINDS or field.type == "expression"):
            yield Place(field, path, scope), value
