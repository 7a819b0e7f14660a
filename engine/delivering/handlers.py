"""The registry of handlers: which kind of effect is sent how, as far as settings allow it."""

from functools import partial

from engine.delivering import Handler, Handlers
from engine.delivering.mail import send_mail
from engine.delivering.settings import Delivery
from engine.delivering.webhook import send_webhook

#: Every kind of effect: notices by mail, what is published, calls that wait for an answer.
KINDS = ("mail", "webhook", "call")


def handlers_of(delivery: Delivery) -> Handlers:
    """Return the handlers that are configured, by kind; what has none waits in the outbox."""
    handlers: dict[str, Handler] = {}
    if delivery.mail is not None:
        handlers["mail"] = partial(send_mail, delivery.mail)
    if delivery.webhook is not None:
        handlers["webhook"] = handlers["call"] = partial(send_webhook, delivery.webhook)
    return handlers
