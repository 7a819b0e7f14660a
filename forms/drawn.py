"""What a page shows of a form: plain values a template prints without deciding anything."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from markupsafe import Markup


@dataclass(frozen=True)
class DrawnOption:
    """One thing to choose."""

    id: str
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class DrawnFile:
    """A file already attached."""

    id: str
    name: str
    size: str
    content_type: str


@dataclass(frozen=True)
class DrawnMaterial:
    """A row of the materials grid."""

    code: str
    id: str
    #: Its inputs are `<name>-state`, `-certificate`, `-note`, `-attachments`.
    name: str
    label: str
    help: str
    #: "main", "promise" or "statement", and its word.
    necessity: str
    necessity_label: str
    needed: bool
    state: str
    states: tuple[DrawnOption, ...]
    #: Whether a shared certificate exists for it.
    takes_certificate: bool
    certificate: str
    note: str
    files: tuple[DrawnFile, ...]
    errors: tuple[str, ...]


@dataclass(frozen=True)
class DrawnRow:
    """One row of a list; the template row bears the index `__index__`."""

    id: str
    #: Value of the button that removes it, `units-1`.
    name: str
    title: str
    fields: tuple["DrawnField", ...]


@dataclass(frozen=True)
class DrawnField:
    """One field; `widget` says which template draws it."""

    widget: str
    id: str
    name: str
    path: str
    kind: str
    label: str
    help: str = ""
    unit: str = ""
    required: bool = False
    readonly: bool = False
    value: str = ""
    ticked: bool = False
    options: tuple[DrawnOption, ...] = ()
    errors: tuple[str, ...] = ()
    #: What the server adds below the value: 大写, the register's answer.
    note: str = ""
    #: Of 12 columns on a wide screen.
    columns: int = 12
    #: Others depend on it: the page asks the server again when it changes.
    refreshes: bool = False
    #: A supervisor may vouch for the value as it is.
    overridable: bool = False
    input_mode: str = ""
    accept: str = ""
    multiple: bool = False
    #: Files are photos: the browser adds when and where they were taken.
    takes_photos: bool = False
    fields: tuple["DrawnField", ...] = ()
    rows: tuple[DrawnRow, ...] = ()
    blank_row: DrawnRow | None = None
    can_add: bool = True
    materials: tuple[DrawnMaterial, ...] = ()
    files: tuple[DrawnFile, ...] = ()
    html: Markup = field(default_factory=Markup)

    @property
    def described_by(self) -> str:
        """Return the ids of help, note and errors for `aria-describedby`."""
        parts = (("help", self.help), ("note", self.note), ("errors", self.errors))
        return " ".join(f"{self.id}-{name}" for name, text in parts if text)


@dataclass(frozen=True)
class SummaryLine:
    """One line of the error summary, linked to the field unless `id` is empty."""

    id: str
    label: str
    text: str


@dataclass(frozen=True)
class DrawnForm:
    """A form ready to print."""

    id: str
    title: str
    language: str
    fields: tuple[DrawnField, ...]
    summary: tuple[SummaryLine, ...]
    #: Values of hidden fields, carried along so that nothing typed is lost: (name, value).
    kept: tuple[tuple[str, str], ...]
    #: Fixed words of the page, by key, in the form's language.
    words: Mapping[str, str]
