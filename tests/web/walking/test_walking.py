"""A walk tries every way through a matter and says plainly what it did not come by."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree
from sqlalchemy import func, select
from towns import MATTERS, Town

from engine.definitions import deploy_files, read_folder
from engine.store.cases import Case
from engine.store.database import reading, transaction
from web.cli import banjie
from web.walking import Walk, opened, walk
from web.walking.covering import shares
from web.walking.picture import as_svg
from web.walking.report import as_data, as_lines


def walked(town: Town, matter: str = "three_steps", most: int = 200) -> Walk:
    with opened(town.database) as (stage, first):
        return walk(stage, first, matter, at=town.now, most=most)


def test_every_flow_end_rung_and_refusal_of_three_steps_is_walked(town: Town) -> None:
    found = walked(town)

    assert found.coverage.is_whole
    assert shares(found.coverage) == {
        "flow": {"seen": 4, "of": 4},
        "end": {"seen": 1, "of": 1},
        "rung": {"seen": 4, "of": 4},
        "refusal": {"seen": 1, "of": 1},
    }


def test_a_walk_leaves_no_trace_where_it_took_its_people_from(town: Town) -> None:
    walked(town)

    with reading(town.database) as session:
        assert session.scalar(select(func.count()).select_from(Case)) == 0


@pytest.fixture
def cut_short(town: Town) -> Walk:
    """Return a walk that was ended after two deeds."""
    samples = b'[unreached]\n"rung:decide.expiry" = "because"\n'
    files = {**read_folder(MATTERS[-1]), "samples.toml": samples}
    with transaction(town.database) as session:
        deploy_files(session, files, at=town.now)
    return walked(town, most=2)


def test_what_was_not_reached_is_listed_with_its_reason(cut_short: Walk) -> None:
    data = as_data(cut_short)
    missing = {f"{one['kind']}:{one['key']}": one["reason"] for one in data["missing"]}

    assert not data["is_whole"]
    assert missing["rung:decide.expiry"] == "because"
    assert missing["rung:decide.warn"] is None
    assert any("未走到" in line and "（because）" in line for line in as_lines(cut_short))


def test_the_picture_draws_each_flow_in_the_colour_of_what_became_of_it(cut_short: Walk) -> None:
    picture = etree.fromstring(as_svg(cut_short).encode())
    lines = picture.findall("{http://www.w3.org/2000/svg}polyline")

    assert len(lines) == 4
    assert {line.get("stroke") for line in lines} >= {"#c8322b"}


def test_the_command_walks_a_folder_and_writes_its_report(town: Town, tmp_path: Path) -> None:
    report, picture = tmp_path / "walk.json", tmp_path / "walk.svg"
    folder = MATTERS[-1]
    arguments = ["walk", str(folder), "--json", str(report), "--picture", str(picture)]
    url = str(town.database.engine.url)

    done = CliRunner().invoke(banjie, arguments, env={"BANJIE_DATABASE_URL": url})

    assert done.exit_code == 0, done.output
    assert json.loads(report.read_text("utf-8"))["is_whole"] is True
    assert picture.read_text("utf-8").startswith("<svg")
