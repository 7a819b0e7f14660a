"""Notices are mailed to who has an address; what is published goes out once."""

from sqlalchemy import select
from test_three_steps import checked, requested
from towns import Town

from engine.store.database import reading, transaction
from engine.store.outbox import Outbox
from engine.store.people import Person
from engine.tasks import reassign_task


def effects(town: Town, kind: str) -> list[Outbox]:
    with reading(town.database) as session:
        return list(session.scalars(select(Outbox).where(Outbox.kind == kind)))


def reassigned(town: Town) -> str:
    """Give somebody's task to another, who is told; return the case's number."""
    case = requested(town)
    task = town.task(case, "review_request")
    with transaction(town.database) as session:
        reassign_task(session, task.id, to="hexiaoyu", by="zhengkai", at=town.now)
    return town.case(case).number


def test_nobody_has_an_address_so_nothing_is_mailed(town: Town) -> None:
    reassigned(town)

    assert effects(town, "mail") == []


def test_a_notice_is_mailed_in_the_language_of_its_reader(town: Town) -> None:
    with transaction(town.database) as session:
        reader = session.get_one(Person, "hexiaoyu")
        reader.mail, reader.language = "he@example.org", "en"
    number = reassigned(town)

    (mail,) = effects(town, "mail")
    assert mail.payload == {
        "to": "he@example.org",
        "subject": number,
        "text": f"Task 审核 of {number} was assigned to you.",
    }
    assert mail.key.startswith("notice-")


def test_the_public_part_of_a_case_is_announced_once(town: Town) -> None:
    from builders import decided

    case = decided(town)
    (row,) = effects(town, "webhook")

    assert row.payload["case"] == town.case(case).number
    labels = {field["label"]: field["value"] for field in row.payload["fields"]}
    assert labels["项目名称"] == town.case(case).title
    assert row.payload["documents"]


def test_a_matter_that_publishes_nothing_announces_nothing(town: Town) -> None:
    case = checked(town)
    town.do(case, "decide_request", {"result": "grant"}, by="zhengkai")

    assert effects(town, "webhook") == []
