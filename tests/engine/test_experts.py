"""The register of experts: who stands in it, until when, and what it refuses."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from site_checks import EXPERTS, found_register

from engine import experts
from engine.errors import BanjieError, Conflict
from engine.experts import Entry, WrongExpert
from engine.store.database import Database, reading, transaction

TODAY = date(2026, 9, 24)


def ids(database: Database, **filters: str) -> list[str]:
    with reading(database) as session:
        return [one.id for one in experts.find_experts(session, on=TODAY, **filters)]


def test_numbers_are_given_where_none_are(database: Database) -> None:
    found_register(database)

    assert ids(database)[:2] == ["ZJ-0001", "ZJ-0002"]
    assert len(ids(database)) == len(EXPERTS)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"q": "顾长"}, ["ZJ-0001"]),
        ({"q": "理工"}, ["ZJ-0003", "ZJ-0005", "ZJ-0007"]),
        ({"q": "9199010000000006XA"}, ["ZJ-0008"]),
        ({"speciality": "fire"}, ["ZJ-0003", "ZJ-0005", "ZJ-0006", "ZJ-0008"]),
        ({"speciality": "fire", "q": "江城理工"}, ["ZJ-0003", "ZJ-0005"]),
        ({"state": "ended"}, []),
    ],
)
def test_the_list_is_filtered(
    database: Database, filters: dict[str, str], expected: list[str]
) -> None:
    found_register(database)

    assert ids(database, **filters) == expected


def test_who_left_or_is_set_aside_may_not_be_drawn(database: Database) -> None:
    found_register(database)
    with transaction(database) as session:
        experts.end_expert(session, "ZJ-0001", until_on=date(2026, 9, 23))
        experts.end_expert(session, "ZJ-0002", until_on=TODAY)
        experts.set_active(session, "ZJ-0003", active=False)

    assert ids(database, state="ended") == ["ZJ-0001", "ZJ-0003"]


def test_importing_again_changes_by_number(database: Database) -> None:
    found_register(database)
    moved = replace(EXPERTS[0], id="ZJ-0001", unit="江城理工学院", specialities=("fire",))
    with transaction(database) as session:
        told = experts.import_experts(session, [moved, replace(EXPERTS[1], id="X1", name="新人")])

    assert told == (1, 1)
    assert ids(database, speciality="structure", q="ZJ-0001") == []


def named(key: str, name: str) -> Callable[[Database], None]:
    def attempt(database: Database) -> None:
        with transaction(database) as session:
            experts.name_speciality(session, key, name)

    return attempt


def added(**changed: object) -> Callable[[Database], None]:
    def attempt(database: Database) -> None:
        with transaction(database) as session:
            experts.add_expert(session, replace(EXPERTS[0], **changed))  # type: ignore[arg-type]

    return attempt


@pytest.mark.parametrize(
    ("attempt", "error", "said"),
    [
        pytest.param(added(), Conflict, "ZJ-0001", id="a-twin-would-be-drawn-twice"),
        pytest.param(added(id="ZJ-0002", name="新人"), Conflict, "ZJ-0002", id="number-taken"),
        pytest.param(
            added(name="新人", specialities=("bridge",)), WrongExpert, "bridge", id="no-such-field"
        ),
        pytest.param(added(name="新人", specialities=()), WrongExpert, "structure", id="no-field"),
        pytest.param(named("结构", "结构"), WrongExpert, "结构", id="key-is-not-ascii"),
        pytest.param(named("bridge", " "), WrongExpert, "bridge", id="no-name"),
    ],
)
def test_what_is_wrong_is_refused_in_words(
    database: Database,
    attempt: Callable[[Database], None],
    error: type[BanjieError],
    said: str,
) -> None:
    found_register(database)
    with pytest.raises(error) as refused:
        attempt(database)

    assert said in refused.value.zh
    assert said in refused.value.en
    assert len(ids(database)) == len(EXPERTS)


def test_namesakes_of_two_units_are_two_experts(database: Database) -> None:
    found_register(database)
    with transaction(database) as session:
        other = Entry("顾长风", "江城理工学院", "919901000000000865", ("fire",))
        namesake = experts.add_expert(session, other)

    assert namesake.id == "ZJ-0011"
