"""Shares and tallies, counted without a database."""

import pytest

from engine.votes import Share, tally_of


@pytest.mark.parametrize(
    ("share", "number", "of", "is_reached"),
    [
        ("2/3", 4, 6, True),
        ("2/3", 3, 6, False),
        ("2/3", 3, 5, False),
        (">1/2", 3, 6, False),
        (">1/2", 4, 6, True),
        ("1/2", 3, 6, True),
        ("0.6", 3, 5, True),
        ("1", 5, 5, True),
        ("1/3", 0, 0, False),
    ],
)
def test_a_share_is_counted_exactly(share: str, number: int, of: int, is_reached: bool) -> None:
    assert Share.parse(share).is_reached(number, of) is is_reached


@pytest.mark.parametrize("text", ["", "half", "3/2", "1/0", ">1", "-1/2", "2/3 of all"])
def test_what_is_no_share_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Share.parse(text)


def round_of(acted: dict[str, str], share: str = "", quorum: str = "", **away: dict[str, str]):
    called = [{"key": key, "name": key.upper()} for key in "abcdef"]
    kept = {"called": called, "acted": acted, "absent": {}, "recused": {}, **away}
    return tally_of({**kept, "share": share, "quorum": quorum, "is_vote": True})


@pytest.mark.parametrize(
    ("acted", "decided", "passed"),
    [
        ({"a": "yes", "b": "yes", "c": "yes"}, False, False),
        ({"a": "yes", "b": "yes", "c": "yes", "d": "yes"}, True, True),
        ({"a": "no", "b": "no"}, False, False),
        ({"a": "no", "b": "abstain", "c": "no"}, True, False),
    ],
    ids=["still open", "reached", "still possible", "out of reach"],
)
def test_a_share_decides_as_soon_as_it_is_reached_or_out_of_reach(
    acted: dict[str, str], decided: bool, passed: bool
) -> None:
    tally = round_of(acted, share="2/3")

    assert (decided, passed) == (tally.decided, tally.passed)


def test_a_quorum_wants_everybody_heard() -> None:
    most = dict.fromkeys("abcde", "yes")

    assert not round_of(most, share=">1/2", quorum="2/3").decided
    assert round_of({**most, "f": "no"}, share=">1/2", quorum="2/3").decided


def test_who_keeps_away_does_not_count_and_who_is_absent_does() -> None:
    tally = round_of(
        {"a": "yes", "b": "yes", "c": "no"},
        share=">1/2",
        quorum="1/2",
        absent={"d": "出差"},
        recused={"e": "近亲属", "f": "当事人"},
    )

    assert {key: value for key, value in tally.as_feel().items() if key != "named"} == {
        "eligible": 4,
        "present": 3,
        "absent": 1,
        "recused": 2,
        "waiting": 0,
        "yes": 2,
        "no": 1,
        "abstain": 0,
        "share": 0.5,
        "quorum_met": True,
        "passed": False,
        "decided": True,
    }


def test_a_vote_of_somebody_who_keeps_away_is_struck() -> None:
    tally = round_of({"a": "yes"}, recused={"a": "近亲属"})

    assert (tally.yes, tally.named[0].vote) == (0, "recused")


def test_nobody_is_no_quorum() -> None:
    tally = round_of({}, quorum="1/3", recused=dict.fromkeys("abcdef", "当事人"))

    assert (tally.quorum_met, tally.passed, tally.decided) == (False, False, True)
