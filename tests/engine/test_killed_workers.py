"""Workers killed while they complete tasks lose nothing they acknowledged and repeat nothing.

Here some hundred completions and a kill every third of a second; 10,000 and one a second in
tests/soak.
"""

from pathlib import Path

from mortals import check_after, work_and_die
from parallel import REQUEST, deploy_parallel
from rival_books import running
from towns import Town


def test_killed_workers_lose_nothing_and_repeat_nothing(town: Town, tmp_path: Path) -> None:
    deploy_parallel(town.database)
    town.start("three_steps", REQUEST)  # what is read once per process is read before the forks

    told, kills = work_and_die(town.database, running(town), completions=200, life_s=0.3)

    assert check_after(town.database, told, kills, tmp_path) >= 200
    assert kills >= 3
