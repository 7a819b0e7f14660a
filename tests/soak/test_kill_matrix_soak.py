"""The whole kill matrix: death before and after every statement of every act."""

import pytest
from kill_acts import ACTS, Prepare
from kill_matrix import kill_everywhere
from towns import Town


@pytest.mark.parametrize("prepare", ACTS)
def test_death_at_every_point_leaves_all_or_nothing(town: Town, prepare: Prepare) -> None:
    tried = kill_everywhere(town.database, prepare(town))

    print(f"\n{tried} points of death, nothing half-done")  # noqa: T201
