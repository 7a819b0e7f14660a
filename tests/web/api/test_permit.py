"""The construction permit through the API: rows, messages, stops, masked numbers."""

from typing import Any

import builders
import permit_forms as forms
import pytest
from api_programs import Program, Users
from towns import Town

DECIDE = "decide"


def case_number(town: Town, case: int) -> str:
    return town.case(case).number


def clock(program: Program, number: str, limit: str) -> dict[str, Any]:
    found = program.get(f"/cases/{number}").json["clocks"]
    return dict(next(one for one in found if one["limit"] == limit))


def test_an_application_with_rows_and_materials_is_taken(user: Users, town: Town) -> None:
    clerk = user("chenting")
    values = forms.applied(town.upload("chenting"))
    answer = clerk.post("/cases", {"matter": "construction_permit", "values": values})

    assert answer.status_code == 201, answer.text
    number = answer.json["number"]
    materials = clerk.get(f"/cases/{number}").json["materials"]
    assert {row["state"] for row in materials} == {"supplied"}
    assert all(len(row["attachments"]) == 1 for row in materials)


def test_accepted_on_0924_it_is_due_on_1012(user: Users, town: Town) -> None:
    case = builders.accepted(town)
    shown = clock(user("chenting"), case_number(town, case), DECIDE)

    assert (shown["kind"], shown["last_on"], shown["remaining"]) == ("statutory", "2026-10-12", 7)


def test_a_stop_moves_it_to_1022_and_the_explanation_lists_each_day(
    user: Users, town: Town
) -> None:
    case = builders.accepted(town)
    builders.review_all(town, case)
    town.sweep("09-28 10:00")
    builders.stop(town, case)
    stopped = clock(user("chenting"), case_number(town, case), DECIDE)
    town.sweep("10-13 16:00")
    builders.resume(town, case)
    shown = clock(user("chenting"), case_number(town, case), DECIDE)

    assert (stopped["state"], stopped["last_on"], stopped["due_at"]) == ("suspended", None, None)
    assert stopped["lamp"]["level"] == "stopped"
    assert shown["last_on"] == "2026-10-22"
    assert [stop["ground_name"] for stop in shown["stops"]] == ["专家评审"]
    rows = shown["explanation"]["rows"]
    assert (rows[0]["date"], rows[-1]["date"], len(rows)) == ("2026-09-24", "2026-10-22", 29)
    assert [row["number"] for row in rows if row["number"]] == [1, 2, 3, 4, 5, 6, 7]
    assert sum(row["kind"] == "stop" for row in rows) == 16
    assert all(row["reason"] for row in rows)


def test_a_message_the_case_waits_for_is_a_task(user: Users, town: Town) -> None:
    case = builders.accepted(town)
    handler = user("limingyuan")
    task = handler.step(case_number(town, case), "await_special")
    asked = handler.post(f"/tasks/{task['id']}/complete", {"values": forms.special()})

    assert (task["kind"], task["may_complete"]) == ("message", True)
    assert asked.status_code == 200, asked.text
    assert "approve_special" in [one["element"] for one in asked.json["case"]["open_tasks"]]


def test_departments_each_have_their_task_and_clock(user: Users, town: Town) -> None:
    number = case_number(town, builders.accepted(town))
    shown = user("chenting").get(f"/cases/{number}").json
    reviews = [task for task in shown["tasks"] if task["element"] == "review"]

    assert len(reviews) == len(forms.FOUR)
    assert {task["clock"]["limit"] for task in reviews} == {"dept_review"}
    assert len({task["item"] for task in reviews}) == len(forms.FOUR)


def test_personal_numbers_are_masked_until_somebody_asks_on_the_record(
    user: Users, town: Town
) -> None:
    clerk = user("chenting")
    number = case_number(town, builders.apply_plain(town))
    submission = clerk.get(f"/cases/{number}").json["submissions"][0]
    masked = next(line for line in submission["lines"] if line["is_masked"])
    path = f"/cases/{number}/submissions/{submission['id']}/unmask"
    whole = clerk.post(path, {"path": masked["path"]}).json["lines"]

    assert "*" in masked["text"]
    assert "*" not in next(one["text"] for one in whole if one["path"] == masked["path"])
    last = clerk.get(f"/cases/{number}/records").json["rows"][-1]
    assert (last["kind"], last["person"]["id"]) == ("unmasked", "chenting")


def test_a_promised_material_is_taken_before_the_case_waits_for_it(user: Users, town: Town) -> None:
    clerk = user("chenting")
    number = case_number(town, builders.accept_on_promise(town, "2026-09-30"))
    message = clerk.get(f"/cases/{number}").json["messages"][0]
    path = f"/cases/{number}/messages/{message['element']}"
    assert clerk.get(path).json["form"]["inputs"]
    values = forms.promised_material(town.upload("chenting"), "injury_insurance")
    sent = clerk.post(path, {"values": values})

    assert sent.status_code == 200, sent.text
    assert clerk.get(f"/cases/{number}").json["messages"] == []
    again = clerk.post(path, {"values": values})
    assert (again.status_code, again.json["code"]) == (409, "message_not_expected")


def test_a_case_shows_its_papers(user: Users, town: Town) -> None:
    clerk = user("chenting")
    number = case_number(town, builders.accepted(town))
    papers = clerk.get(f"/cases/{number}").json["documents"]

    assert "acceptance_notice" in [paper["key"] for paper in papers]
    for paper in papers:
        page = clerk.get(f"/cases/{number}/documents/{paper['id']}").json
        assert paper["number"] in page["html"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_wrong_row_is_named_by_its_place(user: Users, town: Town, language: str) -> None:
    values = forms.applied(town.upload("chenting"))
    rows = next(
        key
        for key, value in values.items()
        if isinstance(value, list) and value and isinstance(value[0], dict)
    )
    field = next(iter(values[rows][0]))
    values[rows][0] = {**values[rows][0], field: ""}
    sent = {"matter": "construction_permit", "values": values}
    answer = user("chenting", language).post("/cases", sent)

    assert answer.status_code == 422
    assert f"{rows}.0.{field}" in answer.json["errors"]
