"""experts: import, list, name specialities; draws: repeat every draw from its log."""

from pathlib import Path

import click

from engine.clock import SystemClock
from engine.days import day_of
from engine.draw_checks import verify_draws
from engine.draw_replies import get_draw
from engine.experts import (
    all_specialities,
    find_experts,
    import_experts,
    name_speciality,
    specialities_of,
)
from engine.store.database import reading, transaction
from forms.masking import mask_mobile
from web.cli.opening import HOME, open_migrated, settings
from web.expert_entries import read_file


@click.group(help="专家库：导入、列表、专业。 Experts: import, list, specialities.")
def experts() -> None:
    """Keep the register of experts."""


@experts.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@HOME
def import_file(file: Path, home: str | None) -> None:
    """Add or change experts from a CSV file; with a fault anywhere nothing is changed."""
    entries = read_file(file.read_bytes())
    with transaction(open_migrated(settings(home))) as session:
        added, changed = import_experts(session, entries)
    click.echo(f"新增 {added}，更新 {changed} / {added} added, {changed} changed")


@experts.command("list")
@click.option("--speciality", default="", help="专业代码 / key of a speciality.")
@HOME
def list_experts(speciality: str, home: str | None) -> None:
    """Print the register, mobile numbers masked."""
    with reading(open_migrated(settings(home))) as session:
        day = day_of(SystemClock().now())
        found = find_experts(session, speciality=speciality, on=day)
        fields = specialities_of(session, (one.id for one in found))
        for one in found:
            state = "" if one.is_active else " (停用 / set aside)"
            until = f" 至 / until {one.until_on}" if one.until_on else ""
            click.echo(
                f"{one.id:<10}{one.name:<8}{','.join(fields[one.id]):<20}{one.unit} "
                f"{one.unit_code} {mask_mobile(one.mobile)}{until}{state}"
            )


@experts.command("speciality")
@click.argument("key", default="")
@click.argument("name", default="")
@click.option("--name-en", default="", help="英文名 / English name.")
@HOME
def speciality(key: str, name: str, name_en: str, home: str | None) -> None:
    """Name a speciality; without arguments print them all."""
    database = open_migrated(settings(home))
    if key:
        with transaction(database) as session:
            name_speciality(session, key, name, name_en)
    with reading(database) as session:
        for one in all_specialities(session):
            click.echo(f"{one.key:<20}{one.name} / {one.name_en}")


@click.group(help="专家抽取记录。 Draws of experts.")
def draws() -> None:
    """Look after the draws."""


@draws.command("verify")
@click.argument("draw_id", type=int, required=False)
@HOME
def verify(draw_id: int | None, home: str | None) -> None:
    """Repeat every draw, or one, from its log; ends with code 1 when one differs."""
    with reading(open_migrated(settings(home))) as session:
        if draw_id is not None:
            get_draw(session, draw_id)
        differences = verify_draws(session, draw_id)
    for one in differences:
        click.echo(f"抽取 {one.draw_id} / draw {one.draw_id}: {one.zh} / {one.en}")
    if differences:
        raise SystemExit(1)
    click.echo("抽取均可重现 / every draw can be repeated")
