"""Build the web assets from `web/frontend` by its lock file, only when something changed."""

from __future__ import annotations

import gzip
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from build_backend.node import Node, find

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "web" / "frontend"
OUTPUT = ROOT / "web" / "static" / "assets"
MODULES = SOURCE / "node_modules"
#: Changes when what this module makes of the same sources does.
FORM = b"with compressed twins"
#: What gets smaller; fonts and pictures are compressed already.
TEXTS = {".js", ".css", ".svg"}


def build() -> None:
    """Leave `web/static/assets` built from the present sources."""
    wanted = stamp(_sources())
    if _read(OUTPUT / ".stamp") == wanted and (OUTPUT / "manifest.json").exists():
        return
    node = find()
    _install_modules(node)
    # tsc first: a type error must not leave half-right assets behind.
    _run(node, MODULES / "typescript" / "bin" / "tsc", "--noEmit")
    _run(node, MODULES / "vite" / "bin" / "vite.js", "build")
    compress(OUTPUT)
    (OUTPUT / ".stamp").write_text(wanted)


def compress(folder: Path) -> None:
    """Put `name.gz` beside each text of a folder, for a server that has no time to compress."""
    for file in sorted(folder.iterdir()):
        if file.suffix in TEXTS:
            # No name and no time inside: the same text gives the same bytes.
            packed = gzip.compress(file.read_bytes(), compresslevel=9, mtime=0)
            file.with_name(f"{file.name}.gz").write_bytes(packed)


def stamp(files: Iterator[Path]) -> str:
    """Return one hash over names and contents; the same files give the same stamp anywhere."""
    digest = hashlib.sha256(FORM)
    for file in files:
        digest.update(file.relative_to(ROOT).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    for folder, folders, files in os.walk(SOURCE):
        folders[:] = sorted(name for name in folders if name != "node_modules")
        yield from (Path(folder) / name for name in sorted(files))


def _install_modules(node: Node) -> None:
    mark = MODULES / ".stamp"
    wanted = stamp(iter([SOURCE / "package-lock.json"]))
    if _read(mark) == wanted:
        return
    # --ignore-scripts: no dependency may run code at install, and none needs to.
    _run(node, node.npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
    mark.write_text(wanted)


def _run(node: Node, script: Path, *arguments: str) -> None:
    # On a terminal-less build the output goes to stderr, where pip shows it after a failure.
    path = os.pathsep.join([str(node.executable.parent), os.environ.get("PATH", "")])
    subprocess.run(  # noqa: S603 - our own scripts, from the lock file
        [str(node.executable), str(script), *arguments],
        cwd=SOURCE,
        env=os.environ | {"PATH": path},
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
        check=True,
    )


def _read(file: Path) -> str:
    return file.read_text() if file.exists() else ""
