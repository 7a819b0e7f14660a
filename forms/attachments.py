"""Which stored files a form's data holds, so that they can be bound to their case."""

from collections.abc import Iterator, Mapping

from forms.answers import object_of, rows_of
from forms.fields import Field, Form, flat

FILES = frozenset({"filepicker", "attachments"})


def attachment_ids(form: Form, data: Mapping[str, object]) -> frozenset[str]:
    """Return the id of every file named in `data`: file fields, rows and the materials grid."""
    return frozenset(_ids(form.fields, data))


def _ids(fields: tuple[Field, ...], data: Mapping[str, object]) -> Iterator[str]:
    for field in flat(fields):
        value = data.get(field.key)
        if field.kind in FILES:
            yield from (str(each) for each in rows_of(value))
        elif field.kind == "materials":
            for row in object_of(value).values():
                yield from (str(each) for each in rows_of(object_of(row).get("attachments")))
        elif field.has_rows:
            for row in rows_of(value):
                yield from _ids(field.fields, object_of(row))
        elif field.fields:
            yield from _ids(field.fields, object_of(value))
