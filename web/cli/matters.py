"""deploy and check: matters between folder and database."""

from collections.abc import Iterable
from pathlib import Path

import click

from engine import calendars
from engine.bpmn.finding import Finding
from engine.clock import SystemClock
from engine.definitions import check_files, deploy_files, read_folder
from engine.store.database import transaction
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
