"""Any part of a cluster may be lost under load: nothing is lost, nothing is done twice."""

from pathlib import Path

import pytest
from cluster_work import run, started
from clusters import serving


@pytest.mark.postgresql
def test_a_killed_process_or_broker_loses_nothing_and_repeats_nothing(
    town_template: Path, tmp_path: Path
) -> None:
    with serving() as service, started(town_template, tmp_path, service) as cluster:
        run(cluster, service, rounds=1)
