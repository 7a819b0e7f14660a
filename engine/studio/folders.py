"""A matter written to a folder, as `read_folder` reads it again: the same bytes, nothing beside."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.errors import Conflict
from engine.matters import FILE as MATTER
from engine.studio.naming import key_in_file
from engine.studio.paths import is_path


@dataclass(frozen=True)
class Written:
    """What an export did, by path inside the folder; a file that stood there already is in none."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


def write_folder(files: Mapping[str, bytes], folder: Path) -> Written:
    """Let a folder hold exactly these files of a matter; hidden and foreign files stay.

    Raises Conflict, before anything is written, when another matter's files lie there.
    """
    _refuse_strangers(files, folder)
    stood = {path: (folder / path).read_bytes() for path in _paths_in(folder)}
    for path, content in files.items():
        if stood.get(path) != content:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
    gone = sorted(stood.keys() - files.keys())
    for path in gone:
        (folder / path).unlink()
    return Written(
        added=tuple(sorted(files.keys() - stood.keys())),
        changed=tuple(sorted(p for p in files if p in stood and stood[p] != files[p])),
        removed=tuple(gone),
    )


def _refuse_strangers(files: Mapping[str, bytes], folder: Path) -> None:
    if not any(_paths_in(folder)):
        return
    stands = key_in_file((folder / MATTER).read_bytes()) if (folder / MATTER).exists() else ""
    if stands != key_in_file(files.get(MATTER, b"")):
        raise Conflict(
            f"{folder} 里是另一个事项（{stands or '没有 matter.toml'}）的文件，请换一个目录。",
            f"{folder} holds files of another matter ({stands or 'no matter.toml'}); choose "
            "another folder.",
            code="folder_taken",
        )


def _paths_in(folder: Path) -> list[str]:
    """Return the files of a folder a matter may hold, by path inside it."""
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in found if is_path(path))
