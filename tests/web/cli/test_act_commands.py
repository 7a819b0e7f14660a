"""`banjie acts` asks for and decides acts on a case from the shell, by the same rules."""

import os

from builders import accepted
from click.testing import CliRunner, Result
from towns import Town

from web.cli import banjie


def run(town: Town, *arguments: str) -> Result:
    url = town.database.engine.url.render_as_string(hide_password=False)
    environment = {**os.environ, "BANJIE_DATABASE_URL": url}
    return CliRunner().invoke(banjie, ["acts", *arguments], env=environment)


def test_an_act_is_asked_for_listed_and_decided(town: Town) -> None:
    case = accepted(town)
    number = town.case(case).number
    why = ("--reason", "建设单位来函", "--basis", "撤回申请书")
    asked = run(
        town,
        *("ask", number, "withdraw", "--ground", "applicant_request", *why, "--by", "chenting"),
    )
    assert (asked.exit_code, asked.output.split("\t")[0]) == (0, "1")
    assert "待决定" in run(town, "list", number).output

    wrong = run(town, "decide", "1", "approved", "--by", "chenting")
    assert wrong.exit_code == 1
    decided = run(town, "decide", "1", "approved", "--by", "zhaoguodong")
    assert (decided.exit_code, "江建撤〔2026〕0001号" in decided.output) == (0, True)
    assert town.case(case).outcome == "withdrawn"
    assert "approved\tzhaoguodong" in run(town, "list", number).output


def test_what_is_wrong_is_said_in_both_languages(town: Town) -> None:
    number = town.case(accepted(town)).number
    wrong = run(
        town, "ask", number, "withdraw", "--ground", "whim", "--reason", "x", "--by", "chenting"
    )

    assert wrong.exit_code == 1
    assert "事由须从清单中选择" in wrong.output
    assert "Choose a ground of the list" in wrong.output
