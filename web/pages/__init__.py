"""The pages people use, one blueprint a file."""

from web.pages import (
    attachments,
    auth,
    cards,
    cases,
    demo,
    documents,
    notices,
    people,
    starting,
    tasks,
)

#: `starting` adds its pages to the blueprint of cases.
ADDED = (starting,)

BLUEPRINTS = (
    auth.bp,
    tasks.bp,
    cases.bp,
    cards.bp,
    notices.bp,
    documents.bp,
    attachments.bp,
    people.bp,
    demo.bp,
)
