"""The long form of the engine's random walks, each act saved in a database; prints their number.

BANJIE_WALKS sets how many over all models on each database: 1,000 unless told otherwise.
"""

import os

from towns import Town
from walking import WALKED, at_random, in_database

WALKS = int(os.environ.get("BANJIE_WALKS", "1000"))


def test_no_walk_differs_for_being_saved(town: Town) -> None:
    keep = in_database(town)
    acts = sum(at_random(number, keep) for number in range(WALKS))

    kind = town.database.engine.dialect.name
    print(  # noqa: T201
        f"\n{kind}: {WALKS} walks over {len(WALKED)} models, {acts} acts, 0 differences"
    )
