"""Runs in the browser: each a scratch town in a folder of its own, kept from request to request.

They are few and they pass: unused for some days they go, and the longest unused give way to new
ones. A run is its maker's; nobody else finds it.
"""

import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from engine.days import day_of
from engine.errors import BanjieError, NotFound
from engine.store.database import Database, reading, transaction
from web.trying import playing, town
from web.trying.playing import Run
from web.trying.replaying import Publish
from web.trying.town import NOW, Town

#: Where they lie below the home folder.
FOLDER = "scratch/tries"
KEEP_FOR = timedelta(days=3)
MOST = 24
#: Stands for the draft where the id of a version is expected.
DRAFT = "draft"
_ABOUT, _FIRST = "run.json", "first.sqlite3"


@dataclass(frozen=True)
class Kept:
    """A run that is kept: what is tried, by whom, and the file it stands in."""

    id: str
    matter_key: str
    #: Id of the published version, or DRAFT.
    source: str
    made_by: str
    #: How often it was stepped back: each time it begins anew in another file.
    turn: int = 0

    @property
    def file(self) -> str:
        """The name of the file of the town as it is now."""
        return f"{self.turn}.sqlite3"


@dataclass(frozen=True)
class Runs:
    """The runs below a home folder."""

    home: Path

    @property
    def folder(self) -> Path:
        """The folder of all of them."""
        return self.home / FOLDER

    def make(
        self,
        source: Database,
        publish: Publish,
        *,
        tried: str,
        by: str,
        begun_at: datetime,
        now: datetime,
    ) -> Kept:
        """Make a run of what `publish` makes current; raises what publishing raises.

        `now` is the present of the house, by which runs pass; `begun_at` is the run's first moment.
        """
        self._make_room(now)
        key = secrets.token_hex(8)
        folder = self.folder / key
        founded = town.found(source, folder)
        try:
            with transaction(founded.database) as session:
                matter_key = publish(session, begun_at).matter_key
                town.settle_limits(session, matter_key, day_of(now))
                playing.begin(session, matter_key, begun_at)
        except BanjieError:
            shutil.rmtree(folder)
            raise
        finally:
            founded.database.close()
        kept = Kept(key, matter_key, tried, by)
        (folder / NOW).rename(folder / _FIRST)
        shutil.copyfile(folder / _FIRST, folder / kept.file)
        self._note(kept, now)
        return kept

    def _note(self, kept: Kept, now: datetime) -> None:
        about = self.folder / kept.id / _ABOUT
        part = about.with_suffix(".part")
        part.write_text(json.dumps(asdict(kept)), encoding="utf-8")
        part.replace(about)
        os.utime(about, (now.timestamp(), now.timestamp()))

    def _make_room(self, now: datetime) -> None:
        """Drop what passed, and the longest unused where there are too many."""
        known = sorted(self._used())
        fresh = [one for one in known if one[0] > now - KEEP_FOR]
        kept = fresh[-(MOST - 1) :]
        for used in known:
            if used not in kept:
                shutil.rmtree(used[1], ignore_errors=True)

    def _used(self) -> Iterator[tuple[datetime, Path]]:
        """Yield each run's folder with when it was used last."""
        for about in self.folder.glob(f"*/{_ABOUT}"):
            yield datetime.fromtimestamp(about.stat().st_mtime, UTC), about.parent

    def of(self, matter_key: str, by: str) -> list[tuple[datetime, Kept]]:
        """Return a person's runs of a matter with when each was used last, the latest first."""
        known = [(at, self._read(folder)) for at, folder in sorted(self._used(), reverse=True)]
        return [one for one in known if (one[1].matter_key, one[1].made_by) == (matter_key, by)]

    def _read(self, folder: Path) -> Kept:
        return Kept(**json.loads((folder / _ABOUT).read_text(encoding="utf-8")))

    def find(self, key: str, *, matter_key: str, by: str, now: datetime) -> Kept:
        """Return a person's run and note that it is used; raises NotFound."""
        folder = self.folder / (key if key.isalnum() else "none")
        kept = self._read(folder) if (folder / _ABOUT).exists() else None
        if kept is None or (kept.matter_key, kept.made_by) != (matter_key, by):
            raise NotFound(
                "没有这次试运行，或者它久未使用已经清除。请重新开始。",
                "There is no such run, or it passed unused; begin a new one.",
            )
        os.utime(folder / _ABOUT, (now.timestamp(), now.timestamp()))
        return kept

    @contextmanager
    def entered(self, kept: Kept) -> Iterator[Town]:
        """Give the scratch town of a run."""
        there = town.opened(self.folder / kept.id, kept.file)
        try:
            yield there
        finally:
            there.database.close()

    def step_back(self, kept: Kept, number: int, *, now: datetime) -> Run:
        """Play a run anew up to a step; raises what the step raises that cannot be played."""
        with self.entered(kept) as there, reading(there.database) as session:
            was = playing.read_run(session)
        again = replace(kept, turn=kept.turn + 1)
        folder = self.folder / kept.id
        shutil.copyfile(folder / _FIRST, folder / again.file)
        with self.entered(again) as there:
            with reading(there.database) as session:
                run = playing.read_run(session)
            for step in was.steps[:number]:
                run = playing.play(there, step)
        self._note(again, now)
        (folder / kept.file).unlink(missing_ok=True)
        return run

    def drop(self, kept: Kept) -> None:
        """Take a run away."""
        shutil.rmtree(self.folder / kept.id, ignore_errors=True)
