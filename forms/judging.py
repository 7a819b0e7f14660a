"""Judge what was sent: a Submission, or InvalidSubmission with every fault at its path.

Data is JSON with exact numbers: text, bool, int, `Decimal` (with the field's decimals: 48260.00),
ISO days as text, lists and objects. Write it with `engine.store.json`, which keeps decimals; FEEL
sees them as numbers. A visible field left blank is null, [] or false; a hidden one is absent.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from marshmallow import ValidationError

from engine.errors import InvalidSubmission
from forms.answers import Answers, object_of, read_answers
from forms.context import FormContext
from forms.fields import Field, Form
from forms.kinds import KINDS
from forms.kinds.codes import read_code, right_digit
from forms.kinds.kind import is_blank
from forms.messages import Message, Refused
from forms.places import places
from forms.rules import broken_rules, met_warnings
from forms.schema import schema_of
from forms.values import flattened


@dataclass(frozen=True)
class Warned:
    """A warning at a data path ("" for the form as a whole); it does not stop a submission."""

    path: str
    message: Message


@dataclass(frozen=True)
class Submission:
    """What a form has accepted (填报)."""

    form_id: str
    data: Mapping[str, Any]
    warnings: tuple[Warned, ...] = ()
    #: Paths accepted with a wrong check digit because a supervisor vouched; to be recorded.
    overridden: tuple[str, ...] = ()


class Unaccepted(InvalidSubmission):
    """The form was not accepted.

    `overridable` are paths a supervisor may vouch for, `recorded` the messages of rules that want
    the refusal in the case's record.
    """

    def __init__(
        self,
        errors: dict[str, list[Message]],
        overridable: tuple[str, ...] = (),
        recorded: tuple[Message, ...] = (),
    ) -> None:
        """Keep the errors, the paths where only a check digit is wrong, and what is recorded."""
        self.overridable, self.recorded = overridable, recorded
        super().__init__(errors)


def judge(
    form: Form,
    raw: Mapping[str, object],
    context: FormContext,
    *,
    overrides: Collection[str] = (),
) -> Submission:
    """Return the submission of `raw`; raises InvalidSubmission with all errors by path.

    `overrides` are data paths whose wrong check digit is accepted; the caller has seen to it that
    the person may do so. Other faults of the same value are not.
    """
    sent = object_of(raw)
    answers = read_answers(form, sent, context)
    wrong = wrong_digits(answers, sent)
    try:
        data = schema_of(answers, sent, overrides).load(sent)
    except ValidationError as refused:
        errors = flattened(cast("Mapping[Any, Any]", refused.messages))
        overridable = tuple(path for path in wrong if path in errors)
        raise Unaccepted(errors, overridable, _recorded(answers, errors)) from refused
    return Submission(
        form_id=form.id,
        data=data,
        warnings=tuple(warnings_of(answers)),
        overridden=tuple(path for path in wrong if path in overrides),
    )


def _recorded(answers: Answers, errors: Mapping[str, Collection[Message]]) -> tuple[Message, ...]:
    """Return the messages among the errors whose rules want them in the record."""
    told = {message for messages in errors.values() for message in messages}
    asked = (message for rule, message in broken_rules(answers) if rule.is_recorded)
    return tuple(message for message in asked if message in told)


def wrong_digits(answers: Answers, raw: Mapping[str, object]) -> tuple[str, ...]:
    """Return the paths of visible codes that are well-shaped but end in a wrong check digit."""
    return tuple(
        place.path for place, sent in places(answers, raw) if _has_wrong_digit(place.field, sent)
    )


def warnings_of(answers: Answers) -> Iterator[Warned]:
    """Yield what the fields and the rules warn of."""
    for place, value in places(answers, answers.data):
        kind = KINDS.get(place.field.kind)
        if kind and not is_blank(value):
            yield from (Warned(place.path, message) for message in kind.advise(value, place))
    for rule, message in met_warnings(answers):
        yield Warned(rule.fields[0] if rule.fields else "", message)


def _has_wrong_digit(field: Field, sent: object) -> bool:
    try:
        return bool(right_digit(field.kind, read_code(sent, field)))
    except Refused:
        return False
