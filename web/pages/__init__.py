"""The pages people use, one blueprint a file."""

from web.pages import (
    acts,
    attachments,
    auth,
    calendar,
    cards,
    cases,
    clocks,
    demo,
    documents,
    drafting,
    draws,
    experts,
    incidents,
    limits,
    messages,
    moves,
    notices,
    organisations,
    outbox,
    people,
    projects,
    proposals,
    starting,
    tasks,
)

#: Modules that add their pages to the blueprint of cases, and of limits.
ADDED = (starting, messages, moves, acts, drafting)

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
    projects.bp,
    organisations.bp,
    experts.bp,
    draws.bp,
    people.bp,
    incidents.bp,
    outbox.bp,
    demo.bp,
)
