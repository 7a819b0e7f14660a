"""Processes that several matters call (听证, 延期 ...): drawn once, with their forms and limits.

A call activity names a process by its key. What its own file does not draw comes from a folder of
that name, beside the matter or under `_shared`; its files become part of the calling matter's
version under `shared/<key>/`, so that the version's hash pins them. `unfold` gives them as the
program reads them: one diagram, one set of forms, papers, decisions and limits. What is the
matter's own goes before what it shares.
"""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from engine.bpmn.finding import Finding, error
from engine.bpmn.merging import called_elsewhere, drawn_in, merged

DIAGRAM, LIMITS, MATTER = "process.bpmn", "limits.toml", "matter.toml"
PREFIX = "shared/"
FOLDER = "_shared"
#: Tables of matter.toml that come along with a shared process.
TAKEN = ("documents", "numbers", "states", "experts")


def read_folder(folder: Path) -> dict[str, bytes]:
    """Return all files of a matter's folder by their path inside it, and what it calls.

    A shared process that lies inside the folder, under `shared/`, goes before one beside it.
    """
    files = _files_in(folder)
    known = set(shared_keys(files))
    inside = _each(files, sorted(known), DIAGRAM).values()
    waiting = [
        key for drawn in (files.get(DIAGRAM, b""), *inside) for key in called_elsewhere(drawn)
    ]
    while waiting:
        key = waiting.pop(0)
        place = next((one for one in _places(folder, key) if one.is_dir()), None)
        if key in known or place is None:
            continue
        known.add(key)
        found = _files_in(place)
        files |= {f"{PREFIX}{key}/{path}": content for path, content in found.items()}
        waiting += called_elsewhere(found.get(DIAGRAM, b""))
    return files


def _places(folder: Path, key: str) -> tuple[Path, ...]:
    around = folder.resolve().parent
    return (around / FOLDER / key, around / key) if _is_name(key) else ()


def _is_name(key: str) -> bool:
    return key.isidentifier()


def _files_in(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def shared_keys(files: Mapping[str, bytes]) -> list[str]:
    """Return the keys of the processes that came along with a matter's files."""
    inside = (path.removeprefix(PREFIX) for path in files if path.startswith(PREFIX))
    return sorted({path.partition("/")[0] for path in inside})


def unfold(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return a version's files as the program reads them; without shared ones the same files.

    Raises Unreadable (`engine.bpmn.drawing`) when a diagram is none.
    """
    keys = shared_keys(files)
    if not keys:
        return dict(files)
    own = {path: content for path, content in files.items() if not path.startswith(PREFIX)}
    taken = {
        path.removeprefix(f"{PREFIX}{key}/"): content
        for key in keys
        for path, content in files.items()
        if path.startswith(f"{PREFIX}{key}/") and _comes_along(path)
    }
    drawn = _each(files, keys, DIAGRAM)
    limits = {"": own.get(LIMITS, b""), **_each(files, keys, LIMITS)}
    return {
        **taken,
        **own,
        DIAGRAM: merged(own[DIAGRAM], drawn),
        LIMITS: b"\n".join(text for text in limits.values() if text),
        **{f"{PREFIX}{key}/{MATTER}": text for key, text in _each(files, keys, MATTER).items()},
    }


def _comes_along(path: str) -> bool:
    return "/forms/" in path or "/documents/" in path or path.endswith(".dmn")


def _each(files: Mapping[str, bytes], keys: list[str], name: str) -> dict[str, bytes]:
    paths = {key: f"{PREFIX}{key}/{name}" for key in keys}
    return {key: files[path] for key, path in paths.items() if path in files}


def matter_tables(files: Mapping[str, bytes]) -> dict[str, Any]:
    """Return the tables of matter.toml that come along with shared processes; {} without any."""
    found: dict[str, Any] = {}
    for key in shared_keys(files):
        text = files.get(f"{PREFIX}{key}/{MATTER}", b"")
        raw = tomllib.loads(text.decode())
        for name in TAKEN:
            if name in raw:
                found[name] = {**found.get(name, {}), **raw[name]}
    return found


def check_shared(files: Mapping[str, bytes]) -> Iterator[Finding]:
    """Yield what keeps shared processes from lying beside the matter that calls them."""
    for key, diagram in _each(files, shared_keys(files), DIAGRAM).items():
        if key not in drawn_in(diagram):
            yield _no_process(key)
    seen: dict[str, tuple[str, bytes]] = {}
    for key in ("", *shared_keys(files)):
        prefix = f"{PREFIX}{key}/" if key else ""
        for path, content in files.items():
            if not path.startswith(prefix) or (not key and path.startswith(PREFIX)):
                continue
            name = path.removeprefix(prefix)
            if key and not _comes_along(path):
                continue
            other, known = seen.setdefault(name, (key, content))
            if other and known != content:
                yield _clash(name, other, key)
    yield from _limits(files)


def _limits(files: Mapping[str, bytes]) -> Iterator[Finding]:
    owners: dict[str, str] = {}
    for key in ("", *shared_keys(files)):
        path = f"{PREFIX}{key}/{LIMITS}" if key else LIMITS
        for limit in _limits_in(files.get(path, b"")):
            if owners.setdefault(limit, key) != key:
                yield error(
                    LIMITS,
                    "shared_clash",
                    f"时限 {limit} 在本事项和共用流程 {key} 中都有",
                    f"Limit {limit} is both the matter's and that of the shared process {key}",
                    ("请给其中一个改名", "Rename one of them"),
                )


def _limits_in(text: bytes) -> list[str]:
    try:
        return list(tomllib.loads(text.decode()).get("limits", {}))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return []  # said by the check of limits


def is_limits(path: str) -> bool:
    """Say whether a file only seeds limits and is no part of the version."""
    return path.rpartition("/")[2] == LIMITS


def _no_process(key: str) -> Finding:
    return error(
        f"{PREFIX}{key}/{DIAGRAM}",
        "shared_process",
        f"共用流程 {key} 的流程图里没有 id 为 {key} 的流程",
        f"The diagram of the shared process {key} draws no process with the id {key}",
        (
            "请让文件夹、流程 id 和 calledElement 一致",
            "Let folder, process id and calledElement agree",
        ),
    )


def _clash(name: str, one: str, other: str) -> Finding:
    return error(
        name,
        "shared_clash",
        f"共用流程 {one} 与 {other} 各有一个不同的 {name}",
        f"The shared processes {one} and {other} each have a {name} of their own",
        ("请给其中一个改名", "Rename one of them"),
    )
