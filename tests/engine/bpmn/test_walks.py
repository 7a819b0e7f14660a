"""A case saved and loaded after every act does what one kept in memory does.

BANJIE_WALKS sets how many walks are made over all models; `make soak` makes many.
"""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from walking import WALKED, at_random, in_database, walk

WALKS = int(os.environ.get("BANJIE_WALKS", "300"))
CHOICES = st.lists(st.integers(0, 30), min_size=30, max_size=60)


@pytest.mark.parametrize("model", WALKED)
def test_saving_before_every_act_changes_nothing(model):
    @settings(
        max_examples=-(-WALKS // len(WALKED)),
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.integers(0, 2**32), CHOICES)
    def walked(seed, choices):
        walk(model, seed, choices)

    walked()


def test_saving_in_a_database_before_every_act_changes_nothing(town):
    keep = in_database(town)

    assert sum(at_random(number, keep, acts=12) for number in range(len(WALKED))) > len(WALKED)
