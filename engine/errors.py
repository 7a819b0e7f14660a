"""The engine's small family of errors; each class has a code that never changes.

A message tells what happened, which thing it concerns and what to do next, in Chinese and in
English. The HTTP status is chosen in `web/errors.py` and nowhere else.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Attempt:
    """What somebody tried on a case and may not do; the edge records it after the refusal."""

    case_id: int
    by: str
    #: What it was tried on: an element's id, or the kind of thing.
    what: str
    #: What the record says of it, (zh, en), where that is not the error's own message.
    said: tuple[str, str] | None = None


class BanjieError(Exception):
    """Something went wrong."""

    code = "error"
    #: Where the refusal is to stand in a case's record.
    attempt: Attempt | None = None

    def __init__(self, zh: str = "", en: str = "", *, code: str = "") -> None:
        """Keep both texts; without any, the class docstring is the English message."""
        self.zh = zh
        self.en = en or zh or (self.__doc__ or "").strip()
        if code:
            self.code = code
        super().__init__(self.en)

    def text(self, language: str) -> str:
        """Return the message in `language` ("zh" or "en")."""
        return self.zh if language.startswith("zh") and self.zh else self.en


class NotFound(BanjieError):
    """What was asked for does not exist."""

    code = "not_found"


class NotAllowed(BanjieError):
    """The person may not do this."""

    code = "not_allowed"


class Conflict(BanjieError):
    """Somebody or something else was faster, or the state no longer allows it."""

    code = "conflict"


class Busy(BanjieError):
    """The case is being worked on by somebody else right now; try again in a moment."""

    code = "busy"


class Unavailable(BanjieError):
    """The database or its disk cannot work now, and an administrator must look.

    Nothing is half-done: the transaction that met it is kept whole or not at all.
    """

    code = "database_unavailable"


class InvalidSubmission(BanjieError):
    """The form was not accepted; `errors` maps each field's path to its messages.

    A path is dotted, rows by index: `units.0.name`. The empty path holds what concerns the whole.
    Each message is a pair (zh, en).
    """

    code = "invalid_submission"

    def __init__(self, errors: dict[str, list[tuple[str, str]]]) -> None:
        """Keep the errors by field path."""
        self.errors = errors
        super().__init__(
            f"有 {len(errors)} 处需要修改", f"{len(errors)} field(s) need to be corrected"
        )


class ExpressionFailed(BanjieError):
    """An expression of the matter could not be evaluated; its code says what went wrong."""

    code = "expression_failed"


class InvalidMatter(BanjieError):
    """A matter's folder cannot be published; `findings` says where and why, all at once."""

    code = "invalid_matter"

    def __init__(self, zh: str = "", en: str = "", findings: tuple[object, ...] = ()) -> None:
        """Keep the findings beside the message."""
        self.findings = findings
        super().__init__(zh, en)
