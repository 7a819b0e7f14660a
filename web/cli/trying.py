"""try: replay the scenarios of a matter, and say what came out otherwise."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import click

from engine.clock import SystemClock
from engine.definitions import read_folder
from engine.store.database import Database, reading
from engine.studio import drafts
from web.cli.opening import HOME, open_migrated, settings
from web.trying import Verdict, read_scenarios, replay_scenarios

RED = 1


@click.command(
    name="try",
    help="重放一个事项的情景：绿或红，红的说出第一处不同。 "
    "Replay the scenarios of MATTER (its draft where there is one), or of a folder.",
)
@click.argument("matter")
@HOME
def try_matter(matter: str, home: str | None) -> None:
    """Replay scenarios on a copy of the people and rules; real cases are never touched."""
    database = open_migrated(settings(home))
    at = SystemClock().now()
    files = _files(database, matter, at)
    scenarios = read_scenarios(files)
    if not scenarios:
        click.echo("没有情景 / no scenario")
    verdicts = replay_scenarios(database, files, scenarios, at=at)
    for one in verdicts:
        click.echo(_line(one))
    if any(not one.is_green for one in verdicts):
        raise SystemExit(RED)


def _files(database: Database, matter: str, at: datetime) -> Mapping[str, bytes]:
    folder = Path(matter)
    if (folder / "matter.toml").exists():
        return read_folder(folder)
    with reading(database) as session:
        return drafts.files_now(session, matter, at=at)


def _line(one: Verdict) -> str:
    name = f"{one.scenario.name}（{one.scenario.key}）"
    if one.is_green:
        return f"绿 / green  {name}"
    zh, en = one.where
    return f"红 / red    {name}\n  {zh}：{one.zh}\n  {en}: {one.en}"
