"""due: the last day of a limit, by the statutes."""

from pathlib import Path

import click

from engine.limits.calendar import Calendar
from engine.limits.command import due_batch, due_explained, due_line


@click.command(help="计算时限最后一日，例如 banjie due 2026-09-24 7WD。 The last day of a limit.")
@click.argument("start", required=False)
@click.argument("amount", required=False)
@click.option("--explain", is_flag=True, help="逐日说明 / Day by day, with reasons.")
@click.option(
    "--stop", "stops", multiple=True, help="停表，如 2026-09-28..2026-10-13 / A stop; may repeat."
)
@click.option("--lang", default="zh", type=click.Choice(["zh", "en"]), show_default=True)
@click.option(
    "--batch",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV：start,amount,unit / A CSV file, one answer a line.",
)
def due(
    start: str | None,
    amount: str | None,
    explain: bool,
    stops: tuple[str, ...],
    lang: str,
    batch: Path | None,
) -> None:
    """Print the last day; a provisional one is followed by 暂定."""
    calendar = Calendar.national()
    if batch is not None:
        click.echo("\n".join(due_batch(batch.read_text(encoding="utf-8-sig"), calendar)))
        return
    if start is None or amount is None:
        raise click.UsageError(
            "请给出起算日和时限，如 2026-09-24 7WD / START and AMOUNT are needed"
        )
    if explain:
        click.echo(due_explained(start, amount, calendar, stops=stops, language=lang))
    else:
        click.echo(due_line(start, amount, calendar, stops=stops))
