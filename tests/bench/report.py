"""Keep measurements in var/bench.json, each under its own key."""

import json
from pathlib import Path
from typing import Any

PATH = Path("var/bench.json")


def keep(key: str, figures: Any) -> None:
    """Write the figures of one measurement beside those of others."""
    known = _known()
    PATH.parent.mkdir(parents=True, exist_ok=True)
    known[key] = figures
    PATH.write_text(json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True), "utf-8")


def keep_by(key: str, name: str, figures: Any) -> None:
    """Write the figures of one measurement by a name, such as a database, beside other names."""
    beside = _known().get(key)
    keep(key, {**(beside if isinstance(beside, dict) else {}), name: figures})


def _known() -> dict[str, Any]:
    return dict(json.loads(PATH.read_text("utf-8"))) if PATH.exists() else {}
