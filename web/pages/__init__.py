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
    drafting,
    incidents,
    limits,
    messages,
    moves,
    notices,
    outbox,
    people,
    proposals,
    starting,
    tasks,
)

#: Modules that add their pages to the blueprint of cases, and of limits.
ADDED = (starting, messages, moves, drafting)

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
    proposals.bp,
    calendar.bp,
    people.bp,
    incidents.bp,
    outbox.bp,
    demo.bp,
)
