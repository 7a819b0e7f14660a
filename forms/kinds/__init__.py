"""The kinds of field: how each value is read, checked and written. One file per family."""

from forms.kinds.choices import CHOICES
from forms.kinds.codes import CODES
from forms.kinds.dates import DATES
from forms.kinds.files import FILES
from forms.kinds.kind import Kind, Place
from forms.kinds.materials import MATERIALS
from forms.kinds.numbers import NUMBERS
from forms.kinds.registers import REGISTERS
from forms.kinds.texts import TEXTS

#: Every kind by name; form-js's own input types are kinds of the same name.
KINDS: dict[str, Kind] = {
    **TEXTS,
    **NUMBERS,
    **DATES,
    **CHOICES,
    **CODES,
    **REGISTERS,
    **FILES,
    **MATERIALS,
}

__all__ = ["KINDS", "Kind", "Place"]
