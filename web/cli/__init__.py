"""The command line: `banjie run`, `deploy`, `check`, `due`, `feel` and the rest."""

import logging

import click

from engine.errors import BanjieError
from engine.limits.errors import CountingError
from web.cli import counting, data, feel, importing, matters, serving, users


class Bilingual(click.Group):
    """A group that shows our errors as what they say, in both languages."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; our own errors end it with their message and code 1."""
        try:
            return super().invoke(ctx)
        except (BanjieError, CountingError) as error:
            raise click.ClickException(f"{error.zh}\n{error.en}") from error


@click.group(cls=Bilingual, context_settings={"help_option_names": ["-h", "--help"]})
def banjie() -> None:
    """办结 Banjie: the process system on the law's clock."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for chatty in ("apscheduler", "spiff", "weasyprint", "fontTools"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


for command in (
    serving.run,
    serving.web,
    serving.scheduler,
    matters.deploy,
    matters.check,
    importing.import_diagram,
    counting.due,
    feel.feel,
    users.users,
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
