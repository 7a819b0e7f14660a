"""acts: list what was asked for on a case, ask for an act, decide one."""

import click

from engine import acts as case_acts
from engine.act_judging import DECISIONS, Asked
from engine.act_rules import KINDS
from engine.cases import find_case
from engine.clock import SystemClock
from engine.days import legal_text
from engine.demo_clock import now_in
from engine.store.database import reading, transaction
from web.cli.opening import HOME, open_migrated, settings

BY = click.option("--by", required=True, help="谁办，登录名 / Who acts, by sign-in name.")


@click.group(help="撤件、中止、恢复、终止、更正。 Withdraw, suspend, resume, terminate, correct.")
def acts() -> None:
    """Group the commands about acts on a case."""


@acts.command("list", help="列出一个办件的申请。 List the acts of a CASE.")
@click.argument("case")
@HOME
def list_acts(case: str, home: str | None) -> None:
    """Print number, kind, ground, who asked when, and the decision, newest first."""
    with reading(open_migrated(settings(home))) as session:
        for act in case_acts.acts_of(session, find_case(session, case).id):
            decided = f"{act.decision}\t{act.decided_by}" if act.decision else "待决定 / waiting"
            asked = f"{act.asked_by}\t{legal_text(act.asked_at)}"
            click.echo(f"{act.id}\t{act.kind}\t{act.ground_name}\t{asked}\t{decided}")


@acts.command("ask", help="就办件申请一项，由另一人决定。 Ask for an act on a CASE.")
@click.argument("case")
@click.argument("kind", type=click.Choice(KINDS))
@click.option("--ground", default="", help="事由的键 / Key of a ground of the matter's list.")
@click.option("--reason", required=True, help="理由 / Reasons.")
@click.option("--basis", default="", help="所依据的文书 / The paper it rests on.")
@click.option("--days", default="", help="中止：预计工作日 / Suspension: working days told.")
@click.option("--fact", default="", help="更正：事实 / Correction: the fact, like accepted_on.")
@click.option("--new", default="", help="更正为 / Its corrected value, like 2026-09-22.")
@BY
@HOME
def ask_for_act(
    case: str,
    kind: str,
    ground: str,
    reason: str,
    basis: str,
    days: str,
    fact: str,
    new: str,
    by: str,
    home: str | None,
) -> None:
    """Ask for the act and print its number."""
    details = {"days": days, "fact": fact, "new": new}
    asked = Asked(kind, ground=ground, reason=reason, basis=basis, details=details)
    with transaction(open_migrated(settings(home))) as session:
        at = now_in(session, SystemClock())
        act = case_acts.ask(session, find_case(session, case).id, asked, by=by, at=at)
        click.echo(f"{act.id}\t待决定 / waits for a decision")


@acts.command("decide", help="批准或不批准一项申请。 Approve or refuse the act NUMBER.")
@click.argument("number", type=int)
@click.argument("decision", type=click.Choice(DECISIONS))
@click.option("--reason", default="", help="不批准须写明 / Demanded of a refusal.")
@BY
@HOME
def decide_act(number: int, decision: str, reason: str, by: str, home: str | None) -> None:
    """Decide the act; an approval does it at once."""
    with transaction(open_migrated(settings(home))) as session:
        at = now_in(session, SystemClock())
        act = case_acts.decide(session, number, decision, reason, by=by, at=at)
        click.echo(f"{act.id}\t{act.decision}\t{act.document_number or ''}")
