"""The names of the regions entered here, by their codes."""

from engine.store.publishing import Setting
from web.language import pick
from web.session import db


def region_names() -> dict[str, str]:
    """Return the regions' names in the language of the request."""
    row = db().get(Setting, "regions")
    rows = row.value["regions"] if row else []
    return {one["code"]: pick(one["name"], one.get("name_en", "")) for one in rows}
