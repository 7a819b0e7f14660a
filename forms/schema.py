"""Build the marshmallow Schema of one submission: the only judge of what a form accepts.

The Schema has the fields that are visible for this input and no others, so a hidden required field
asks for nothing and a hidden or unknown value is dropped. Messages are pairs (zh, en).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from marshmallow import EXCLUDE, Schema, ValidationError, validates_schema
from marshmallow import fields as schema_fields

from forms.answers import Answers, is_fixed, object_of, read_answers, rows_of
from forms.context import FormContext
from forms.fields import Field, Form
from forms.kinds import KINDS
from forms.kinds.kind import Place
from forms.messages import Message
from forms.rules import broken_rules
from forms.scope import Scope
from forms.values import Fixed, Inner, Rows, Value

#: By their keys.
JudgedFields = dict[str, schema_fields.Field[Any]]


class Judging(Schema):
    """The Schema of a form, or of a part of it: unknown values are dropped, rules are obeyed.

    Its fields are given, not declared: making a class for each submission takes longer than judging
    it.
    """

    class Meta:
        """Options of marshmallow."""

        unknown = EXCLUDE

    def __init__(self, judged: JudgedFields, answers: Answers | None = None) -> None:
        """Judge by these fields, and where the answers are given by the rules of their form."""
        self._declared_fields = judged
        self._answers = answers
        super().__init__()

    @validates_schema(skip_on_field_errors=False)
    def _obey_rules(self, data: Any, **kwargs: Any) -> None:
        if self._answers is None:
            return
        errors: dict[str, Any] = {}
        for rule, message in broken_rules(self._answers):
            for path in rule.fields or ("_schema",):
                _put(errors, path.split("."), message)
        if errors:
            raise ValidationError(errors)


def schema_for(
    form: Form,
    context: FormContext,
    raw: Mapping[str, object],
    *,
    overrides: Collection[str] = (),
) -> Schema:
    """Return the Schema that judges `raw`: visible fields only, with the form's rules.

    `overrides` are data paths whose wrong check digit a supervisor vouches for.
    """
    return schema_of(read_answers(form, raw, context), raw, overrides)


def schema_of(answers: Answers, raw: Mapping[str, object], overrides: Collection[str]) -> Schema:
    """Return the Schema for answers already read from `raw`."""
    builder = _Builder(answers, frozenset(overrides))
    return Judging(builder.judged(answers.form.fields, "", answers.scope, raw), answers)


@dataclass(frozen=True)
class _Builder:
    answers: Answers
    overrides: frozenset[str]

    def judged(
        self, fields: tuple[Field, ...], prefix: str, scope: Scope, raw: Mapping[str, object]
    ) -> JudgedFields:
        return {
            field.key: self.field(field, prefix, scope, raw)
            for field in self.visible(fields, prefix)
        }

    def visible(self, fields: tuple[Field, ...], prefix: str) -> Iterator[Field]:
        for field in flat_visible(self.answers, fields, prefix):
            if field.key and (field.kind in KINDS or field.fields or field.type == "expression"):
                yield field

    def field(
        self, field: Field, prefix: str, scope: Scope, raw: Mapping[str, object]
    ) -> schema_fields.Field[Any]:
        path = f"{prefix}{field.key}"
        if field.has_rows:
            return self.rows(field, path, scope, raw)
        if field.type == "group":
            inner = cast("Mapping[str, object]", scope.this[field.key])
            below = object_of(raw.get(field.key))
            return Inner(Judging(self.judged(field.fields, f"{path}.", scope.below(inner), below)))
        place = Place(field, path, scope, path in self.overrides)
        return Fixed(place) if is_fixed(field, scope) else Value(KINDS[field.kind], place)

    def rows(
        self, field: Field, path: str, scope: Scope, raw: Mapping[str, object]
    ) -> schema_fields.Field[Any]:
        typed = cast("list[Mapping[str, object]]", scope.this[field.key])
        sent = rows_of(raw.get(field.key), field)
        schemas: list[Schema] = [
            Judging(
                self.judged(
                    field.fields, f"{path}.{index}.", scope.below(row, index + 1), object_of(each)
                )
            )
            for index, (row, each) in enumerate(zip(typed, sent, strict=True))
        ]
        return Rows(field, schemas)


def flat_visible(answers: Answers, fields: tuple[Field, ...], prefix: str) -> Iterator[Field]:
    """Yield the visible fields of one level, keyless groups replaced by their children."""
    for field in fields:
        if answers.hides(prefix, field):
            continue
        if field.type == "group" and not field.key:
            yield from flat_visible(answers, field.fields, prefix)
        else:
            yield field


def _put(errors: dict[str, Any], parts: list[str], message: Message) -> None:
    *above, last = parts
    for part in above:
        found = errors.get(part)
        if not isinstance(found, dict):
            errors[part] = {"_schema": found} if found else {}
        errors = errors[part]
    found = errors.setdefault(last, [])
    (found.setdefault("_schema", []) if isinstance(found, dict) else found).append(message)
