"""Read Vite's manifest and answer with the tags that an entry needs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from markupsafe import Markup

MANIFEST = Path(__file__).parent / "static" / "assets" / "manifest.json"


class AssetsMissing(RuntimeError):
    """The web assets are not built, or the entry is not among them."""


@dataclass
class Assets:
    """The built entries; read again when a rebuild has changed the manifest."""

    #: Turns a file name below `static/assets` into an address.
    address: Callable[[str], str]
    manifest: Path = MANIFEST
    _read_at: int = 0
    _chunks: dict[str, dict[str, Any]] = field(default_factory=dict)

    def vite_tags(self, entry: str) -> Markup:
        """Return the link and script tags of `entry`, shared chunks included.

        Raises AssetsMissing with the remedy in both languages.
        """
        chunks = self._load()
        key = f"src/{entry}.ts"
        if key not in chunks:
            raise AssetsMissing(
                f"前端入口 {entry} 不在 {self.manifest} 中：请执行 make install。"
                f" Entry {entry} is not in the manifest: run make install."
            )
        return Markup("\n").join(self._tags(chunks, key))

    def _tags(self, chunks: dict[str, dict[str, Any]], key: str) -> Iterator[Markup]:
        needed = list(_with_imports(chunks, key))
        for name in dict.fromkeys(css for one in needed for css in chunks[one].get("css", ())):
            yield Markup('<link rel="stylesheet" href="{}">').format(self.address(name))
        for one in needed[1:]:
            href = self.address(chunks[one]["file"])
            yield Markup('<link rel="modulepreload" href="{}">').format(href)
        src = self.address(chunks[key]["file"])
        yield Markup('<script type="module" src="{}"></script>').format(src)

    def _load(self) -> dict[str, dict[str, Any]]:
        try:
            changed_at = self.manifest.stat().st_mtime_ns
        except FileNotFoundError:
            raise AssetsMissing(
                "网页资源尚未构建：请执行 make install（或 make assets）。"
                " The web assets are not built: run make install (or make assets)."
            ) from None
        if changed_at != self._read_at:
            self._chunks = json.loads(self.manifest.read_text("utf-8"))
            self._read_at = changed_at
        return self._chunks


def _with_imports(chunks: dict[str, dict[str, Any]], key: str) -> Iterator[str]:
    """Yield `key` and every chunk it imports, each once, the entry first."""
    waiting, seen = [key], {key}
    while waiting:
        one = waiting.pop(0)
        yield one
        for other in chunks[one].get("imports", ()):
            if other not in seen:
                seen.add(other)
                waiting.append(other)
