"""The preview of the form editor: the server's own drawing, or what keeps it from being drawn."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from browsing import Browser
from flask import Flask

from forms.kinds import KINDS
from web.pages.studio.field_kinds import field_kinds

FORMS = Path(__file__).parent.parent.parent / "processes/construction_permit/forms"
PREVIEW = "/studio/construction_permit/forms/{}/preview"


@pytest.fixture
def preview(site: Flask, browser_of: Callable[[str], Browser]) -> Callable[[str, bytes], str]:
    site.config["WTF_CSRF_ENABLED"] = False
    client = browser_of("luyi").client

    def ask(key: str, text: bytes) -> str:
        answer = client.post(PREVIEW.format(key), data=text, content_type="application/json")
        assert answer.status_code == 200
        return answer.get_data(as_text=True)

    return ask


def test_every_form_of_the_permit_is_drawn(preview: Callable[[str, bytes], str]) -> None:
    for file in sorted(FORMS.glob("*.form")):
        shown = preview(file.stem, file.read_bytes())

        assert "studio-form-problems" not in shown
        assert json.loads(file.read_text("utf-8"))["properties"]["title"] in shown


def test_what_is_wrong_is_said_in_its_place(preview: Callable[[str, bytes], str]) -> None:
    broken = {"type": "textfield", "key": "a b", "label": "甲", "properties": {"label_en": "A"}}
    form = {"type": "default", "id": "x", "schemaVersion": 19, "components": [broken]}

    assert "studio-form-problems" in preview("x", json.dumps(form).encode())
    assert "studio-form-problems" in preview("x", b"no JSON")


def test_each_kind_offered_is_one_the_server_judges(site: Flask) -> None:
    with site.test_request_context():
        offered = field_kinds()
    judged = [one for one in offered if one["group"] != "版面"]

    assert {one["kind"] or one["type"] for one in judged} <= set(KINDS)
    assert all(one["type"] in KINDS[one["kind"] or one["type"]].types for one in judged)
    assert [one["zh"] for one in offered if one["zh"] == one["en"]] == []
