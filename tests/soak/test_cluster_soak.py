"""The cluster and its broker killed again and again, for long. BANJIE_ROUNDS sets how often."""

import os
from pathlib import Path

import pytest
from brokers import RabbitMq
from cluster_work import run, started
from clusters import serving

ROUNDS = int(os.environ.get("BANJIE_ROUNDS", "60"))


@pytest.mark.postgresql
def test_a_cluster_killed_again_and_again_loses_nothing_and_repeats_nothing(
    town_template: Path, tmp_path: Path
) -> None:
    def broker_of(queue: str) -> RabbitMq:
        return RabbitMq(tmp_path / "broker", queue)

    with serving() as service, started(town_template, tmp_path, service, broker_of) as cluster:
        figures = run(cluster, service, rounds=ROUNDS)

    print("\n" + ", ".join(f"{name} {n}" for name, n in figures.items()))  # noqa: T201
