"""The pages people use, one blueprint a file."""

from web.pages import (
    attachments,
    auth,
    calendar,
    cards,
    cases,
    clocks,
    demo,
    documents,
    incidents,
    limits,
    messages,
    moves,
    notices,
    outbox,
    people,
    starting,
    tasks,
)

#: Modules that add their pages to the blueprint of cases.
ADDED = (starting, messages, moves)

BLUEPRINTS = (
    auth.bp,
    tasks.bp,
    cases.bp,
    cards.bp,
    notices.bp,
    documents.bp,
    attachments.bp,
    clocks.bp,
    limits.bp,
    calendar.bp,
    people.bp,
    incidents.bp,
    outbox.bp,
    demo.bp,
)
