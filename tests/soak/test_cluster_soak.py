"""The cluster killed again and again, for long."""

from pathlib import Path

import pytest
from cluster_work import run, started
from clusters import serving


@pytest.mark.postgresql
def test_a_cluster_killed_again_and_again_loses_nothing_and_repeats_nothing(
    town_template: Path, tmp_path: Path
) -> None:
    with serving() as service, started(town_template, tmp_path, service) as cluster:
        run(cluster, service, cases=300, rounds=60)
