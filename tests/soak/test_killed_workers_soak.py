"""Ten thousand completions with a worker killed every second (BANJIE_COMPLETIONS=count)."""

import os
from pathlib import Path

from mortals import check_after, work_and_die
from parallel import REQUEST, deploy_parallel
from rival_books import running
from towns import Town

COMPLETIONS = int(os.environ.get("BANJIE_COMPLETIONS", "10000"))


def test_ten_thousand_completions_outlive_a_kill_every_second(town: Town, tmp_path: Path) -> None:
    deploy_parallel(town.database)
    town.start("three_steps", REQUEST)

    told, kills = work_and_die(town.database, running(town), completions=COMPLETIONS, life_s=1)
    kept = check_after(town.database, told, kills, tmp_path)

    assert kept >= COMPLETIONS
    print(f"\n{kept} tasks completed, {len(told)} acknowledged, {kills} kills")  # noqa: T201
