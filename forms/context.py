"""What a form is judged and drawn in: the case, the moment, the shared registers, the language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from engine.days import day_of
from engine.feel.host import Functions


class Certificate(Protocol):
    """A certificate of the shared register (电子证照)."""

    @property
    def number(self) -> str:
        """Return its number."""

    @property
    def title(self) -> str:
        """Return what it is called."""

    @property
    def valid_until_on(self) -> date | None:
        """Return its last valid day, None without end."""


class Organisation(Protocol):
    """An organisation of the register."""

    @property
    def code(self) -> str:
        """Return its 统一社会信用代码."""

    @property
    def name(self) -> str:
        """Return its name."""


class Person(Protocol):
    """A person who can be picked."""

    @property
    def id(self) -> str:
        """Return the sign-in name."""

    @property
    def name(self) -> str:
        """Return the person's name."""

    @property
    def certificate_until_on(self) -> date | None:
        """Return the last day of the law-enforcement certificate (执法证), None without one."""


class AttachmentInfo(Protocol):
    """A stored file of this case or draft."""

    @property
    def id(self) -> str:
        """Return its id."""

    @property
    def file_name(self) -> str:
        """Return the name it was uploaded under."""

    @property
    def content_type(self) -> str:
        """Return its media type."""

    @property
    def size_bytes(self) -> int:
        """Return its size."""


class Lookups(Protocol):
    """The registers a form may ask; each answers None for what it does not know."""

    def certificate(self, kind: str, number: str) -> Certificate | None:
        """Return the certificate of `kind` with this number."""

    def organisation(self, code: str) -> Organisation | None:
        """Return the organisation with this 统一社会信用代码."""

    def person(self, person_id: str) -> Person | None:
        """Return the person with this id, if active."""

    def attachment(self, attachment_id: str) -> AttachmentInfo | None:
        """Return the file, if this case or draft may use it."""


class NoLookups:
    """Registers that know nothing: for drawing an empty form, checks and dry runs."""

    def certificate(self, kind: str, number: str) -> Certificate | None:
        """Return None."""
        return None

    def organisation(self, code: str) -> Organisation | None:
        """Return None."""
        return None

    def person(self, person_id: str) -> Person | None:
        """Return None."""
        return None

    def attachment(self, attachment_id: str) -> AttachmentInfo | None:
        """Return None."""
        return None


@dataclass(frozen=True)
class FormContext:
    """Everything around a form.

    `variables` are what FEEL sees beside the form's own fields: `case`, `matter`, `materials` (rows
    of the materials grid), `people` and `regions` (choices, dicts with id/code and name), and the
    item of a multi-instance. A form's field hides a variable of the same name.
    """

    #: Aware; decides today.
    now: datetime
    variables: Mapping[str, object] = field(default_factory=dict)
    functions: Functions = field(default_factory=dict)
    lookups: Lookups = field(default_factory=NoLookups)
    language: str = "zh_CN"

    @property
    def today(self) -> date:
        """Return the day it is in Shanghai."""
        return day_of(self.now)
