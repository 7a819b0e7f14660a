"""The long form of the engine's random walks; prints how many were made.

BANJIE_WALKS sets their number over all models: 1,000 unless told otherwise.
"""

import os
import random

from walking import WALKED, walk

WALKS = int(os.environ.get("BANJIE_WALKS", "1000"))
ACTS = 60


def test_no_walk_differs_for_being_saved():
    acts = 0
    for number in range(WALKS):
        dice = random.Random(number)
        choices = [dice.randrange(31) for _ in range(ACTS)]
        acts += walk(WALKED[number % len(WALKED)], number, choices)

    print(f"\n{WALKS} walks over {len(WALKED)} models, {acts} acts, 0 differences")  # noqa: T201
