"""A process killed at any point of an act leaves all of it or nothing, on both databases.

Every third point is tried here, every one in tests/soak.
"""

import pytest
from kill_acts import ACTS, Prepare
from kill_matrix import kill_everywhere
from towns import Town


@pytest.mark.parametrize("prepare", ACTS)
def test_death_leaves_all_or_nothing(town: Town, prepare: Prepare) -> None:
    tried = kill_everywhere(town.database, prepare(town), step=3)

    assert tried > 4
