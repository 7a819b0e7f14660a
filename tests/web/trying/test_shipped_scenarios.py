"""The scenarios that travel with a matter are green over its folder; the shell says so too."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from towns import Town

from engine.definitions import read_folder
from web.cli import banjie
from web.trying import read_scenarios, replay_scenarios

PROCESSES = Path(__file__).parents[3] / "processes"
WITH_SCENARIOS = sorted({path.parents[1] for path in PROCESSES.glob("*/scenarios/*.toml")})


@pytest.mark.parametrize("folder", WITH_SCENARIOS, ids=lambda folder: folder.name)
def test_every_scenario_of_a_matter_is_green(folder: Path, town: Town) -> None:
    files = read_folder(folder)

    verdicts = replay_scenarios(town.database, files, read_scenarios(files), at=town.now)

    assert [(one.scenario.key, one.step, one.zh) for one in verdicts if not one.is_green] == []


SCENARIO = """name = "先审核"
begun_at = "2026-03-02T09:00:00+08:00"

[[steps]]
act = "task"
at = "2026-03-02T09:00:00+08:00"
element = "review_request"
post = "approval/handler"
"""


def test_the_command_ends_with_1_where_a_scenario_is_red(town: Town, tmp_path: Path) -> None:
    source = Path(__file__).parents[2] / "matters/three_steps"
    for path, content in {**read_folder(source), "scenarios/wrong.toml": SCENARIO.encode()}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    url = str(town.database.engine.url)

    done = CliRunner().invoke(banjie, ["try", str(tmp_path)], env={"BANJIE_DATABASE_URL": url})

    assert done.exit_code == 1
    assert "第 1 步：“审核”此时不在办。在办的是：收到申请。" in done.output
    assert "step 1: review_request does not wait now" in done.output
