"""Groups of endpoints: typed wrappers around flask-smorest's untyped decorators.

A view is told in Chinese by the `zh` of its route and in English by its docstring.
"""

from collections.abc import Callable
from inspect import getdoc
from typing import Any, TypeVar, cast

import flask_smorest
import marshmallow as ma
from flask import request

from engine.errors import NotAllowed
from web.access import person
from web.api.parsing import ExactParser, UnreadableRequest
from web.once import once

PREFIX = "/api/v1"

View = Callable[..., Any]
V = TypeVar("V", bound=View)


class Blueprint(flask_smorest.Blueprint):  # type: ignore[misc]  # flask-smorest has no types
    """A group of endpoints under one path."""

    ARGUMENTS_PARSER = ExactParser()

    def __init__(self, name: str, import_name: str, *, path: str, zh: str, en: str) -> None:
        super().__init__(
            f"api_{name}", import_name, url_prefix=f"{PREFIX}{path}", description=f"{zh} · {en}"
        )
        self.short_name = name
        self.before_request(refuse_unreadable_address)

    def get(self, rule: str, *, zh: str) -> Callable[[V], V]:
        """Register a view that reads."""
        return self._routed("GET", rule, zh)

    def post(self, rule: str, *, zh: str, **doc: object) -> Callable[[V], V]:
        """Register a view that does something, once where the request bears a key."""

        def register(view: V) -> V:
            return self._routed("POST", rule, zh, **doc)(cast(V, once(view)))

        return register

    def put(self, rule: str, *, zh: str) -> Callable[[V], V]:
        """Register a view that replaces something."""
        return self._routed("PUT", rule, zh)

    def delete(self, rule: str, *, zh: str) -> Callable[[V], V]:
        """Register a view that ends something."""
        return self._routed("DELETE", rule, zh)

    def _routed(self, method: str, rule: str, zh: str, **doc: object) -> Callable[[V], V]:
        def register(view: V) -> V:
            name = f"{self.short_name}_{view.__name__}"
            told = self.doc(summary=zh, description=getdoc(view), operationId=name, **doc)(view)
            return cast(V, self.route(rule, methods=[method])(told))

        return register

    def takes(
        self, schema: type[ma.Schema], *, location: str = "json", content_type: str | None = None
    ) -> Callable[[View], View]:
        """Hand a view the request's data as its first argument, judged by a Schema."""
        decorated = self.arguments(schema, location=location, content_type=content_type)
        return cast(Callable[[View], View], decorated)

    def gives(self, schema: type[ma.Schema] | None, *, status: int = 200) -> Callable[[View], View]:
        """Answer with what a view returns, written by a Schema."""
        return cast(Callable[[View], View], self.response(status, schema))

    def for_persons(self) -> "Blueprint":
        """Let only signed-in persons use these endpoints; others are answered 401."""
        self.before_request(refuse_strangers)
        return self


def refuse_unreadable_address() -> None:
    """Raise UnreadableRequest for a path no database can look up."""
    if "\0" in request.path:
        raise UnreadableRequest(
            "地址中有不可读的字符。", "The address holds a character that cannot be read."
        )


def refuse_strangers() -> None:
    """Raise NotAllowed unless the token is somebody's whose password is their own."""
    if person().must_change_password:
        raise password_change_needed()


def password_change_needed() -> NotAllowed:
    """Return the error of a person who still has the first password."""
    return NotAllowed(
        "首次登录须先在网页上修改初始密码，再使用接口。",
        "Change the first password on the sign-in page before using the API.",
        code="password_change_needed",
    )
