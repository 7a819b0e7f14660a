"""deploy and check: matters between folder and database."""

from collections.abc import Iterable
from pathlib import Path

import click

from engine import calendars
from engine.bpmn.finding import Finding
from engine.clock import SystemClock
from engine.days import day_of
from engine.definitions import check_files, definition_id, deploy_files, read_folder
from engine.store.database import reading, transaction
from engine.studio.drafts import read_draft
from engine.studio.folders import write_folder
from engine.studio.source import source_of, source_of_version, version_id
from web.cli.opening import HOME, open_migrated, settings

FOLDERS = click.argument(
    "folders",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)


@click.command(help="发布事项目录。 Publish the matters in FOLDERS.")
@FOLDERS
@HOME
def deploy(folders: Iterable[Path], home: str | None) -> None:
    """Publish each folder as a new version; unchanged folders stay as they are."""
    database = open_migrated(settings(home))
    with transaction(database) as session:
        calendars.seed_calendar(session)
        for folder in folders:
            definition = deploy_files(session, read_folder(folder), at=SystemClock().now())
            click.echo(f"{definition.matter.name} · v{definition.version} · {definition.id[:12]}")


@click.command(help="把事项写成目录。 Write a MATTER to a FOLDER that deploys to the same bytes.")
@click.argument("matter")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--version", type=int, help="第几版；不写为现行版本。 Which version.")
@click.option("--draft", is_flag=True, help="写草稿。 The draft instead of a version.")
@HOME
def export(matter: str, folder: Path, version: int | None, draft: bool, home: str | None) -> None:
    """Write the version in force, another version, or the draft of a matter."""
    if draft and version is not None:
        raise click.UsageError("--draft 与 --version 二者取一。 Give --draft or --version.")
    at = SystemClock().now()
    with reading(open_migrated(settings(home))) as session:
        if draft:
            files = {key: file.content for key, file in read_draft(session, matter).items()}
        elif version is not None:
            files = source_of_version(session, version_id(session, matter, version), on=day_of(at))
        else:
            files = source_of(session, matter, on=day_of(at))
    written = write_folder(files, folder)
    for mark, paths in (("+", written.added), ("~", written.changed), ("-", written.removed)):
        for path in paths:
            click.echo(f"  {mark} {folder / path}")
    click.echo(f"{matter} · {definition_id(files)[:12]}")


@click.command(help="检查事项目录能否运行。 Check whether the matters in FOLDERS can run.")
@FOLDERS
def check(folders: Iterable[Path]) -> None:
    """Print every finding; ends with code 1 when something would not run."""
    failed = False
    for folder in folders:
        findings = check_files(read_folder(folder))
        failed = failed or any(finding.severity == "error" for finding in findings)
        _print(folder, findings)
    if failed:
        raise SystemExit(1)


def _print(folder: Path, findings: tuple[Finding, ...]) -> None:
    click.echo(f"{folder}: {len(findings)} 处 / finding(s)")
    for finding in findings:
        click.echo(f"  [{finding.severity}] {finding.element_id} {finding.code}")
        click.echo(f"    {finding.zh} → {finding.remedy_zh}")
        click.echo(f"    {finding.en} -> {finding.remedy_en}")
