"""Every matter is walked whole: each flow, end, rung and refusal is come by, or says why not.

Prints deeds, states, seconds and what was covered of each matter.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from databases import copied
from towns import moment
from walks import walk_folder

from engine.store.database import Database, transaction
from web.demo.experts import found_experts
from web.walking.report import as_lines

PROCESSES = Path(__file__).parents[2] / "processes"
MATTERS = sorted(path.parent for path in PROCESSES.glob("*/matter.toml"))


@pytest.fixture(scope="module")
def world(town_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Give the people, experts and rules of the town; a walk has its own database in memory."""
    with copied(town_template, tmp_path_factory.mktemp("walked")) as database:
        with transaction(database) as session:
            found_experts(session)
        yield database


@pytest.mark.parametrize("folder", MATTERS, ids=lambda folder: folder.name)
def test_a_matter_is_walked_whole(world: Database, folder: Path) -> None:
    found = walk_folder(world, folder, at=moment("09-24 09:00"))

    print("\n" + "\n".join(as_lines(found)))  # noqa: T201
    assert found.coverage.is_whole
