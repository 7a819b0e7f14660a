"""Pages of lists."""

from collections.abc import Sequence
from typing import Any, TypeVar

T = TypeVar("T")

#: Rows on one page of a list.
SIZE = 20


def page_of(found: Sequence[T], number: int) -> Sequence[T]:
    """Return the rows of one page."""
    return found[(number - 1) * SIZE : number * SIZE]


def page_data(rows: list[dict[str, Any]], *, total: int, number: int) -> dict[str, Any]:
    """Return rows with where they stand in the list."""
    return {"rows": rows, "total": total, "page": number, "pages": max(1, -(-total // SIZE))}
