"""Keep measurements in var/bench.json, each under its own key."""

import json
from pathlib import Path
from typing import Any

PATH = Path("var/bench.json")


def keep(key: str, figures: dict[str, Any]) -> None:
    """Write the figures of one measurement beside those of others."""
    known = json.loads(PATH.read_text("utf-8")) if PATH.exists() else {}
    PATH.parent.mkdir(parents=True, exist_ok=True)
    known[key] = figures
    PATH.write_text(json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True), "utf-8")
