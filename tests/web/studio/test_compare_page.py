"""What a designer sees compared: the differences in words, both diagrams, and which versions."""

import json
import re
from collections.abc import Callable
from html import unescape

import pytest
from browsing import Browser
from flask.testing import FlaskClient
from towns import MATTERS, Town

from engine.definitions import deploy_files, read_folder
from engine.store.database import transaction
from engine.studio.drafts import save_file, sha256_of

PAGE = "/studio/three_steps/compare"
FILES = read_folder(MATTERS[1])


@pytest.fixture
def designer(town: Town, browser_of: Callable[[str], Browser]) -> FlaskClient:
    changed = FILES["process.bpmn"].replace('name="审核"'.encode(), 'name="初审"'.encode())
    changed = changed.replace(b'x="430" y="100"', b'x="440" y="100"')
    with transaction(town.database) as session:
        deploy_files(session, {**FILES, "process.bpmn": changed}, at=town.now)
    return browser_of("luyi").client


def test_the_two_newest_versions_are_compared_unless_one_chooses(designer: FlaskClient) -> None:
    page = designer.get(PAGE).text

    assert "1 处改动" in page
    assert "环节 审核：名称 “审核” → “初审”" in page
    assert "另有 1 处只动了位置或排版" in page


def test_a_version_against_itself_differs_in_nothing(designer: FlaskClient) -> None:
    assert "两个版本相同" in designer.get(f"{PAGE}?from=1&to=1").text


def test_each_diagram_is_told_what_to_colour(designer: FlaskClient) -> None:
    page = designer.get(f"{PAGE}?from=1&to=2").text

    marks = [json.loads(unescape(text)) for text in re.findall(r'data-marks="([^"]*)"', page)]
    assert marks == 2 * [{"changed": ["review_request"], "moved": ["decide_request"]}]


def test_a_draft_is_compared_with_the_current_version(town: Town, designer: FlaskClient) -> None:
    with transaction(town.database) as session:
        content = FILES["guide.md"] + b"\nnew line\n"
        was = sha256_of(FILES["guide.md"])
        save_file(session, "three_steps", "guide.md", content, expected=was, by="luyi", at=town.now)

    page = designer.get(PAGE).text

    assert '<option value="draft" selected>' in page
    assert "新增 “new line”" in page


def test_the_diagram_of_a_version_is_sent_as_it_was(designer: FlaskClient) -> None:
    assert designer.get(f"{PAGE}/1.bpmn").data == FILES["process.bpmn"]
    assert designer.get(f"{PAGE}/7.bpmn").status_code == 404
    assert designer.get(f"{PAGE}?from=7&to=1").status_code == 404


def test_only_designers_compare(browser_of: Callable[[str], Browser]) -> None:
    assert browser_of("chenting").client.get(PAGE).status_code == 403
