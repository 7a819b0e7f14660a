"""The command line: `banjie run`, `deploy`, `check`, `due`, `feel` and the rest."""

import os

import click

from engine.errors import BanjieError, InvalidSubmission
from engine.limits.errors import CountingError
from web.cli import (
    acts,
    approvals,
    calendar,
    clocks,
    cluster,
    counting,
    data,
    experts,
    feel,
    importing,
    limits,
    matters,
    migrating,
    posting,
    serving,
    trying,
    users,
    walking,
)
from web.logs import start_logging


class Bilingual(click.Group):
    """A group that shows our errors as what they say, in both languages."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; our own errors end it with their message and code 1."""
        try:
            return super().invoke(ctx)
        except InvalidSubmission as error:
            told = [
                text for messages in error.errors.values() for pair in messages for text in pair
            ]
            raise click.ClickException("\n".join([error.zh, error.en, *told])) from error
        except (BanjieError, CountingError) as error:
            raise click.ClickException(f"{error.zh}\n{error.en}") from error


@click.group(cls=Bilingual, context_settings={"help_option_names": ["-h", "--help"]})
def banjie() -> None:
    """办结 Banjie: the process system on the law's clock."""
    start_logging(os.environ.get("BANJIE_LOG", "text"))


for command in (
    serving.run,
    serving.web,
    serving.scheduler,
    posting.worker,
    cluster.cluster,
    matters.deploy,
    matters.export,
    matters.check,
    migrating.migrate,
    walking.walk_matter,
    trying.try_matter,
    importing.import_diagram,
    counting.due,
    clocks.clocks,
    calendar.calendar,
    limits.limits,
    approvals.approvals,
    acts.acts,
    feel.feel,
    users.users,
    experts.experts,
    experts.draws,
    data.bureau,
    data.demo,
    data.verify,
    data.backup,
    data.restore,
):
    banjie.add_command(command)


def main() -> None:
    """Enter from the shell."""
    banjie(prog_name="banjie")
