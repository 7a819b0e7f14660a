"""Walk a matter: try every way through it, by its forms and use cases, moving only the clock."""

from web.walking.covering import Coverage, Item
from web.walking.exploring import Walk, walk
from web.walking.stage import Stage, opened

__all__ = ["Coverage", "Item", "Stage", "Walk", "opened", "walk"]
