"""The JSON API under /api/v1: the same use cases as the pages, for other programs."""

from flask import Flask
from flask_wtf import CSRFProtect

from web.api.acts import bp as acts
from web.api.attachments import bp as attachments
from web.api.calendar import bp as calendar
from web.api.cards import bp as cards
from web.api.cases import bp as cases
from web.api.clocks import bp as clocks
from web.api.demo import bp as demo
from web.api.experts import bp as experts
from web.api.handlers import bp as handlers
from web.api.limits import bp as limits
from web.api.matters import bp as matters
from web.api.messages import bp as messages
from web.api.moves import bp as moves
from web.api.openapi import Api, settings
from web.api.outbox import answers
from web.api.outbox import bp as outbox
from web.api.projects import bp as projects
from web.api.proposals import bp as proposals
from web.api.submissions import bp as submissions
from web.api.tasks import bp as tasks
from web.api.tokens import bp as tokens
from web.api.urges import bp as urges

BLUEPRINTS = (
    tokens,
    tasks,
    cases,
    acts,
    handlers,
    moves,
    messages,
    submissions,
    matters,
    attachments,
    outbox,
    answers,
    limits,
    proposals,
    calendar,
    clocks,
    cards,
    experts,
    projects,
    urges,
    demo,
)


def init_app(app: Flask, csrf: CSRFProtect) -> None:
    """Register the API. It takes bearer tokens and no cookies, so it needs no CSRF token."""
    app.config.update(settings())
    api = Api(app)
    for blueprint in BLUEPRINTS:
        csrf.exempt(blueprint)
        api.register_blueprint(blueprint)
