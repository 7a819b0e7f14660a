"""feel: try an expression on data, before it goes into a diagram, a form or a table."""

from datetime import datetime
from pathlib import Path
from unicodedata import east_asian_width

import click

from engine import feel as language
from engine.clock import SystemClock
from engine.store import json


@click.command(
    context_settings={"ignore_unknown_options": True},  # an expression may begin with a minus
    help="计算一个 FEEL 表达式，例如 banjie feel '1 + 2'。 "
    "Evaluate a FEEL expression; the result is printed as JSON, warnings go to the error output.",
)
@click.argument("expression")
@click.option(
    "--context",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
    help="数据：JSON 文件，- 为标准输入 / The data: a JSON file, - for the standard input.",
)
@click.option(
    "--now",
    type=click.DateTime(["%Y-%m-%dT%H:%M:%S%z"]),
    help="now() 的时刻，如 2026-11-10T09:00:00+08:00 / The moment that now() gives.",
)
def feel(expression: str, context: Path | None, now: datetime | None) -> None:
    """Print the value of EXPRESSION; ends with code 1 when it cannot be evaluated."""
    warnings: list[language.Warning] = []
    try:
        result = language.evaluate(
            expression, _read(context), now=now or SystemClock().now(), warnings=warnings
        )
    except language.FeelSyntaxError as error:
        place = _pointed(expression, error.position)
        raise click.ClickException(f"{place}\n{error.zh}\n{error.en}") from error
    except language.FeelError as error:
        raise click.ClickException(f"{error.zh}\n{error.en}") from error
    for warning in warnings:
        click.echo(
            f"{_pointed(expression, warning.position)}\n{warning.zh}\n{warning.en}", err=True
        )
    click.echo(_written(result))


def _read(context: Path | None) -> dict[str, object]:
    if context is None:
        return {}
    with click.open_file(str(context), encoding="utf-8-sig") as file:
        text = file.read()
    try:
        found = json.loads(text)
    except ValueError as error:
        raise click.ClickException(
            f"数据不是 JSON：{error}\nThe data is not JSON: {error}"
        ) from error
    if not isinstance(found, dict):
        raise click.ClickException("数据须是 JSON 对象 {…}\nThe data must be a JSON object {…}")
    return found


def _written(result: object) -> str:
    """Return the result as JSON; what JSON has no word for, such as a range, as FEEL writes it."""
    plain = language.to_plain(result)
    if plain is None and result is not None:
        return str(language.evaluate("string(result)", {"result": result}))
    return json.dumps(plain)


def _pointed(expression: str, position: int) -> str:
    """Return the line of the expression that holds a position, with a caret under it."""
    start = expression.rfind("\n", 0, position) + 1
    line = expression[start:].partition("\n")[0]
    before = line[: position - start]
    indent = sum(2 if east_asian_width(sign) in "WF" else 1 for sign in before)
    return f"{line}\n{' ' * indent}^"
