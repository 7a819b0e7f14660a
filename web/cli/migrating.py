"""migrate: running cases to the current version of their matter, each in its own transaction."""

from collections.abc import Mapping

import click
from sqlalchemy.orm import Session

from engine import versions
from engine.clock import SystemClock
from engine.comparing.change import Words
from engine.demo_clock import now_in
from engine.errors import BanjieError, NotFound
from engine.migration import migrations, moving
from engine.migration.plan import Plan
from engine.store.case_migrations import MigratedCase, Migration
from engine.store.cases import Case
from engine.store.database import Database, reading, transaction
from web.cli.opening import HOME, open_migrated, settings

FROM = click.option("--from", "version", type=int, help="原版本号 / Number of the old version.")
CASE = click.option("--case", "numbers", multiple=True, help="只移这些办件 / These cases only.")
MAP = click.option(
    "--map", "pairs", multiple=True, help="旧环节=新环节 / OLD=NEW element; OLD= has no place."
)
REASON = click.option("--reason", default="", help="原因，会留痕 / Why; it is recorded.")
BY = click.option("--by", default="", help="谁办，登录名 / Who acts, by sign-in name.")
GO = click.option("--go", is_flag=True, help="真的移动；不写只看结论 / Move; without, judge only.")
UNDO = click.option("--undo", type=int, help="撤回第几次移动 / Take back migration NUMBER.")


@click.command(help="把在办件移到现行版本。 Move running cases to the current version of MATTER.")
@click.argument("matter")
@FROM
@CASE
@MAP
@REASON
@BY
@GO
@UNDO
@HOME
def migrate(
    matter: str,
    version: int | None,
    numbers: tuple[str, ...],
    pairs: tuple[str, ...],
    reason: str,
    by: str,
    go: bool,
    undo: int | None,
    home: str | None,
) -> None:
    """Print a verdict for each case; with --go move them and print what each came to."""
    database = open_migrated(settings(home))
    if undo is not None:
        _undo(database, undo, by=by)
        return
    with reading(database) as session:
        plan = _plan(session, matter, version, dict(pair.split("=", 1) for pair in pairs))
        found = migrations.verdicts(session, plan, at=now_in(session, SystemClock()))
    chosen = [one for one in found if not numbers or one.number in numbers]
    click.echo(f"v{plan.old.version} → v{plan.new.version}: {len(chosen)}")
    if not go:
        for one in chosen:
            click.echo(f"{one.number}\t{_said(one.reasons)}")
        return
    with transaction(database) as session:
        at = now_in(session, SystemClock())
        begun = migrations.begin_migration(session, plan, reason=reason, by=by, at=at).id
    for one in chosen:
        click.echo(f"{one.number}\t{_move(database, begun, plan, one.case_id, by=by)}")
    click.echo(f"撤回 / take back: banjie migrate {matter} --undo {begun} --by {by}")


def _plan(session: Session, matter: str, version: int | None, chosen: Mapping[str, str]) -> Plan:
    known = {one.id: one.version for one in versions.versions_of(session, matter)}
    old = [
        one
        for one in migrations.old_versions(session, matter)
        if version is None or known[one] == version
    ]
    if len(old) != 1:
        numbers = ", ".join(str(known[one]) for one in old) or "-"
        raise NotFound(
            f"请用 --from 写明原版本；有在办件的旧版本：{numbers}",
            f"Name the old version with --from; old versions with running cases: {numbers}",
        )
    return migrations.read_plan(session, old[0], matter, chosen)


def _said(reasons: tuple[Words, ...]) -> str:
    if not reasons:
        return "可以 / can move"
    return "; ".join(f"{one.zh} / {one.en}" for one in reasons)


def _move(database: Database, begun: int, plan: Plan, case_id: int, *, by: str) -> str:
    try:
        with transaction(database) as session:
            at = now_in(session, SystemClock())
            migration = session.get_one(Migration, begun)
            result = moving.migrate_case(session, migration, plan, case_id, by=by, at=at)
            return _result(result)
    except BanjieError as error:
        with transaction(database) as session:
            reason = Words(error.zh, error.en)
            return _result(moving.note_failed(session, begun, case_id, reason))


def _result(result: MigratedCase) -> str:
    if result.state == "moved":
        return "已移动 / moved"
    return _said(tuple(Words(*one) for one in result.reasons))


def _undo(database: Database, number: int, *, by: str) -> None:
    with reading(database) as session:
        results = [
            one.case_id for one in migrations.results_of(session, number) if one.state == "moved"
        ]
    for case_id in results:
        try:
            with transaction(database) as session:
                at = now_in(session, SystemClock())
                result = session.get_one(MigratedCase, (number, case_id))
                plan = migrations.plan_of(session, session.get_one(Migration, number))
                moving.undo_case(session, result, plan, by=by, at=at)
                shown = session.get_one(Case, case_id).number
            click.echo(f"{shown}\t已撤回 / taken back")
        except BanjieError as error:
            click.echo(f"{case_id}\t{error.zh} / {error.en}")
