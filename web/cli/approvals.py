"""approvals: changes that wait for a second person, and whether one is asked for."""

import click

from engine import proposals
from engine.clock import SystemClock
from engine.demo_clock import now_in
from engine.store.database import reading, transaction
from web.cli.calendar import report_recount
from web.cli.opening import HOME, open_migrated, settings

BY = click.option("--by", required=True, help="登录名 / Sign-in name of the second person.")


@click.group(help="第二人批准：设置、列出、批准、不批准。 A second person for changes of limits.")
def approvals() -> None:
    """Group the commands about changes that wait."""


@approvals.command("ask", help="哪些改动须第二人批准。 Which KINDS wait for a second person.")
@click.argument("kinds", nargs=-1, type=click.Choice(proposals.KINDS))
@HOME
def ask(kinds: tuple[str, ...], home: str | None) -> None:
    """Let changes of these kinds wait, others not; without a kind none waits."""
    with transaction(open_migrated(settings(home))) as session:
        proposals.ask_for_second(session, kinds)
    click.echo("、".join(kinds) or "不须第二人 / nobody is asked")


@approvals.command("list", help="列出待批准的改动。 List what waits.")
@HOME
def list_waiting(home: str | None) -> None:
    """Print each proposal with its number."""
    with reading(open_migrated(settings(home))) as session:
        for one in proposals.waiting(session):
            click.echo(f"{one.id}\t{one.kind}\t{one.made_by}\t{one.reason}")


@approvals.command("approve", help="批准一项改动。 Approve a PROPOSAL as its second person.")
@click.argument("proposal", type=int)
@BY
@HOME
def approve(proposal: int, by: str, home: str | None) -> None:
    """Apply a proposal; clocks follow in batches."""
    database = open_migrated(settings(home))
    with transaction(database) as session:
        proposals.approve(session, proposal, by=by, at=now_in(session, SystemClock()))
    report_recount(database)


@approvals.command("refuse", help="不批准一项改动。 Refuse a PROPOSAL; nothing changes.")
@click.argument("proposal", type=int)
@BY
@click.option("--reason", required=True)
@HOME
def refuse(proposal: int, by: str, reason: str, home: str | None) -> None:
    """Refuse a proposal."""
    with transaction(open_migrated(settings(home))) as session:
        proposals.refuse(session, proposal, reason, by=by, at=now_in(session, SystemClock()))
