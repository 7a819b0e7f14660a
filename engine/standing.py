"""What holds for every case of a matter on a day: its limits, the calendar, the bureau's name.

Read together in one statement when a case first asks for any of it; most steps never do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, bindparam, literal_column, select
from sqlalchemy.orm import Session, aliased

from engine import calendars, limit_rules
from engine.calendars import Calendars
from engine.limit_rules import LimitRule
from engine.store.publishing import LimitVersion, Setting


@dataclass(frozen=True)
class Standing:
    """The limits of a matter in all their versions, the calendars and the bureau."""

    matter_key: str
    calendars: Calendars
    versions: Sequence[LimitVersion]
    #: {"name", "code"}; empty texts before the bureau was founded.
    bureau: dict[str, Any]

    def rule_on(self, limit_key: str, day: date) -> LimitRule:
        """Return the rule of a limit that holds on a day; raises NotFound naming both."""
        held = limit_rules.newest_on(self.versions, day)
        return limit_rules.rule_among(held, self.matter_key, limit_key, day)

    def rules_on(self, day: date) -> list[LimitRule]:
        """Return every limit of the matter that holds on a day, by key."""
        return limit_rules.rules_among(limit_rules.newest_on(self.versions, day), day)


def read_standing(session: Session, matter_key: str) -> Standing:
    """Read what holds for the cases of a matter."""
    found = session.execute(_STANDING, {"matter": matter_key}).all()
    bureau, *_ = found[0]
    known = calendars.load_calendars(session)
    versions = [version for *_, version in found if version is not None]
    shown = dict(bureau.value) if bureau else {"name": "", "code": ""}
    return Standing(matter_key, known, versions, shown)


def _standing() -> Select[*tuple[Any, ...]]:
    line = select(literal_column("1").label("line")).subquery("lines")
    bureau, calendar = aliased(Setting), aliased(Setting)
    return (
        select(bureau, calendar, LimitVersion)
        .select_from(line)
        .outerjoin(bureau, bureau.key == "bureau")
        .outerjoin(calendar, calendar.key == calendars.KEY)
        .outerjoin(LimitVersion, LimitVersion.matter_key == bindparam("matter"))
    )


_STANDING = _standing()
