"""The designer's studio: each module adds its pages to the one blueprint."""

from web.pages.studio import (
    beginning,
    choices,
    compare,
    diagram,
    files,
    form,
    matters,
    migrate,
    publication,
    table,
    trail,
    trying,
    workbench,
)
from web.pages.studio.blueprint import bp

#: Modules that add their pages to the blueprint.
ADDED = (
    beginning,
    choices,
    diagram,
    files,
    form,
    matters,
    publication,
    table,
    trail,
    trying,
    workbench,
    compare,
    migrate,
)

__all__ = ["ADDED", "bp"]
