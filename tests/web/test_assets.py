"""The tags of an entry come from Vite's manifest."""

import json
from pathlib import Path

import pytest

from web.assets import Assets, AssetsMissing

MANIFEST = {
    "_texts.js": {"file": "texts-1.js", "css": ["shared-1.css"]},
    "src/app.ts": {
        "file": "app-1.js",
        "isEntry": True,
        "imports": ["_texts.js"],
        "css": ["app-1.css"],
    },
    "src/plain.ts": {"file": "plain-1.js", "isEntry": True},
}


@pytest.fixture
def assets(tmp_path: Path) -> Assets:
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps(MANIFEST))
    return Assets(address=lambda name: f"/static/assets/{name}", manifest=manifest)


def test_an_entry_brings_its_styles_shared_chunks_and_script(assets: Assets) -> None:
    expected = [
        '<link rel="stylesheet" href="/static/assets/app-1.css">',
        '<link rel="stylesheet" href="/static/assets/shared-1.css">',
        '<link rel="modulepreload" href="/static/assets/texts-1.js">',
        '<script type="module" src="/static/assets/app-1.js"></script>',
    ]

    assert assets.vite_tags("app").splitlines() == expected


def test_an_entry_without_imports_is_one_script(assets: Assets) -> None:
    expected = '<script type="module" src="/static/assets/plain-1.js"></script>'

    assert assets.vite_tags("plain") == expected


def test_an_unknown_entry_is_named_with_the_remedy(assets: Assets) -> None:
    with pytest.raises(AssetsMissing, match=r"viewer .*make install"):
        assets.vite_tags("viewer")


def test_missing_assets_name_the_remedy(tmp_path: Path) -> None:
    assets = Assets(address=str, manifest=tmp_path / "manifest.json")

    with pytest.raises(AssetsMissing, match=r"尚未构建.*make install"):
        assets.vite_tags("app")


def test_a_rebuild_is_noticed(assets: Assets) -> None:
    assets.vite_tags("plain")
    rebuilt = {"src/plain.ts": {"file": "plain-2.js"}}
    assets.manifest.unlink()
    assets.manifest.write_text(json.dumps(rebuilt))

    assert "plain-2.js" in assets.vite_tags("plain")
