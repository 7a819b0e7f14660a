"""demo, verify, backup, restore: the data as a whole."""

from pathlib import Path

import click

from engine.clock import SystemClock
from engine.records import verify_records
from engine.store import backing_up
from engine.store.database import reading, transaction
from engine.store.publishing import Setting
from web.cli.opening import HOME, open_migrated, settings
from web.demo.loading import load_demo


@click.command(help="装入演示数据（一次）。 Load the demo data, once.")
@HOME
def demo(home: str | None) -> None:
    """Load the demo into an empty database."""
    config = settings(home, demo=True)
    load_demo(open_migrated(config), config, SystemClock(), progress=click.echo)


@click.command(help="登记本局名称、代码与行政区划。 Name the bureau, its code and its regions.")
@click.argument("name")
@click.argument("code")
@click.option("--name-en", default="", help="英文名 / English name.")
@click.option("--region", "regions", multiple=True, help="990100=市本级；可重复 / may repeat.")
@HOME
def bureau(name: str, code: str, name_en: str, regions: tuple[str, ...], home: str | None) -> None:
    """Write the settings documents and forms take the bureau's name and regions from."""
    rows = [dict(zip(("code", "name"), text.split("=", 1), strict=True)) for text in regions]
    with transaction(open_migrated(settings(home))) as session:
        session.merge(
            Setting(key="bureau", value={"name": name, "name_en": name_en or name, "code": code})
        )
        if rows:
            session.merge(Setting(key="regions", value={"regions": rows}))
    click.echo(f"{name} {code}")


@click.command(help="核对每个办件的留痕链。 Verify the record chain of every case.")
@HOME
def verify(home: str | None) -> None:
    """Print each break; ends with code 1 when there is one."""
    with reading(open_migrated(settings(home))) as session:
        breaks = verify_records(session)
    for number, entry in breaks:
        click.echo(f"{number}: 第 {entry} 条被改动或缺失 / entry {entry} was changed or is missing")
    if breaks:
        raise SystemExit(1)
    click.echo("留痕完整 / all records are whole")


@click.command(help="备份数据库与附件到一个文件。 Back up database and attachments into one file.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@HOME
def backup(file: Path, home: str | None) -> None:
    """Write one archive that `restore` reads, on this or another kind of database."""
    config = settings(home)
    rows = backing_up.write_backup(open_migrated(config), config.attachments, file)
    click.echo(f"{file}: {rows} 行 / rows")


@click.command(help="把备份恢复到空数据库。 Restore a backup into an empty database.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@HOME
def restore(file: Path, home: str | None) -> None:
    """Read an archive into an empty database; refuses one that holds data."""
    config = settings(home)
    rows = backing_up.read_backup(open_migrated(config), config.attachments, file)
    click.echo(f"{file}: {rows} 行 / rows")
