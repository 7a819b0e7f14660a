"""How wide fields stand: form-js's rows of 16 columns become shares of 12."""

from collections.abc import Sequence
from itertools import groupby

from forms.fields import Field

FORM_JS_COLUMNS, OUR_COLUMNS, NARROWEST = 16, 12, 3
#: Kinds that need the whole width whatever a designer says.
WIDE = frozenset({"materials", "dynamiclist", "group", "html", "text", "separator", "spacer"})


def widths(fields: Sequence[Field]) -> dict[str, int]:
    """Return the width of each field of one level by id, out of 12."""
    found: dict[str, int] = {}
    for row, group in groupby(fields, key=lambda field: field.row or field.id):
        members = list(group)
        for field in members:
            found[field.id] = _width(field, members if row else [field])
    return found


def _width(field: Field, row: Sequence[Field]) -> int:
    if field.kind in WIDE:
        return OUR_COLUMNS
    if field.columns:
        return max(NARROWEST, round(field.columns * OUR_COLUMNS / FORM_JS_COLUMNS))
    taken = sum(each.columns for each in row) * OUR_COLUMNS // FORM_JS_COLUMNS
    sharing = sum(1 for each in row if not each.columns)
    return max(NARROWEST, (OUR_COLUMNS - taken) // sharing)
