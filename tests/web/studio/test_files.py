"""Files of a draft over HTTP: conditional saves, findings at once, and who may."""

from collections.abc import Callable

import pytest
from browsing import Browser
from flask.testing import FlaskClient
from sending import FILES, put, token


@pytest.fixture
def designer(browser_of: Callable[[str], Browser]) -> FlaskClient:
    return browser_of("luyi").client


def test_a_save_answers_the_new_etag_and_the_findings(designer: FlaskClient) -> None:
    begun = designer.get(f"{FILES}/process.bpmn")
    changed = begun.data.replace(b'value="approval"', b'value="nowhere"')
    assert changed != begun.data

    saved = put(designer, "process.bpmn", changed, If_Match=begun.headers["ETag"])

    assert saved.status_code == 200
    body = saved.get_json()
    assert "unknown_section" in {one["code"] for one in body["findings"]}
    assert {one["path"] for one in body["findings"]} == {"process.bpmn"}
    again = designer.get(f"{FILES}/process.bpmn")
    assert (again.data, again.headers["ETag"]) == (changed, f'"{body["etag"]}"')


def test_a_rival_is_told_who_and_gets_a_copy(
    designer: FlaskClient, browser_of: Callable[[str], Browser]
) -> None:
    etag = designer.get(f"{FILES}/guide.md").headers["ETag"]
    put(designer, "guide.md", b"by luyi", If_Match=etag)
    rival = browser_of("maqian").client

    refused = put(rival, "guide.md", b"by maqian", If_Match=etag)

    assert refused.status_code == 409
    body = refused.get_json()
    assert (body["code"], body["by"], body["by_name"]) == ("file_changed", "luyi", "陆毅")
    assert rival.get(body["copy_url"]).data == b"by maqian"
    assert put(rival, "guide.md", b"merged", If_Match=f'"{body["etag"]}"').status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"), [({}, 428), ({"If_None_Match": "*"}, 200), ({"If_Match": '"old"'}, 409)]
)
def test_a_new_file_says_that_it_is_new(
    designer: FlaskClient, headers: dict[str, str], status: int
) -> None:
    assert put(designer, "forms/extra.form", b"{}", **headers).status_code == status


def test_an_unsaved_diagram_is_checked_and_not_kept(designer: FlaskClient) -> None:
    before = designer.get(f"{FILES}/process.bpmn").data

    found = designer.post("/studio/three_steps/check", data=b"<broken", headers=token(designer))

    assert found.status_code == 200
    assert {one["severity"] for one in found.get_json()} == {"error"}
    assert designer.get(f"{FILES}/process.bpmn").data == before
    assert designer.get("/studio/three_steps/check").get_json() == []


def test_choices_name_every_field_a_form_writes(designer: FlaskClient) -> None:
    choices = designer.get("/studio/three_steps/choices").get_json()

    assert {"forms", "sections", "posts", "limits", "fields", "functions"} <= set(choices)
    labels = {one["path"]: one["label"] for one in choices["fields"]}
    assert labels["case.request.works"] == "工程名称"
    assert all(one["amount"] for one in choices["limits"])


def test_designers_see_each_other(
    designer: FlaskClient, browser_of: Callable[[str], Browser]
) -> None:
    at = "/studio/three_steps/presence"
    designer.post(at, json={"place": "process.bpmn"}, headers=token(designer))
    other = browser_of("maqian").client

    seen = other.post(at, json={"place": ""}, headers=token(other)).get_json()

    assert seen["editors"] == [{"id": "luyi", "name": "陆毅", "place": "process.bpmn"}]


def test_only_designers_enter_the_studio(browser_of: Callable[[str], Browser]) -> None:
    clerk = browser_of("chenting")

    assert clerk.get("/studio").status == 403
    assert clerk.client.get(f"{FILES}/matter.toml").status_code == 403
    assert put(clerk.client, "guide.md", b"", If_None_Match="*").status_code == 403
    assert "/studio" not in clerk.get("/tasks").links()
    assert "/studio" in browser_of("luyi").get("/tasks").links()


def test_the_workbench_shows_the_parts_of_a_matter(browser_of: Callable[[str], Browser]) -> None:
    page = browser_of("luyi").get("/studio/construction_permit")

    assert page.status == 200
    for part in ("检查通过", "许可决定（法定）", "申请表", "第 1 版"):
        assert part in page.text
