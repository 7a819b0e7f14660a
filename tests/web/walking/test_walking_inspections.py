"""A walk draws experts, raises problem items and has them put right, from a matter's samples."""

from site_checks import MATTER, found_register
from towns import Town

from web.walking import opened, walk
from web.walking.covering import shares


def test_the_inspection_is_walked_whole_through_its_rounds(town: Town) -> None:
    found_register(town.database)
    with opened(town.database) as (stage, first):
        found = walk(stage, first, MATTER, at=town.now, most=200)

    assert shares(found.coverage)["flow"] == {"seen": 8, "of": 8}
    assert shares(found.coverage)["end"] == {"seen": 1, "of": 1}
    # It refuses after three rounds only: nothing but the items themselves tells rounds apart.
    assert shares(found.coverage)["refusal"] == {"seen": 1, "of": 1}
    assert found.coverage.is_whole
