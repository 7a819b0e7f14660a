"""Views of the house look into a scratch town: its session and its present instead of ours."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import current_app, g
from sqlalchemy.orm import Session

from engine.store.database import reading
from web.config import Config
from web.trying.playing import Run, read_run
from web.trying.runs import Kept, Runs


def runs() -> Runs:
    """Return the runs below the application's home folder."""
    config: Config = current_app.extensions["banjie.config"]
    return Runs(config.home)


@contextmanager
def entered(kept: Kept) -> Iterator[tuple[Session, Run]]:
    """Read in the scratch town of a run: meanwhile `db()` and `now()` are the town's."""
    with runs().entered(kept) as there, reading(there.database) as session:
        run = read_run(session)
        before = g.get("session"), g.get("now")
        g.session, g.now = session, run.at
        try:
            yield session, run
        finally:
            g.session, g.now = before
