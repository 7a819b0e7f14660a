"""Saves of a draft's files as an editor sends them."""

from browsing import Browser
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

FILES = "/studio/three_steps/files"
JSON = {"Accept": "application/json"}


def token(client: FlaskClient) -> dict[str, str]:
    page = Browser(client).get("/notices").html
    return {**JSON, "X-CSRF-Token": page.xpath("//meta[@name='csrf-token']/@content")[0]}


def put(client: FlaskClient, path: str, content: bytes, **headers: str) -> TestResponse:
    sent = {**token(client), **{key.replace("_", "-"): value for key, value in headers.items()}}
    return client.put(f"{FILES}/{path}", data=content, headers=sent)
