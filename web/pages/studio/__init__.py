"""The designer's studio: each module adds its pages to the one blueprint."""

from web.pages.studio import choices, diagram, files, matters, publication, trying, workbench
from web.pages.studio.blueprint import bp

#: Modules that add their pages to the blueprint.
ADDED = (matters, workbench, files, choices, publication, diagram, trying)

__all__ = ["ADDED", "bp"]
