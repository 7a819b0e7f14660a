"""Settings of the running system, read once from the environment."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from engine.delivering.settings import NOTHING_SENT, Delivery, read_delivery


@dataclass(frozen=True)
class Config:
    """Where things lie and what mode the system runs in."""

    #: Folder for the embedded database, attachments and secrets.
    home: Path
    database_url: str
    #: Demo mode: settable clock, fictional town, passwords shown at sign-in.
    demo: bool = False
    #: True where the browser talks https: cookies are then sent over https only.
    secure_cookies: bool = False
    testing: bool = False
    #: Where mails and webhooks go, and whether workers send them.
    delivery: Delivery = NOTHING_SENT
    #: How the log is written: text | json.
    log: str = "text"

    @property
    def attachments(self) -> Path:
        """Return the folder of attachments."""
        return self.home / "attachments"

    def secret_key(self) -> str:
        """Return the key that signs cookies, made once and kept in the home folder.

        Of processes that start at once one makes it; none sees it half-written.
        """
        path = self.home / "secret.key"
        if not path.exists():
            self.home.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile("w", dir=self.home, encoding="ascii") as new:  # mode 0600
                new.write(secrets.token_hex(32))
                new.flush()
                with suppress(FileExistsError):
                    os.link(new.name, path)
        return path.read_text(encoding="ascii").strip()


def read_config(environ: Mapping[str, str] = os.environ) -> Config:
    """Return the settings of BANJIE_HOME, BANJIE_DATABASE_URL and the others docs/operator.md has.

    Raises WrongSetting naming one that cannot be used.
    """
    home = Path(environ.get("BANJIE_HOME", "var")).expanduser().resolve()
    return Config(
        home=home,
        database_url=environ.get("BANJIE_DATABASE_URL", f"sqlite:///{home / 'banjie.sqlite3'}"),
        demo=environ.get("BANJIE_DEMO", "") in {"1", "true", "yes"},
        secure_cookies=environ.get("BANJIE_HTTPS", "") in {"1", "true", "yes"},
        delivery=read_delivery(environ),
        log="json" if environ.get("BANJIE_LOG", "") == "json" else "text",
    )
