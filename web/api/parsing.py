"""Read what a request sends: exact JSON, queries and files, refused in both languages."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

import marshmallow as ma
from flask import Request
from webargs.flaskparser import FlaskParser, is_json_request

from engine.errors import BanjieError, InvalidSubmission
from engine.store import json

#: A form with every row filled stays far below; files come as multipart.
LARGEST_JSON_BYTES = 4 * 1024 * 1024
#: Exponents past this are no quantity anybody enters, and cost minutes to write out.
LARGEST_EXPONENT = 40

#: What marshmallow says of a malformed value, in Chinese; the longest text that fits is meant.
CHINESE = (
    (r"Missing data for required field\.", "缺少必填项。"),
    (r"Unknown field\.", "没有这一项，请删除。"),
    (r"Field may not be null\.", "不能为 null。"),
    (r"Not a valid string\.", "须为文本。"),
    (r"Not a valid integer\.", "须为整数。"),
    (r"Not a valid list\.", "须为列表。"),
    (r"Not a valid mapping type\.|Invalid input type\.", "须为对象。"),
    (r"Not a valid (aware )?datetime\.", "须为带时区的 ISO 时刻，例如 2026-11-10T09:00:00+08:00。"),
    (r"Not a valid date\.", "须为 2026-12-01 的写法。"),
    (r"Must be one of: (?P<all>.+)\.", "只能是：{all}。"),
    (
        r"Must be greater than or equal to (?P<least>\d+) and less than or equal to (?P<most>.+)\.",
        "须在 {least} 至 {most} 之间。",
    ),
    (r"Must be before (?P<year>\d+)\.", "须早于 {year} 年。"),
    (r"Control characters are not allowed\.", "不得含控制字符。"),
    (r"Longer than maximum length (?P<most>\d+)\.", "最多 {most} 字。"),
)


class InvalidRequest(InvalidSubmission):
    """The request has not the shape this address takes; `errors` says where."""

    code = "invalid_request"


class UnreadableRequest(BanjieError):
    """The body is no JSON, or not said to be."""

    code = "unreadable_request"


class ExactParser(FlaskParser):
    """The parser of all endpoints: numbers stay exact decimals, errors become problems."""

    def _raw_load_json(self, req: Request) -> Any:
        if not is_json_request(req):
            raise UnreadableRequest(
                "请求体须为 JSON，请加上请求头 Content-Type: application/json。",
                "The body must be JSON; send the header Content-Type: application/json.",
            )
        req.max_content_length = LARGEST_JSON_BYTES
        try:
            return _readable(json.loads(req.get_data(cache=True).decode()))
        except (ValueError, ArithmeticError, RecursionError) as error:
            raise UnreadableRequest(
                f"请求体不是可读的 JSON：{error}", f"The body is no readable JSON: {error}"
            ) from error

    def handle_error(
        self,
        error: ma.ValidationError,
        req: Request,
        schema: ma.Schema,
        *,
        error_status_code: int | None,
        error_headers: Mapping[str, str] | None,
    ) -> NoReturn:
        """Raise InvalidRequest with every fault at its dotted path."""
        messages: dict[str, Any] = error.normalized_messages()  # type: ignore[no-untyped-call]
        inner = messages.values() if set(messages) <= set(self.__location_map__) else [messages]
        raise InvalidRequest(_by_path(inner))


def _readable(value: Any) -> Any:
    """Return a JSON value; raises ValueError for text or numbers that cannot be kept."""
    text = json.dumps(value)
    text.encode()
    if "E+" in text and any(_is_vast(found) for found in re.findall(r"\dE\+(\d+)", text)):
        raise ValueError("数值过大 / a number is too large")
    return value


def _is_vast(exponent: str) -> bool:
    return len(exponent) > len(str(LARGEST_EXPONENT)) or int(exponent) > LARGEST_EXPONENT


def _by_path(parts: Any) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for part in parts:
        for path, text in _leaves(part, ""):
            found.setdefault(path, []).append((_chinese(text), text))
    return found


def _leaves(messages: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            below = "" if key == "_schema" else str(key)
            yield from _leaves(inner, ".".join(part for part in (path, below) if part))
    elif isinstance(messages, list):
        for one in messages:
            yield from _leaves(one, path)
    else:
        yield path, str(messages)


def _chinese(text: str) -> str:
    for pattern, chinese in CHINESE:
        match = re.fullmatch(pattern, text)
        if match:
            return chinese.format(**match.groupdict())
    return text
