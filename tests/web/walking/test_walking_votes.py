"""A walk lets votes pass and fail: what each ballot leads to is foreseen."""

from councils import COUNCIL, VOTERS, at_the_vote, deploy, say
from towns import Town

from engine.definitions import current_definition
from engine.store.database import reading
from forms.samples import Stock
from web.walking import opened, walk
from web.walking.covering import Item
from web.walking.doing import Guide, ways_on


def test_a_vote_passes_and_fails_on_a_walk(town: Town) -> None:
    deploy(town)

    with opened(town.database) as (stage, first):
        found = walk(stage, first, COUNCIL, at=town.now, most=150, kinds=("flow",))

    assert Item("flow", "outcome_to_decide") in found.coverage.seen
    assert Item("flow", "outcome_to_rejected") in found.coverage.seen
    assert found.deeds < 60


def test_the_ballot_that_decides_is_foreseen(town: Town) -> None:
    deploy(town)
    case = at_the_vote(town)
    for voter in VOTERS[:3]:
        say(town, case, "ballot", voter, "yes")

    with reading(town.database) as session:
        guide = Guide(current_definition(session, COUNCIL), {}, Stock())
        ways = ways_on(session, guide, case, town.now)

    foreseen = {
        deed.raw["opinion"]: deed.foreseen.votes[0]
        for one in ways
        for deed in one.deeds
        if deed.element_id == "ballot" and deed.foreseen
    }
    # (can still pass, can still fail): three of six agreed, more than half must.
    assert foreseen["yes"] == (True, False)
    assert foreseen["no"] == (True, True)
