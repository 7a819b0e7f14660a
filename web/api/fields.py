"""Fields of the API's schemas that marshmallow does not have."""

from datetime import datetime
from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from engine.days import ZONE

#: Longer than every key, sign-in name and number of ours.
LONGEST_KEY = 80
#: The blank; below it lie the control characters.
FIRST_PRINTED = 0x20


class Instant(fields.AwareDateTime):
    """A moment: any offset is taken, the bureau's is given."""

    def _serialize(
        self, value: datetime | None, attr: str | None, obj: Any, **kwargs: Any
    ) -> str | None:
        return None if value is None else value.astimezone(ZONE).isoformat()


def text(about: str = "", *, null: bool = False, **options: Any) -> fields.String:
    """Return a text field, described for the reader of the OpenAPI document."""
    return fields.String(allow_none=null, metadata=_told(about), **options)


def key(about: str = "", **options: Any) -> fields.String:
    """Return a field of something looked up by name: short, without control characters."""
    checks = (validate.Length(max=LONGEST_KEY), refuse_control_characters)
    return fields.String(validate=checks, metadata=_told(about), **options)


def refuse_control_characters(value: str) -> None:
    """Raise ValidationError for what no database can look up."""
    if any(ord(sign) < FIRST_PRINTED for sign in value):
        raise ma.ValidationError("Control characters are not allowed.")


def number(about: str = "", *, null: bool = False, **options: Any) -> fields.Integer:
    """Return a whole-number field."""
    return fields.Integer(allow_none=null, strict=True, metadata=_told(about), **options)


def truth(about: str = "") -> fields.Boolean:
    """Return a yes-or-no field."""
    return fields.Boolean(metadata=_told(about))


def instant(about: str = "", *, null: bool = True, **options: Any) -> Instant:
    """Return a field of a moment."""
    return Instant(allow_none=null, metadata=_told(about), **options)


def day(about: str = "", *, null: bool = True, **options: Any) -> fields.Date:
    """Return a field of a day in the bureau's zone."""
    return fields.Date(allow_none=null, metadata=_told(about), **options)


def anything(about: str = "", **options: Any) -> fields.Dict:
    """Return a field of a JSON object whose keys a matter decides."""
    return fields.Dict(keys=fields.String(), metadata=_told(about), **options)


def one(schema: type[ma.Schema], *, null: bool = False, about: str = "") -> fields.Nested:
    """Return a field of one object."""
    return fields.Nested(schema, allow_none=null, metadata=_told(about))


def many(schema: type[ma.Schema], about: str = "") -> fields.List[Any]:
    """Return a field of a list of objects."""
    return fields.List(fields.Nested(schema), metadata=_told(about))


def texts(about: str = "", **options: Any) -> fields.List[Any]:
    """Return a field of a list of texts."""
    return fields.List(fields.String(), metadata=_told(about), **options)


def _told(about: str) -> dict[str, str]:
    return {"description": about} if about else {}
