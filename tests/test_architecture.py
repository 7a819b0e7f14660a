"""The rules of the house: who may import whom, open transactions, or read the clock."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from sources import ROOT, place, sources, tree


def test_the_import_contracts_hold() -> None:
    tool = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([tool, "--no-cache"], cwd=ROOT, capture_output=True, text=True)

    assert run.returncode == 0, run.stdout


def imports(path: Path) -> set[str]:
    """Return the modules a file imports, with their names: "engine.store" and "engine.store.x"."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
    return found


@pytest.mark.parametrize(
    ("library", "allowed"),
    [
        ("SpiffWorkflow", ("engine/bpmn/",)),
        ("apscheduler", ("engine/scheduler.py",)),
        ("celery", ("engine/delivering/broker.py",)),
        ("prometheus_client", ("web/metrics.py",)),
        ("flask", ("web/",)),
        ("marshmallow", ("forms/", "web/api/")),
        ("alembic", ("engine/store/",)),
        ("argon2", ("engine/sign_in.py",)),
        ("waitress", ("web/cli/",)),
        ("web.demo", ("web/demo/", "web/cli/", "web/pages/auth.py")),
    ],
)
def test_a_library_is_imported_in_its_place_only(library: str, allowed: tuple[str, ...]) -> None:
    found = [
        place(path)
        for path in sources("engine", "forms", "web")
        if any(name == library or name.startswith(f"{library}.") for name in imports(path))
        and not place(path).startswith(allowed)
    ]

    assert not found, "\n".join(found)


def test_the_pure_parts_import_nothing_of_ours() -> None:
    found = [
        f"{place(path)}: {name}"
        for part in ("engine.limits", "engine.feel")
        for path in sources(part.replace(".", "/"))
        for name in imports(path)
        if name.split(".")[0] in {"engine", "forms", "web"}
        and not f"{name}.".startswith(f"{part}.")
    ]

    assert not found, "\n".join(found)


def calls(path: Path) -> set[str]:
    """Return the names of everything a file calls."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            called = node.func
            found.add(
                called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            )
    return found


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        (
            "transaction",
            (
                "engine/sweep.py",
                "engine/delivering/",
                "engine/rotation.py",
                "engine/scheduler.py",
                "web/session.py",
                "web/once.py",  # the claim of a key and what it claims stand or fall together
                "web/access.py",  # keeps a session alive
                "web/attempts.py",  # keeps a refused attempt
                "web/forming.py",  # keeps a releaser's failed attempt
                "web/pages/demo.py",
                "web/api/",
                "web/cli/",
                "web/demo/",
                "web/walking/",  # a database of its own
                "web/trying/",  # a database of its own
                "web/pages/studio/trying.py",  # the same
            ),
        ),
        ("commit", ()),
        ("utcnow", ()),
        ("sleep", ()),
        ("eval", ()),
        ("exec", ()),
    ],
)
def test_a_call_is_made_in_its_place_only(name: str, allowed: tuple[str, ...]) -> None:
    found = [
        place(path)
        for path in sources("engine", "forms", "web")
        if name in calls(path) and not place(path).startswith(allowed)
    ]

    assert not found, "\n".join(found)


CLOCK_READERS = re.compile(r"\bdatetime\.(now|today)\(|\bdate\.today\(|\btime\.(time|monotonic)\(")


def test_one_module_reads_the_real_clock() -> None:
    found = [
        place(path)
        for path in sources("engine", "forms", "web")
        if CLOCK_READERS.search(path.read_text(encoding="utf-8"))
    ]

    assert found == ["engine/clock.py"]


def test_use_cases_take_their_session_first() -> None:
    found = [
        f"{place(path)}:{node.name}"
        for path in sources("engine", "forms")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef)
        and "session" in [argument.arg for argument in node.args.args[1:]]
        and node.args.args[0].arg != "self"
    ]

    assert not found, "\n".join(found)
