"""Database and folder: exporting and deploying a matter give the same bytes, for every folder."""

import tomllib
from pathlib import Path

import pytest
from sources import ROOT
from towns import moment

from engine.days import day_of
from engine.definitions import LIMITS, deploy_files, read_folder
from engine.errors import Conflict
from engine.store.database import Database, reading, transaction
from engine.studio.folders import write_folder
from engine.studio.source import source_of, write_limits

AT = moment("09-24 09:00")
FOLDERS = sorted(
    path.parent.relative_to(ROOT).as_posix()
    for folder in ("processes", "tests/matters")
    for path in (ROOT / folder).glob("*/matter.toml")
)


def deploy(database: Database, folder: Path) -> str:
    with transaction(database) as session:
        return deploy_files(session, read_folder(folder), at=AT).id


def source(database: Database, matter_key: str) -> dict[str, bytes]:
    with reading(database) as session:
        return source_of(session, matter_key, on=day_of(AT))


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_deployed_and_exported_deploys_to_the_same_bytes(
    database: Database, tmp_path: Path, folder: str
) -> None:
    known = read_folder(ROOT / folder)
    key = str(tomllib.loads(known["matter.toml"].decode())["key"])
    identity = deploy(database, ROOT / folder)

    write_folder(source(database, key), tmp_path / "once")
    assert deploy(database, tmp_path / "once") == identity
    write_folder(source(database, key), tmp_path / "twice")

    once, twice = read_folder(tmp_path / "once"), read_folder(tmp_path / "twice")
    assert once == twice
    of_limits = {path for path in known if path.rpartition("/")[2] == LIMITS}
    assert {path: known[path] for path in known if path not in of_limits} == {
        path: once[path] for path in once if path != LIMITS
    }
    rules: dict[str, object] = {}
    for path in of_limits:
        rules |= tomllib.loads(known[path].decode()).get("limits", {})
    assert tomllib.loads(once.get(LIMITS, b"").decode()).get("limits", {}) == rules


def test_a_file_that_is_gone_goes_from_the_folder_and_hidden_ones_stay(tmp_path: Path) -> None:
    files = {"matter.toml": b'key = "one"\n', "forms/old.form": b"{}"}
    write_folder(files, tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/config.toml").write_bytes(b"")

    written = write_folder({"matter.toml": b'key = "one"\nname = "x"\n'}, tmp_path)

    assert (written.changed, written.removed) == (("matter.toml",), ("forms/old.form",))
    assert (tmp_path / ".git/config.toml").exists()


def test_another_matters_folder_is_left_alone(tmp_path: Path) -> None:
    write_folder({"matter.toml": b'key = "one"\n'}, tmp_path)

    with pytest.raises(Conflict):
        write_folder({"matter.toml": b'key = "other"\n'}, tmp_path)
    assert (tmp_path / "matter.toml").read_bytes() == b'key = "one"\n'


def test_limits_are_written_in_one_order() -> None:
    rule = {"ladder": [{"told": [], "key": "warn"}], "zz": 1, "amount": "7WD", "name": "决定"}

    assert write_limits({"b": rule, "a": {"amount": "1WD"}}).decode() == (
        '[limits.a]\namount = "1WD"\n\n[limits.b]\nname = "决定"\namount = "7WD"\n'
        'ladder = [\n  { key = "warn", told = [] },\n]\nzz = 1\n'
    )
