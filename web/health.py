"""Whether this process lives and is ready: for load balancers and supervisors, without sign-in."""

from flask import Blueprint, Response, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from engine.errors import Unavailable
from engine.store.database import reading
from engine.store.migrating import is_current
from web.session import database

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def alive() -> Response:
    """Say that the process answers; it asks nobody else."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
def ready() -> tuple[Response, int]:
    """Say whether work can be done: the database answers and has the newest tables; else 503."""
    try:
        with reading(database()) as session:
            session.execute(text("SELECT 1"))
        tables = is_current(database())
    except (SQLAlchemyError, Unavailable):
        return jsonify(database=False, tables=False), 503
    return jsonify(database=True, tables=tables), 200 if tables else 503
