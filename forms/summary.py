"""The error summary above a form: one linked line for each message, in the page's order."""

from collections.abc import Iterator, Mapping, Sequence

from forms.drawn import DrawnField, SummaryLine
from forms.messages import Message, pick
from forms.wording import words_in


def summary_of(
    fields: tuple[DrawnField, ...], errors: Mapping[str, Sequence[Message]], language: str
) -> tuple[SummaryLine, ...]:
    """Return a line for every message; those of no drawn field stand first, without a link."""
    linked = list(_lines(fields, ""))
    drawn = set(_paths(fields))
    whole = words_in(language)["whole_form"]
    loose = [
        SummaryLine("", whole, pick(message, language))
        for path, messages in errors.items()
        if path not in drawn
        for message in messages
    ]
    return (*loose, *linked)


def _lines(fields: tuple[DrawnField, ...], before: str) -> Iterator[SummaryLine]:
    for field in fields:
        label = f"{before}{field.label}"
        for text in field.errors:
            yield SummaryLine(_target(field), label, text)
        for material in field.materials:
            for text in material.errors:
                yield SummaryLine(f"{material.id}-state", material.label, text)
        yield from _lines(field.fields, before)
        for row in field.rows:
            yield from _lines(row.fields, f"{row.title} · ")


def _target(field: DrawnField) -> str:
    if field.widget in ("radio", "checklist") and field.options:
        return field.options[0].id
    return field.id


def _paths(fields: tuple[DrawnField, ...]) -> Iterator[str]:
    for field in fields:
        yield field.path
        yield from (f"{field.path}.{each.code}" for each in field.materials)
        yield from _paths(field.fields)
        for row in field.rows:
            yield from _paths(row.fields)
