"""The lock file pins every module and names no registry."""

import json

from build_backend.assets import SOURCE

LOCK = json.loads((SOURCE / "package-lock.json").read_text("utf-8"))
PACKAGE = json.loads((SOURCE / "package.json").read_text("utf-8"))


def test_no_module_says_where_it_came_from() -> None:
    assert not [name for name, one in LOCK["packages"].items() if "resolved" in one]


def test_every_module_has_a_hash() -> None:
    unproved = [name for name, one in LOCK["packages"].items() if name and "integrity" not in one]

    assert not unproved


def test_wanted_versions_are_exact() -> None:
    wanted = PACKAGE["dependencies"] | PACKAGE["devDependencies"]

    assert not [version for version in wanted.values() if not version[0].isdigit()]
