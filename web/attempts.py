"""Keep what was refused: the entry is written when the request's own work is rolled back."""

import logging

from engine.attempts import note
from engine.demo_clock import now_in
from engine.errors import BanjieError
from engine.store.database import transaction
from web.session import clock, database

log = logging.getLogger(__name__)


def keep(error: BanjieError) -> None:
    """Write a refused attempt into its case's record; a busy case must not hide the refusal."""
    if error.attempt is None:
        return
    try:
        with transaction(database()) as session:
            note(session, error, at=now_in(session, clock()))
    except BanjieError:
        log.exception("an attempt on case %s is not in its record", error.attempt.case_id)
