"""Attempts: what was refused because a person may not do it stands in the case's record.

The use case that refuses is rolled back, so it only marks its error; the edge, which answers with
it, writes the entry in a transaction of its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy.orm import Session

from engine.errors import Attempt, BanjieError
from engine.records import add_record
from engine.store.locking import lock_case

#: What is recorded; that somebody was slower, or holds another post, is nobody's attempt.
CODES = frozenset(
    {
        *("done_already", "not_called", "own_case", "recused", "same_person"),
        *("no_quorum", "vote_over", "not_convener", "not_admitting", "not_ordering"),
    }
)


@contextmanager
def of(case_id: int, what: str, by: str) -> Iterator[None]:
    """Mark what is refused inside, when its code is one of CODES."""
    try:
        yield
    except BanjieError as error:
        if error.code in CODES:
            error.attempt = Attempt(case_id, by, what)
        raise


def note(session: Session, error: BanjieError, *, at: datetime) -> None:
    """Write a refused attempt into its case's record."""
    attempt = error.attempt
    if attempt is not None:
        zh, en = attempt.said or (error.zh, error.en)
        add_record(
            session,
            lock_case(session, attempt.case_id),
            "attempt_refused",
            at=at,
            written_at=at,
            by=attempt.by,
            element_id=attempt.what,
            code=error.code,
            text=zh,
            text_en=en,
        )
