"""States many tests begin with: built once a session, then copied into each new town."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from pathlib import Path
from tempfile import mkdtemp

from databases import is_untouched, load, place_of, save_as
from towns import Town

Build = Callable[[Town], int]


@dataclass(frozen=True)
class Snapshot:
    """A town after a builder, with the case it built and the moment it ended."""

    folder: Path
    name: str
    case: int
    now: datetime


#: By builder, moment at which it began and where it can be copied to: any file, or one database.
_TAKEN: dict[tuple[str, str, datetime, str], Snapshot] = {}


def built_once(build: Build) -> Build:
    """Let a builder play in the first new town only; later ones get a copy of what it left."""

    @wraps(build)
    def build_or_copy(town: Town) -> int:
        if not is_untouched(town.database) or town.clock.moves:
            return build(town)
        is_file = town.database.is_sqlite
        key = (
            build.__module__,
            build.__name__,
            town.now,
            "" if is_file else place_of(town.database),
        )
        if key not in _TAKEN:
            case = build(town)
            _TAKEN[key] = _take(town, case)
        else:
            _copy(_TAKEN[key], town)
        return _TAKEN[key].case

    return build_or_copy


def _take(town: Town, case: int) -> Snapshot:
    folder = Path(mkdtemp(prefix="banjie-tests-"))
    town.files.folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(town.files.folder, folder / "attachments")
    snapshot = Snapshot(folder, f"kept_{len(_TAKEN)}", case, town.now)
    save_as(town.database, snapshot.name, folder)
    return snapshot


def _copy(kept: Snapshot, town: Town) -> None:
    load(town.database, kept.name, kept.folder)
    shutil.copytree(kept.folder / "attachments", town.files.folder, dirs_exist_ok=True)
    town.clock.move_to(kept.now)
