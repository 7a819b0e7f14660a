"""Pages of lists."""

from collections.abc import Sequence
from typing import Any, TypeVar

from engine.store.lists import Page

T = TypeVar("T")

#: Rows on one page of a list.
SIZE = 20


def page_of(found: Sequence[T], number: int) -> Page[T]:
    """Return one page of a list that is whole in memory."""
    start = (number - 1) * SIZE
    return Page(found[start : start + SIZE], len(found), number, SIZE)


def page_data(rows: list[dict[str, Any]], page: Page[Any]) -> dict[str, Any]:
    """Return the rows of a page with where they stand in the list."""
    return {"rows": rows, "total": page.total, "page": page.number, "pages": page.pages}
