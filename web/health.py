"""Whether this process lives and is ready: for load balancers and supervisors, without sign-in."""

from flask import Blueprint, Response, jsonify

from engine.errors import Unavailable
from engine.store.migrating import Tables, advice, state_of_tables
from web.session import database

bp = Blueprint("health", __name__)
NO_DATABASE = (
    "连不上数据库：请看数据库服务器是否在跑、磁盘是否满、BANJIE_DATABASE_URL 是否对。",
    "The database does not answer: see whether its server runs, its disk is full, and "
    "BANJIE_DATABASE_URL is right.",
)


@bp.get("/healthz")
def alive() -> Response:
    """Say that the process answers; it asks nobody else."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
def ready() -> tuple[Response, int]:
    """Say whether work can be done: the database answers and has the tables of this program.

    Else 503, with what to do in Chinese (`zh`) and English (`en`).
    """
    try:
        tables = state_of_tables(database())
    except Unavailable:
        return _not_ready(*NO_DATABASE, database=False)
    if tables is not Tables.CURRENT:
        return _not_ready(*advice(tables), database=True)
    return jsonify(database=True, tables=True), 200


def _not_ready(zh: str, en: str, **found: bool) -> tuple[Response, int]:
    return jsonify(**found, tables=False, zh=zh, en=en), 503
