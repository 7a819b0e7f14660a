"""The names of a matter as its file says them, even while the file is half written."""

import tomllib


def names_in_files(matter_key: str, matter_toml: bytes) -> tuple[str, str]:
    """Return (Chinese, English) name from a matter.toml; the key where it says none."""
    try:
        raw = tomllib.loads(matter_toml.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return matter_key, matter_key
    name = str(raw.get("name") or matter_key)
    return name, str(raw.get("name_en") or name)
