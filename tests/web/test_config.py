"""Settings: what processes of one home folder share."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from web.config import Config

STARTING = 8


def test_who_starts_at_once_signs_with_one_key(tmp_path: Path) -> None:
    all_at_once = Barrier(STARTING)

    def start(_: int) -> str:
        all_at_once.wait(5)
        return Config(home=tmp_path / "new", database_url="").secret_key()

    with ThreadPoolExecutor(STARTING) as pool:
        keys = set(pool.map(start, range(STARTING)))

    assert [len(key) for key in keys] == [64]
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["secret.key"]
    assert (tmp_path / "new/secret.key").stat().st_mode & 0o777 == 0o600
