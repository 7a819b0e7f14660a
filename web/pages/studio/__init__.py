"""The designer's studio: each module adds its pages to the one blueprint."""

from web.pages.studio import choices, files, matters, publication, workbench
from web.pages.studio.blueprint import bp

#: Modules that add their pages to the blueprint.
ADDED = (matters, workbench, files, choices, publication)

__all__ = ["ADDED", "bp"]
