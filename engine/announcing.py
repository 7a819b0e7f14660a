"""Send a message to other cases: an outbox row, taken after commit by matters that subscribe."""

from collections.abc import Mapping
from typing import Any

from engine import outbox
from engine.handling import Handling
from engine.outbox import Effect

#: The kind of effect that `engine.delivering` hands to `engine.subscriptions`.
KIND = "message"


def announce(handling: Handling, name: str, key: str, values: Mapping[str, Any]) -> None:
    """Send a message to whichever matters subscribe to it, after commit and once."""
    case = handling.case
    message = {"name": name, "case": case.number, "matter": case.matter_key, **values}
    effect = Effect(KIND, key, message)
    outbox.put(handling.session, [effect], case_id=case.id, made_at=handling.at)
