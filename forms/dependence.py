"""Which fields others depend on, so that the page asks the server again when they change."""

import re
from collections.abc import Iterator

from forms.context import FormContext
from forms.fields import Field, Form
from forms.markup import slots

LITERAL = re.compile(r'"(?:[^"\\]|\\.)*"')
NAME = re.compile(r"[^\W\d]\w*")


def names_depended_on(form: Form, context: FormContext) -> frozenset[str]:
    """Return every name that an expression deciding what is drawn mentions."""
    found: set[str] = set()
    for text in _expressions(form, context):
        found.update(NAME.findall(LITERAL.sub("", text)))
    return frozenset(found)


def _expressions(form: Form, context: FormContext) -> Iterator[str]:
    for field in form.walk():
        yield from (field.hide, field.readonly, field.options_feel, field.expression)
        yield from (*slots(field.content.zh), *slots(field.content.en))
        if field.kind == "materials":
            yield from _of_materials(field, context)


def _of_materials(field: Field, context: FormContext) -> Iterator[str]:
    yield field.option_named("only")
    rows = context.variables.get("materials")
    for row in rows if isinstance(rows, (list, tuple)) else ():
        if isinstance(row, dict) and ("when" in row or "needed" not in row):
            yield f"{row.get('when') or ''} {row.get('number') or ''}"
