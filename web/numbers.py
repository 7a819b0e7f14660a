"""Numbers as lists show them."""

from engine.store.lists import MOST


def counted(number: int) -> int | str:
    """Return a number, or "999+" where it was not counted to the end."""
    return number if number <= MOST else f"{MOST}+"
