"""Appeals: in time, by whom, decided by supervision, and the card stays in the history."""

from collections.abc import Callable

import pytest
from test_cards import carded, only_card
from towns import Town

from engine.appeals import appeal_until, decide_appeal, file_appeal
from engine.errors import BanjieError, Conflict, InvalidSubmission, NotAllowed
from engine.store.clocks import Appeal
from engine.store.database import reading, transaction

SUPERVISOR = "qinlan"


def appeal(town: Town, by: str = "linshu", text: str = "台风停工，系统未停表。") -> Appeal:
    with transaction(town.database) as session:
        return file_appeal(session, only_card(town).id, text, by=by, at=town.now)


def decide(town: Town, decision: str, by: str = SUPERVISOR, reason: str = "情况属实。") -> Appeal:
    with transaction(town.database) as session:
        return decide_appeal(session, only_card(town).id, decision, reason, by=by, at=town.now)


def test_three_working_days_are_given(town: Town) -> None:
    carded(town)

    with reading(town.database) as session:
        assert str(appeal_until(session, only_card(town))) == "2026-10-09"


def test_a_revoked_card_keeps_its_history(town: Town) -> None:
    case = carded(town)
    appeal(town)
    decide(town, "revoked")

    card = only_card(town)
    assert (card.revoked_by, card.revoked_reason) == (SUPERVISOR, "情况属实。")
    assert [one.kind for one in town.records(case, "card_appealed", "appeal_decided")] == [
        "card_appealed",
        "appeal_decided",
    ]


def test_an_upheld_card_stands(town: Town) -> None:
    carded(town)
    appeal(town)

    assert decide(town, "upheld").decision == "upheld"
    assert only_card(town).revoked_at is None


def twice(town: Town) -> None:
    appeal(town)
    appeal(town)


def late(town: Town) -> None:
    town.move("10-10 09:00")
    appeal(town)


def decided_twice(town: Town) -> None:
    appeal(town)
    decide(town, "upheld")
    decide(town, "revoked")


@pytest.mark.parametrize(
    ("act", "error"),
    [
        pytest.param(lambda town: appeal(town, by="chenting"), NotAllowed, id="a stranger"),
        pytest.param(lambda town: appeal(town, text=" "), InvalidSubmission, id="without reasons"),
        pytest.param(twice, Conflict, id="twice"),
        pytest.param(late, Conflict, id="after three working days"),
        pytest.param(lambda town: decide(town, "revoked"), Conflict, id="nothing to decide"),
        pytest.param(
            lambda town: (appeal(town), decide(town, "revoked", by="linshu")),
            NotAllowed,
            id="by who was carded",
        ),
        pytest.param(
            lambda town: (appeal(town), decide(town, "perhaps")), InvalidSubmission, id="undecided"
        ),
        pytest.param(decided_twice, Conflict, id="decided twice"),
    ],
)
def test_an_appeal_is_refused(
    town: Town, act: Callable[[Town], object], error: type[BanjieError]
) -> None:
    carded(town)

    with pytest.raises(error):
        act(town)
    assert only_card(town).revoked_at is None
