"""Where effects are sent: mail server, receiver of webhooks, broker; all off unless given."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from engine.errors import BanjieError

MAIL_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


class WrongSetting(BanjieError):
    """A setting of the environment cannot be used."""

    code = "wrong_setting"


@dataclass(frozen=True)
class MailServer:
    """A mail server and the address mails come from; scheme: smtp | smtp+starttls | smtps."""

    scheme: str
    host: str
    port: int
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True)
class Receiver:
    """An address that takes signed webhooks."""

    url: str
    secret: str = field(repr=False)


@dataclass(frozen=True)
class Delivery:
    """What this system sends, and whether workers do it."""

    mail: MailServer | None = None
    webhook: Receiver | None = None
    #: Celery's broker; empty: the scheduler sends by itself.
    broker_url: str = field(default="", repr=False)
    #: One database, one queue.
    broker_queue: str = "banjie"


#: A system that keeps to itself.
NOTHING_SENT = Delivery()


def read_delivery(environ: Mapping[str, str]) -> Delivery:
    """Return the settings of BANJIE_MAIL_URL, BANJIE_WEBHOOK_URL and _SECRET, BANJIE_BROKER_URL.

    Raises WrongSetting naming the one that cannot be used.
    """
    mail, webhook = environ.get("BANJIE_MAIL_URL", ""), environ.get("BANJIE_WEBHOOK_URL", "")
    return Delivery(
        mail=_mail_server(mail) if mail else None,
        webhook=_receiver(webhook, environ.get("BANJIE_WEBHOOK_SECRET", "")) if webhook else None,
        broker_url=environ.get("BANJIE_BROKER_URL", ""),
        broker_queue=environ.get("BANJIE_BROKER_QUEUE", "banjie"),
    )


def _mail_server(url: str) -> MailServer:
    parts = urlsplit(url)
    sender = parse_qs(parts.query).get("from", [""])[0]
    if parts.scheme not in MAIL_PORTS or not parts.hostname or "@" not in sender:
        raise WrongSetting(
            "BANJIE_MAIL_URL 应写成 smtp://主机:25/?from=发件地址"
            "（或 smtps、smtp+starttls，可带 用户:密码@）。",
            "BANJIE_MAIL_URL is written smtp://host:25/?from=address "
            "(or smtps, smtp+starttls; user:password@ may stand before the host).",
        )
    return MailServer(
        scheme=parts.scheme,
        host=parts.hostname,
        port=parts.port or MAIL_PORTS[parts.scheme],
        sender=sender,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def _receiver(url: str, secret: str) -> Receiver:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise WrongSetting(
            "BANJIE_WEBHOOK_URL 须以 http:// 或 https:// 开头。",
            "BANJIE_WEBHOOK_URL begins with http:// or https://.",
        )
    if len(secret) < 16:
        raise WrongSetting(
            "有 BANJIE_WEBHOOK_URL 就须有 BANJIE_WEBHOOK_SECRET（至少 16 位），用来签名。",
            "BANJIE_WEBHOOK_URL needs BANJIE_WEBHOOK_SECRET (16 signs or more) to sign with.",
        )
    return Receiver(url, secret)
