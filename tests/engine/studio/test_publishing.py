"""Publishing a draft: what is refused, who agrees, from which day, and taking it back."""

from datetime import date, timedelta
from typing import Any

import pytest
from designing import THREE_STEPS
from sqlalchemy.orm import Session
from towns import Town

from engine import proposals
from engine.definitions import current_definition
from engine.errors import Conflict, InvalidMatter, InvalidSubmission, NotAllowed
from engine.scheduler import publish_due
from engine.store.database import reading, transaction
from engine.store.drafts import Publication
from engine.studio import drafts, publishing, taking_back
from engine.studio.trail import matter_records
from forms.publishing import publish_draft

MATTER = "three_steps"


def edit(town: Town, path: str = "guide.md", content: bytes = b"# changed\n") -> None:
    with transaction(town.database) as session:
        standing = drafts.files_now(session, MATTER, at=town.now).get(path)
        expected = drafts.sha256_of(standing) if standing is not None else None
        drafts.save_file(session, MATTER, path, content, expected=expected, by="luyi", at=town.now)


def publish(session: Session, town: Town, **how: Any) -> Publication:
    draft = drafts.find_draft(session, MATTER)
    usual = {
        "reds": (),
        "revision": draft.revision if draft else 0,
        "over": current_definition(session, MATTER).id,
        "reason": "指南写清楚",
        "from_on": date.fromisoformat(town.today),
        "by": "luyi",
        "at": town.now,
    }
    return publish_draft(session, MATTER, **{**usual, **how})


def version(town: Town) -> int:
    with reading(town.database) as session:
        return current_definition(session, MATTER).version


def test_new_cases_begin_with_it_and_running_ones_keep_theirs(town: Town) -> None:
    old = town.start(MATTER, THREE_STEPS)
    edit(town)
    with transaction(town.database) as session:
        assert publish(session, town).state == "in_force"
        assert drafts.find_draft(session, MATTER) is None
        latest = matter_records(session, MATTER)[0]
        assert (latest.kind, latest.reason) == ("in_force", "指南写清楚")

    new = town.start(MATTER, THREE_STEPS)
    assert town.case(old).definition_id != town.case(new).definition_id
    assert version(town) == 2


def test_a_version_waits_for_its_day(town: Town) -> None:
    edit(town)
    tomorrow = date.fromisoformat(town.today) + timedelta(days=1)
    with transaction(town.database) as session:
        assert publish(session, town, from_on=tomorrow).state == "due"
    publish_due(town.database, town.clock)
    assert version(town) == 1

    town.move("09-25 00:00")
    publish_due(town.database, town.clock)
    assert version(town) == 2


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"reason": " "}, InvalidSubmission),
        ({"from_on": date(2026, 9, 23)}, InvalidSubmission),
        ({"revision": 7}, Conflict),
        ({"over": "another"}, Conflict),
        ({"reds": [("场景一", "one")]}, InvalidMatter),
    ],
    ids=["no reason", "a day that is past", "changed since", "another version", "red scenario"],
)
def test_what_nobody_looked_at_is_not_published(
    town: Town, changed: dict[str, Any], error: type[Exception]
) -> None:
    edit(town)
    with transaction(town.database) as session, pytest.raises(error):
        publish(session, town, **changed)
    assert version(town) == 1


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("process.bpmn", b"<broken"),
        ("forms/request.form", b"{}"),
        ("matter.toml", b'key = "other"\n'),
    ],
)
def test_a_draft_with_a_fault_is_not_published(town: Town, path: str, content: bytes) -> None:
    edit(town, path, content)
    with (
        transaction(town.database) as session,
        pytest.raises((InvalidMatter, InvalidSubmission)),
    ):
        publish(session, town)
    assert version(town) == 1


def test_a_draft_without_a_change_is_no_version(town: Town) -> None:
    with transaction(town.database) as session:
        drafts.open_draft(session, MATTER, by="luyi", at=town.now)
        with pytest.raises(InvalidSubmission):
            publish(session, town)


def asked(town: Town) -> int:
    edit(town)
    with transaction(town.database) as session:
        proposals.ask_for_second(session, [proposals.MATTER])
        one = publish(session, town)
        assert one.state == "waiting"
        return one.id


def test_a_second_person_agrees_and_never_the_first(town: Town) -> None:
    number = asked(town)
    with transaction(town.database) as session:
        one = publishing.find_publication(session, MATTER, number)
        for by in ("luyi", "chenting"):
            with pytest.raises(NotAllowed):
                publishing.approve(session, one, by=by, at=town.now)
    assert version(town) == 1

    with transaction(town.database) as session:
        one = publishing.find_publication(session, MATTER, number)
        publishing.approve(session, one, by="maqian", at=town.now)
        with pytest.raises(Conflict):
            publishing.approve(session, one, by="maqian", at=town.now)
    assert version(town) == 2


@pytest.mark.parametrize("how", ["refuse", "withdraw"])
def test_what_does_not_come_into_force_is_the_draft_again(town: Town, how: str) -> None:
    number = asked(town)
    with transaction(town.database) as session:
        one = publishing.find_publication(session, MATTER, number)
        if how == "refuse":
            publishing.refuse(session, one, "再写清楚些", by="maqian", at=town.now)
        else:
            publishing.withdraw(session, one, by="luyi", at=town.now)
        files = drafts.read_draft(session, MATTER)
        assert files["guide.md"].content == b"# changed\n"
        assert publish(session, town).state == "waiting"
    assert version(town) == 1


def test_a_matter_can_ask_for_a_second_person_itself(town: Town) -> None:
    with reading(town.database) as session:
        files = drafts.files_now(session, MATTER, at=town.now)
        assert not publishing.needs_second(session, files)
        asking = files["matter.toml"] + b"\n[publishing]\napproval = true\n"
        assert publishing.needs_second(session, {**files, "matter.toml": asking})


def test_a_version_without_a_case_is_taken_back(town: Town) -> None:
    edit(town)
    with transaction(town.database) as session:
        publish(session, town)
        again = taking_back.take_back(session, MATTER, 2, reason="写错了", by="luyi", at=town.now)
        assert again.version == 1
    assert version(town) == 1

    edit(town)
    with transaction(town.database) as session:
        publish(session, town)
    assert version(town) == 2


def test_a_version_with_a_case_stays(town: Town) -> None:
    edit(town)
    with transaction(town.database) as session:
        publish(session, town)
    town.start(MATTER, THREE_STEPS)

    with transaction(town.database) as session, pytest.raises(Conflict) as told:
        taking_back.take_back(session, MATTER, 2, reason="写错了", by="luyi", at=town.now)
    assert told.value.code == "has_cases"
