"""What holds for every case of a matter on a day: its limits, the calendar, the bureau's name.

Read together in one statement when a case first asks for any of it; most steps never do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import Select, Text, bindparam, literal_column, select, type_coerce
from sqlalchemy.orm import Session

from engine import calendars, limit_rules
from engine.calendars import Calendars
from engine.limit_rules import LimitRule, Version
from engine.store import json
from engine.store.publishing import LimitVersion, Setting


@dataclass(frozen=True)
class Standing:
    """The limits of a matter in all their versions, the calendars and the bureau."""

    matter_key: str
    calendars: Calendars
    versions: Sequence[Version]
    #: {"name", "code"}; empty texts before the bureau was founded.
    bureau: Mapping[str, Any]

    def rule_on(self, limit_key: str, day: date) -> LimitRule:
        """Return the rule of a limit that holds on a day; raises NotFound naming both."""
        held = limit_rules.newest_on(self.versions, day)
        return limit_rules.rule_among(held, self.matter_key, limit_key, day)

    def rules_on(self, day: date) -> list[LimitRule]:
        """Return every limit of the matter that holds on a day, by key."""
        return limit_rules.rules_among(limit_rules.newest_on(self.versions, day), day)


def read_standing(session: Session, matter_key: str) -> Standing:
    """Read what holds for the cases of a matter."""
    found = session.connection().execute(_STANDING, {"matter": matter_key}).all()
    bureau, calendar = (_read(text) if text else None for text in found[0][:2])
    known = calendars.known_calendars(session, calendar, bureau)
    versions = [
        Version(limit_key, number, from_on, _read(rule), taken_back_at)
        for _, _, limit_key, number, from_on, rule, taken_back_at in found
        if limit_key is not None
    ]
    return Standing(matter_key, known, versions, bureau or {"name": "", "code": ""})


@lru_cache(maxsize=4096)
def _read(text: str) -> Mapping[str, Any]:
    """Return a setting or a rule from its text; a bureau has few, and every step reads them."""
    return MappingProxyType(json.loads(text))


def _standing() -> Select[*tuple[Any, ...]]:
    line = select(literal_column("1").label("line")).subquery("lines")
    bureau, calendar = (Setting.__table__.alias(name) for name in ("bureau", "calendar"))
    version = LimitVersion.__table__
    columns = version.c
    joined = (
        line.outerjoin(bureau, bureau.c.key == calendars.BUREAU)
        .outerjoin(calendar, calendar.c.key == calendars.KEY)
        .outerjoin(version, columns.matter_key == bindparam("matter"))
    )
    return select(
        type_coerce(bureau.c.value, Text),
        type_coerce(calendar.c.value, Text),
        columns.limit_key,
        columns.number,
        columns.from_on,
        type_coerce(columns.rule, Text),
        columns.taken_back_at,
    ).select_from(joined)


_STANDING = _standing()
