"""walk: try every way through a matter, and say what was not reached."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import click

from engine import calendars
from engine.clock import SystemClock
from engine.days import ZONE
from engine.definitions import deploy_files, read_folder
from engine.store.database import Database, transaction
from web.cli.opening import HOME, open_migrated, settings
from web.walking import Walk, opened, walk
from web.walking.exploring import MOST_DEEDS
from web.walking.picture import as_svg
from web.walking.report import as_data, as_lines

FILE = click.Path(dir_okay=False, path_type=Path)
NOT_WHOLE = 1


@click.command(
    name="walk",
    help="走遍一个事项：只经表单和用例，只拨时钟；报告没走到的。 "
    "Walk the published version of MATTER, or a folder of one, and report what was not reached.",
)
@click.argument("matter")
@click.option("--json", "json_file", type=FILE, help="报告写成 JSON / Write the report as JSON.")
@click.option("--picture", type=FILE, help="流程图着色为 SVG / Draw the diagram in colour as SVG.")
@click.option("--most", default=MOST_DEEDS, help="最多几次操作 / Deeds at most.", show_default=True)
@HOME
def walk_matter(
    matter: str, json_file: Path | None, picture: Path | None, most: int, home: str | None
) -> None:
    """Walk a matter on a copy of the people and rules; real cases are never touched."""
    database = open_migrated(settings(home))
    at = _morning(SystemClock().now())
    with opened(database) as (stage, first):
        key = _deployed(stage.restore(first), matter, at)
        walked = walk(stage, stage.keep(), key, at=at, most=most)
    for line in as_lines(walked):
        click.echo(line)
    _write(walked, json_file, picture)
    if not walked.coverage.is_whole:
        raise SystemExit(NOT_WHOLE)


def _morning(now: datetime) -> datetime:
    """Return the next 09:00."""
    day = now.astimezone(ZONE).replace(hour=9, minute=0, second=0, microsecond=0)
    return day if day >= now else day + timedelta(days=1)


def _deployed(scratch: Database, matter: str, at: datetime) -> str:
    """Publish a folder on the stage, where a folder was named; returns the matter's key."""
    folder = Path(matter)
    if not (folder / "matter.toml").exists():
        return matter
    with transaction(scratch) as session:
        calendars.seed_calendar(session)
        return deploy_files(session, read_folder(folder), at=at).matter_key


def _write(walked: Walk, json_file: Path | None, picture: Path | None) -> None:
    if json_file is not None:
        text = json.dumps(as_data(walked), ensure_ascii=False, indent=1)
        json_file.write_text(text + "\n", encoding="utf-8")
    if picture is not None:
        picture.write_text(as_svg(walked), encoding="utf-8")
