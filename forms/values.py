"""marshmallow fields: one value by its kind, a computed value, an object, a list of rows."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, missing

from engine import feel
from forms.answers import fixed_value, is_empty_row, object_of, rows_of
from forms.fields import Field
from forms.kinds import KINDS
from forms.kinds.kind import Kind, Place, is_blank
from forms.messages import Message, Refused


class Value(fields.Field[object]):
    """One value, judged by its kind."""

    def __init__(self, kind: Kind, place: Place) -> None:
        """Judge by `kind` at `place`."""
        self.kind = kind
        self.place = place
        super().__init__()

    def deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        """Return the value as it is stored; raises ValidationError with pairs (zh, en)."""
        if value is missing or is_blank(value):
            return self._blank()
        try:
            typed = self.kind.read(value, self.place.field)
        except Refused as refused:
            raise _refusal(refused.messages) from refused
        if found := list(self.kind.check(typed, self.place)):
            raise _refusal(found)
        if parts := self.kind.check_parts(typed, self.place):
            raise ValidationError(dict(parts))
        return self.kind.write(typed, self.place)

    def _blank(self) -> object:
        if self.place.field.required:
            raise _refusal([self.kind.ask])
        return self.kind.write(self.kind.blank(), self.place)


class Fixed(fields.Field[object]):
    """A value the server computes; what was sent is not looked at."""

    def __init__(self, place: Place) -> None:
        """Take the value of the field at `place`."""
        self.place = place
        super().__init__()

    def deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        """Return the computed value."""
        computed = fixed_value(self.place.field, self.place.scope)
        kind = KINDS.get(self.place.field.kind)
        return kind.write(computed, self.place) if kind else feel.to_plain(computed)


class Inner(fields.Field[object]):
    """The object of a group that has a path."""

    def __init__(self, schema: Schema) -> None:
        """Judge the object by `schema`."""
        self.schema = schema
        super().__init__()

    def deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        """Return the object loaded by its own Schema."""
        return self.schema.load(object_of(value))


class Rows(fields.Field[object]):
    """The rows of a dynamic list, each by its own Schema; wholly empty rows are left out."""

    def __init__(self, field: Field, schemas: list[Schema]) -> None:
        """Judge row n by the n-th of `schemas`."""
        self.field = field
        self.schemas = schemas
        super().__init__()

    def deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        """Return the rows; raises ValidationError by row index, as sent."""
        errors: dict[str | int, Any] = {}
        rows: list[object] = []
        sent = rows_of(value, self.field)
        for index, (row, schema) in enumerate(zip(sent, self.schemas, strict=True)):
            if is_empty_row(row):
                continue
            try:
                rows.append(schema.load(object_of(row)))
            except ValidationError as refused:
                errors[index] = refused.messages
        cut = len(rows_of(value)) - len(sent)
        if found := row_count_messages(self.field, len(rows) + len(errors) + cut):
            errors["_schema"] = found
        if errors:
            raise ValidationError(errors)
        return rows


def row_count_messages(field: Field, count: int) -> list[Message]:
    """Return what a list with too few or too many rows is told."""
    zh, en = field.words.zh, field.words.text("en")
    least = max(field.min_rows, 1 if field.required else 0)
    if count < least:
        return [
            (
                f"“{zh}”至少 {least} 行，现有 {count} 行；请添加",
                f"{en}: at least {least} row(s), now {count}; add more",
            )
        ]
    if count > field.max_rows:
        return [
            (
                f"“{zh}”最多 {field.max_rows} 行，现有 {count} 行；请删减",
                f"{en}: at most {field.max_rows} rows, now {count}; remove some",
            )
        ]
    return []


def _refusal(messages: list[Message]) -> ValidationError:
    return ValidationError(messages)


def flattened(messages: Mapping[Any, Any], prefix: str = "") -> dict[str, list[Message]]:
    """Return marshmallow's nested messages by dotted path; `_schema` is the thing itself."""
    flat: dict[str, list[Message]] = {}
    for key, value in messages.items():
        path = prefix if key == "_schema" else f"{prefix}.{key}".lstrip(".")
        if isinstance(value, Mapping):
            for inner, found in flattened(value, path).items():
                flat.setdefault(inner, []).extend(found)
        else:
            flat.setdefault(path, []).extend(value)
    return flat
