"""Values of hidden fields, carried along as hidden inputs so that nothing typed is lost."""

from collections.abc import Iterator, Mapping

from forms.answers import Answers, object_of, rows_of
from forms.fields import Field
from forms.writing import typed_text


def kept_values(answers: Answers, raw: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield (input name, value) of everything given in fields that are hidden now."""
    yield from _kept(answers, answers.form.fields, "", raw, is_hidden=False)


def _kept(
    answers: Answers,
    fields: tuple[Field, ...],
    prefix: str,
    raw: Mapping[str, object],
    *,
    is_hidden: bool,
) -> Iterator[tuple[str, str]]:
    for field in fields:
        gone = is_hidden or answers.hides(prefix, field)
        path, value = f"{prefix}{field.key}", raw.get(field.key)
        if field.type == "group":
            inner = object_of(value) if field.key else raw
            below = f"{path}." if field.key else prefix
            yield from _kept(answers, field.fields, below, inner, is_hidden=gone)
        elif field.has_rows:
            for index, row in enumerate(rows_of(value)):
                at = f"{path}.{index}."
                yield from _kept(answers, field.fields, at, object_of(row), is_hidden=gone)
        elif gone and field.key:
            yield from _inputs(field, path.replace(".", "-"), value)


def _inputs(field: Field, name: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for part, inner in value.items():
            yield from _inputs(field, f"{name}-{part}", inner)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _inputs(field, name, each)
    elif value is True:
        yield name, "true"
    elif value not in (None, "", False):
        yield name, typed_text(field, value)
