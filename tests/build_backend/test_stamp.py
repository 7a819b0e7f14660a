"""The stamp decides whether the assets are built again."""

import gzip
from pathlib import Path

import pytest

from build_backend import assets


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a front-end folder of two files, taken for the repository's."""
    folder = tmp_path / "web" / "frontend"
    (folder / "src").mkdir(parents=True)
    (folder / "src" / "app.ts").write_text("export {};")
    (folder / "package-lock.json").write_text("{}")
    for name, value in (
        ("ROOT", tmp_path),
        ("SOURCE", folder),
        ("MODULES", folder / "node_modules"),
    ):
        monkeypatch.setattr(assets, name, value)
    monkeypatch.setattr(assets, "OUTPUT", tmp_path / "web" / "static" / "assets")
    return folder


def present() -> str:
    return assets.stamp(assets._sources())


def test_the_same_files_give_the_same_stamp(source: Path) -> None:
    assert present() == present()


def test_a_changed_file_changes_the_stamp(source: Path) -> None:
    before = present()
    (source / "src" / "app.ts").write_text("export const one = 1;")

    assert present() != before


def test_a_renamed_file_changes_the_stamp(source: Path) -> None:
    before = present()
    (source / "src" / "app.ts").rename(source / "src" / "main.ts")

    assert present() != before


def test_installed_modules_do_not_count(source: Path) -> None:
    before = present()
    (source / "node_modules" / "vite").mkdir(parents=True)
    (source / "node_modules" / "vite" / "index.js").write_text("")

    assert present() == before


def test_an_unchanged_tree_is_not_built_again(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assets.OUTPUT.mkdir(parents=True)
    (assets.OUTPUT / "manifest.json").write_text("{}")
    (assets.OUTPUT / ".stamp").write_text(present())
    monkeypatch.setenv("PATH", "")  # no Node to be found: building would fail

    assets.build()


def test_texts_get_a_compressed_twin_and_nothing_else_does(tmp_path: Path) -> None:
    for name in ("app.js", "app.css", "font.woff2"):
        (tmp_path / name).write_text("banjie " * 100)
    assets.compress(tmp_path)

    assert sorted(file.name for file in tmp_path.glob("*.gz")) == ["app.css.gz", "app.js.gz"]
    assert gzip.decompress((tmp_path / "app.js.gz").read_bytes()).decode() == "banjie " * 100
