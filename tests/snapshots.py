"""States many tests begin with: built once a session, then copied into each new town."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from pathlib import Path
from tempfile import mkdtemp

from databases import is_untouched
from towns import Town

Build = Callable[[Town], int]


@dataclass(frozen=True)
class Snapshot:
    """A town after a builder, with the case it built and the moment it ended."""

    folder: Path
    case: int
    now: datetime


_TAKEN: dict[tuple[str, datetime], Snapshot] = {}


def built_once(build: Build) -> Build:
    """Let a builder play in the first new town only; later ones get a copy of what it left."""

    @wraps(build)
    def build_or_copy(town: Town) -> int:
        if not is_untouched(town.database) or town.clock.moves:
            return build(town)
        key = (build.__name__, town.now)
        if key not in _TAKEN:
            case = build(town)
            _TAKEN[key] = _take(town, case)
        else:
            _copy(_TAKEN[key], town)
        return _TAKEN[key].case

    return build_or_copy


def _take(town: Town, case: int) -> Snapshot:
    folder = Path(mkdtemp(prefix="banjie-tests-"))
    _back_up(Path(str(town.database.engine.url.database)), folder / "town.sqlite3")
    shutil.copytree(town.files.folder, folder / "attachments")
    return Snapshot(folder, case, town.now)


def _copy(kept: Snapshot, town: Town) -> None:
    _back_up(kept.folder / "town.sqlite3", Path(str(town.database.engine.url.database)))
    shutil.copytree(kept.folder / "attachments", town.files.folder, dirs_exist_ok=True)
    town.clock.move_to(kept.now)


def _back_up(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target)) as other:
        one.backup(other)
