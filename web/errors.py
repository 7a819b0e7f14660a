"""The one table from the engine's errors to HTTP: a page, or problem+json for the API."""

from typing import Any

from flask import Flask, Response, g, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from engine import errors
from engine.attachments import FileRefused
from engine.idempotency import KeyReused, WrongKey
from engine.sign_in import LockedOut, SignInFailed, WeakPassword
from engine.store import json
from web import attempts
from web.access import NotSignedIn
from web.language import _, language, pick

#: The first class that fits decides.
STATUS: tuple[tuple[type[errors.BanjieError], int], ...] = (
    (errors.NotFound, 404),
    (SignInFailed, 401),
    (LockedOut, 429),
    (NotSignedIn, 401),
    (errors.NotAllowed, 403),
    (errors.Conflict, 409),
    (errors.Busy, 503),
    (errors.Unavailable, 503),
    (errors.InvalidSubmission, 422),
    (errors.InvalidMatter, 422),
    (FileRefused, 422),
    (WeakPassword, 422),
    (KeyReused, 422),
    (WrongKey, 422),
    (errors.BanjieError, 400),
)


#: When it is worth trying again: a rival is over in a moment, a broken database is not.
RETRY_AFTER_S = {errors.Busy: 2, errors.Unavailable: 30}


def status_of(error: errors.BanjieError) -> int:
    """Return the HTTP status of an engine error."""
    return next(status for kind, status in STATUS if isinstance(error, kind))


def init_app(app: Flask) -> None:
    """Answer every engine and HTTP error with a page or a problem."""
    app.register_error_handler(errors.BanjieError, answer_error)
    app.register_error_handler(HTTPException, answer_http)


def answer_error(error: errors.BanjieError) -> Response:
    """Answer an engine error."""
    status = status_of(error)
    attempts.keep(error)
    if is_api():
        response = problem(status, error.code, error.text(language()), _more(error))
    else:
        response = make_response(_page(status, error.text(language()), error.code), status)
    for kind, seconds in RETRY_AFTER_S.items():
        if isinstance(error, kind):
            response.headers["Retry-After"] = str(seconds)
    return response


def answer_http(error: HTTPException) -> Response:
    """Answer an error of the web framework."""
    status = error.code or 500
    if status in {301, 302, 308}:
        return make_response(error.get_response())
    if is_api():
        return _api_problem(status, error)
    name = {404: "not_found", 405: "method_not_allowed", 400: "bad_request"}.get(status, "error")
    text = {
        404: _("没有这个页面。请检查地址，或回到待办。"),
        400: _("请求无效或页面已过期，请刷新后重试。"),
        405: _("这个地址不接受该操作。"),
        413: _("上传的内容过大。"),
    }.get(status, _("系统出错，已记录。请稍后再试。"))
    return make_response(_page(status, text, name), status)


#: Code and text of what the framework refuses before a view of the API is reached.
API_TEXTS: dict[int, tuple[str, str, str]] = {
    400: ("bad_request", "请求无法读取。", "The request cannot be read."),
    404: (
        "not_found",
        "没有这个接口。请对照 /api/v1/openapi.json 检查地址。",
        "There is no such address; see /api/v1/openapi.json.",
    ),
    405: (
        "method_not_allowed",
        "这个接口不接受该方法，可用的方法见响应头 Allow。",
        "This address does not take the method; the header Allow names those it takes.",
    ),
    413: ("too_large", "发送的内容过大。", "What was sent is too large."),
}


def _api_problem(status: int, error: HTTPException) -> Response:
    code, zh, en = API_TEXTS.get(
        status,
        (
            "error",
            "系统出错，已记录。请稍后再试。",
            "Something failed and was recorded; try again later.",
        ),
    )
    answer = problem(status, code, pick(zh, en), {})
    allowed = dict(error.get_headers()).get("Allow")
    if allowed:
        answer.headers["Allow"] = allowed
    return answer


def is_api() -> bool:
    """Say whether this request wants a problem and no page: the API's, and our scripts'."""
    wanted = request.accept_mimetypes
    return request.path.startswith("/api/") or wanted.best == "application/json"


def problem(status: int, code: str, detail: str, more: dict[str, Any]) -> Response:
    """Return an application/problem+json answer with our stable code (RFC 9457)."""
    body = {
        "type": f"urn:banjie:{code}",
        "title": code,
        "status": status,
        "detail": detail,
        "code": code,
        **more,
    }
    response = Response(json.dumps(body), status, mimetype="application/problem+json")
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _more(error: errors.BanjieError) -> dict[str, Any]:
    """Return what a refused submission adds: messages by path, and paths one may vouch for."""
    if not isinstance(error, errors.InvalidSubmission):
        return {}
    messages = {
        path: [{"zh": zh, "en": en} for zh, en in pairs] for path, pairs in error.errors.items()
    }
    overridable = list(getattr(error, "overridable", ()))
    return {"errors": messages, **({"overridable": overridable} if overridable else {})}


def _page(status: int, text: str, code: str) -> str:
    titles = {
        400: _("请求无效"),
        401: _("未能登录"),
        403: _("无权办理"),
        404: _("没有找到"),
        409: _("办件已有变化"),
        422: _("需要修改"),
        429: _("请稍候"),
        503: _("请稍候"),
    }
    g.setdefault("nav_shown", False)
    return render_template(
        "errors/error.html",
        status=status,
        title=titles.get(status, _("系统出错")),
        text=text,
        code=code,
        remedy="",
        again=_sent() if status == 503 else [],
    )


def _sent() -> list[tuple[str, str]]:
    """Return what a person's form sent, to be sent once more from the page that says why not.

    What holds a password is left out whole. Files are kept apart, as they are chosen.
    """
    if request.method != "POST" or any("password" in name for name in request.form):
        return []
    sent = request.form.items(multi=True)
    return [(name, value) for name, value in sent if name != "csrf_token"]
