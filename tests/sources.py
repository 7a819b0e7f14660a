"""The Python files of this repository, for tests that read them."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[1]


def sources(*packages: str) -> list[Path]:
    """Return the Python files of some packages."""
    return sorted(path for package in packages for path in (ROOT / package).rglob("*.py"))


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))
