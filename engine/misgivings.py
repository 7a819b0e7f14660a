"""What an expression was warned of while a case was handled, as it goes into the case's record."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import feel
from engine.store.cases import Case
from engine.store.records import Record

RECORD_KIND = "feel_warning"


@dataclass(frozen=True)
class Misgiving:
    """A warning, with the expression or the key of the decision that it concerns."""

    expression: str
    warning: feel.Warning

    def written(self) -> dict[str, Any]:
        """Return it as the record keeps it; `position` counts the characters from 0."""
        warning = self.warning
        return {
            "expression": self.expression,
            "code": warning.code,
            "position": warning.position,
            "zh": warning.zh,
            "en": warning.en,
        }


def not_yet_recorded(
    session: Session, case: Case, misgivings: Iterable[Misgiving]
) -> list[dict[str, Any]]:
    """Return those that the case's record does not hold yet, for the same title is read often."""
    found = [misgiving.written() for misgiving in dict.fromkeys(misgivings)]
    if not found:
        return []
    kept = session.scalars(
        select(Record).where(Record.case_id == case.id, Record.kind == RECORD_KIND)
    )
    known = [warning for entry in kept for warning in entry.body["warnings"]]
    return [warning for warning in found if warning not in known]
