"""The API's description (OpenAPI), served at /api/v1/openapi.json."""

from http import HTTPStatus
from typing import Any

import flask_smorest

from web.api.blueprint import PREFIX
from web.api.schemas.parts import ProblemSchema

PROBLEM = "application/problem+json"

DESCRIPTION = """\
住房城乡建设管理局办件系统的接口：与网页同一套办理规则。
先以 `POST /api/v1/tokens` 登录，此后每次请求带 `Authorization: Bearer <token>`。
`Accept-Language: zh` 或 `en` 决定文字的语言。
时刻一律为带时区的 ISO 8601，日期以 Asia/Shanghai 为准。
`POST` 可带请求头 `Idempotency-Key`：同一人同一键同一内容只办一次，24 小时内重发得到同样的应答；
同键不同内容返回 422。
出错时返回 `application/problem+json`，其中 `code` 不会改变；`errors` 按字段路径给出中英文提示。

The interface of the bureau's case system: the same rules as its pages.
Sign in with `POST /api/v1/tokens`, then send `Authorization: Bearer <token>` with each request.
`Accept-Language: zh` or `en` chooses the language of texts. Moments are ISO 8601 with an offset;
Asia/Shanghai decides days. A `POST` may bear the header `Idempotency-Key`: the same key with the
same content is done once and answered alike for 24 hours, with other content it is 422.
Errors are `application/problem+json` with a `code` that never changes; `errors` holds messages in
both languages by the path of the field.
"""


def settings() -> dict[str, object]:
    """Return what flask-smorest reads from the application's settings."""
    return {
        "API_TITLE": "办结 Banjie",
        "API_VERSION": "v1",
        "OPENAPI_VERSION": "3.0.3",
        "OPENAPI_URL_PREFIX": PREFIX,
        "OPENAPI_JSON_PATH": "openapi.json",
        "API_SPEC_OPTIONS": {
            "info": {"description": DESCRIPTION},
            "security": [{"token": []}],
        },
    }


class Api(flask_smorest.Api):  # type: ignore[misc]  # flask-smorest has no types
    """The API: errors are answered by `web/errors.py`, and described as problems."""

    ERROR_SCHEMA = ProblemSchema

    def _init_spec(self, **options: Any) -> None:
        super()._init_spec(**options)
        self.spec.components.security_scheme("token", {"type": "http", "scheme": "bearer"})

    def _register_error_handlers(self) -> None:
        """Leave errors to the application's own table."""

    def _register_responses(self) -> None:
        unprocessable = HTTPStatus(422).name
        for name, text in (
            ("DEFAULT_ERROR", "出错 · An error"),
            (unprocessable, "内容有误 · Not accepted"),
        ):
            content = {PROBLEM: {"schema": self.ERROR_SCHEMA}}
            self.spec.components.response(name, {"description": text, "content": content})
