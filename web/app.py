"""Build the web application: one factory, each part with its `init_app`."""

from datetime import timedelta

from flask import Flask, url_for
from flask.json.provider import JSONProvider
from flask_wtf import CSRFProtect

from engine.attachments import MAX_BYTES, FileStore
from engine.clock import Clock, SystemClock
from engine.store import json
from engine.store.database import Database, open_database
from web import access, api, compressed, errors, headers, health, logs, metrics, navigation
from web.assets import Assets
from web.config import Config, read_config
from web.language import _, babel, choose_language
from web.once import once_key
from web.pages import BLUEPRINTS

csrf = CSRFProtect()


class ExactJson(JSONProvider):
    """JSON with exact decimals, as the engine writes it."""

    def dumps(self, obj: object, **kwargs: object) -> str:
        """Return canonical text."""
        return json.dumps(obj)

    def loads(self, s: str | bytes, **kwargs: object) -> object:
        """Return the value of a text."""
        return json.loads(s.decode() if isinstance(s, bytes) else s)


def create_app(
    config: Config | None = None,
    *,
    database: Database | None = None,
    clock: Clock | None = None,
) -> Flask:
    """Return the application; settings come from the environment unless given."""
    config = config or read_config()
    app = Flask(__name__)
    app.json = ExactJson(app)
    app.config.update(
        SECRET_KEY=config.secret_key(),
        SESSION_COOKIE_NAME="banjie_page",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.secure_cookies,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        MAX_CONTENT_LENGTH=MAX_BYTES + 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=4 * 1024 * 1024,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_HEADERS=["X-CSRF-Token"],
        TESTING=config.testing,
        BABEL_DEFAULT_LOCALE="zh_CN",
        BABEL_TRANSLATION_DIRECTORIES="translations",
    )
    app.extensions["banjie.config"] = config
    app.extensions["banjie.database"] = database or open_database(config.database_url)
    app.extensions["banjie.clock"] = clock or SystemClock()
    app.extensions["banjie.files"] = FileStore(config.attachments)
    logs.init_app(app, app.extensions["banjie.clock"], config.log)
    babel.init_app(app, locale_selector=choose_language)
    csrf.init_app(app)
    access.init_app(app)
    errors.init_app(app)
    headers.init_app(app)
    navigation.init_app(app)
    compressed.init_app(app)
    assets = Assets(address=lambda name: url_for("static", filename=f"assets/{name}"))
    app.jinja_env.globals.update(vite_tags=assets.vite_tags, _=_, once_key=once_key)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.register_blueprint(health.bp)
    metrics.init_app(app, app.extensions["banjie.database"], app.extensions["banjie.clock"])
    api.init_app(app, csrf)
    return app
