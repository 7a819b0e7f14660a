"""What a matter's file says of its name and key, even while the file is half written."""

import tomllib
from typing import Any


def names_in_file(matter_key: str, matter_toml: bytes) -> tuple[str, str]:
    """Return (Chinese, English) name from a matter.toml; the key where it says none."""
    raw = _read(matter_toml)
    name = str(raw.get("name") or matter_key)
    return name, str(raw.get("name_en") or name)


def key_in_file(matter_toml: bytes) -> str:
    """Return the key a matter.toml gives; empty where it gives none."""
    return str(_read(matter_toml).get("key", ""))


def _read(matter_toml: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(matter_toml.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return {}
