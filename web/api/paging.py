"""Pages of lists."""

from typing import Any

from engine.store.lists import Page

#: Rows on one page of a list.
SIZE = 20


def page_data(rows: list[dict[str, Any]], page: Page[Any]) -> dict[str, Any]:
    """Return the rows of a page with where they stand in the list."""
    return {"rows": rows, "total": page.total, "page": page.number, "pages": page.pages}
