"""Matters through the API."""

from api_programs import Users


def test_matters_say_who_may_start(user: Users) -> None:
    clerk = {row["key"]: row["may_start"] for row in user("chenting").get("/matters").json["rows"]}
    handler = {
        row["key"]: row["may_start"] for row in user("zhouhang").get("/matters").json["rows"]
    }

    assert clerk == {"construction_permit": True, "three_steps": True}
    assert handler == {"construction_permit": False, "three_steps": False}


def test_a_matter_has_guide_materials_limits_and_start_form(user: Users) -> None:
    matter = user("chenting").get("/matters/three_steps").json

    assert matter["guide"].startswith("#")
    assert [one["code"] for one in matter["materials"]] == [
        "process_note",
        "noise_plan",
        "public_notice",
    ]
    assert [(one["key"], one["amount"], one["kind"]) for one in matter["limits"]] == [
        ("decide", "3WD", "promised"),
        ("review", "1WD", "step"),
    ]
    assert matter["form"]["key"] == "request"
    assert "works" in [field["path"] for field in matter["form"]["inputs"]]


def test_the_permit_shows_its_rows_and_materials(user: Users) -> None:
    inputs = user("chenting").get("/matters/construction_permit").json["form"]["inputs"]
    widgets = {field["widget"] for field in inputs}

    assert {"rows", "materials", "date", "select"} <= widgets
    assert any("__index__" in field["path"] for field in inputs)
    grid = next(field for field in inputs if field["widget"] == "materials")
    assert {row["necessity"] for row in grid["materials"]} >= {"main", "promise"}


def test_a_guide_comes_in_english(user: Users) -> None:
    matter = user("chenting", language="en").get("/matters/three_steps").json

    assert matter["guide"].isascii()
    assert matter["limits"][0]["amount_text"] == "3 working days"


def test_an_unknown_matter_is_not_found(user: Users) -> None:
    assert user("chenting").get("/matters/no_such").status_code == 404
