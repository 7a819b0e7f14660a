"""`banjie export` writes a matter to a folder, and says what it wrote."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from sources import ROOT

from engine.definitions import read_folder
from web.cli import banjie

MATTER = ROOT / "tests/matters/three_steps"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    place = tmp_path / "home"
    run("deploy", str(MATTER), home=place)
    return place


def run(*words: str, home: Path, code: int = 0) -> str:
    result = CliRunner().invoke(banjie, [*words, "--home", str(home)])
    assert result.exit_code == code, result.output
    return result.output


def test_an_export_writes_the_folder_again(home: Path, tmp_path: Path) -> None:
    printed = run("export", "three_steps", str(tmp_path / "out"), home=home)

    known, written = read_folder(MATTER), read_folder(tmp_path / "out")
    assert {path for path in known if known[path] != written[path]} <= {"limits.toml"}
    assert "+ " in printed
    assert run("export", "three_steps", str(tmp_path / "out"), home=home).count("\n") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nothing",), "没有事项 nothing"),
        (("three_steps", "--version", "9"), "没有版本 9"),
        (("three_steps", "--draft"), "没有草稿"),
    ],
)
def test_what_is_not_there_is_said(
    home: Path, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    printed = run("export", words[0], str(tmp_path / "out"), *words[1:], home=home, code=1)

    assert said in printed
    assert not (tmp_path / "out").exists()
