"""Send a notice as mail; its Message-ID comes from the effect's key, so a repetition is known."""

import hashlib
import smtplib
import ssl
from email.message import EmailMessage

from engine.delivering.settings import MailServer
from engine.outbox import Parcel

TIMEOUT_S = 20


def send_mail(server: MailServer, parcel: Parcel) -> None:
    """Send {"to", "subject", "text"}; raises what smtplib raises."""
    with _connected(server) as connection:
        if server.user:
            connection.login(server.user, server.password)
        connection.send_message(letter(server.sender, parcel))


def _connected(server: MailServer) -> smtplib.SMTP:
    if server.scheme == "smtps":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT_S, context=context)
    connection = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_S)
    if server.scheme == "smtp+starttls":
        connection.starttls(context=ssl.create_default_context())
    return connection


def letter(sender: str, parcel: Parcel) -> EmailMessage:
    """Return the mail of an effect."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = parcel.payload["to"]
    message["Subject"] = " ".join(str(parcel.payload["subject"]).split())
    name = hashlib.sha256(parcel.key.encode()).hexdigest()[:32]
    message["Message-ID"] = f"<{name}@{sender.rpartition('@')[2]}>"
    message.set_content(str(parcel.payload["text"]))
    return message
