"""Files through the API."""

import io

import pytest
from api_programs import Users
from towns import PDF


def test_a_file_is_kept_with_its_hash(user: Users) -> None:
    clerk = user("chenting")
    answer = clerk.post("/attachments", data={"file": (io.BytesIO(PDF), "图纸.pdf")})

    assert answer.status_code == 201
    assert (answer.json["name"], answer.json["size_bytes"]) == ("图纸.pdf", len(PDF))
    assert len(answer.json["sha256"]) == 64
    kept = clerk.get(f"/attachments/{answer.json['id']}/content")
    assert (kept.data, kept.mimetype) == (PDF, "application/pdf")
    assert clerk.get(f"/attachments/{answer.json['id']}").json == answer.json


@pytest.mark.parametrize(
    ("name", "content"),
    [("virus.exe", b"MZ"), ("scan.pdf", b"not a pdf"), ("empty.pdf", b"")],
    ids=["ending", "content", "empty"],
)
def test_a_file_of_no_accepted_type_is_refused(user: Users, name: str, content: bytes) -> None:
    sent = {"file": (io.BytesIO(content), name)}
    answer = user("chenting").post("/attachments", data=sent)

    assert (answer.status_code, answer.json["code"]) == (422, "file_refused")


def test_a_request_without_a_file_is_told_so(user: Users) -> None:
    answer = user("chenting").post("/attachments", data={"other": "x"})

    assert answer.status_code == 422
    assert answer.json["errors"] == {
        "file": [{"zh": "缺少必填项。", "en": "Missing data for required field."}]
    }


def test_an_unknown_file_is_not_found(user: Users) -> None:
    assert user("chenting").get("/attachments/none").status_code == 404
