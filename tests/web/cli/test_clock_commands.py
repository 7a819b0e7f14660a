"""`banjie clocks`, `calendar` and `limits` do from the shell what the console does."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from builders import PERMIT, accepted, stop
from click.testing import CliRunner, Result
from notices import NOTICE, NUMBER
from towns import Town, moment

from engine.catalogue import catalogue
from engine.clock import SettableClock, SystemClock
from engine.store.cases import Case
from engine.store.clocks import Clock
from engine.store.database import transaction
from web.cli import banjie


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(moment("12-24 09:00"))


def run(town: Town, *arguments: str) -> Result:
    url = town.database.engine.url.render_as_string(hide_password=False)
    environment = {**os.environ, "BANJIE_DATABASE_URL": url}
    return CliRunner().invoke(banjie, list(arguments), env=environment)


def test_a_rebuild_finds_nothing_to_do_and_mends_what_was_bent(town: Town) -> None:
    case = accepted(town)
    assert run(town, "clocks", "rebuild", "--verify").output.startswith("0 ")
    with transaction(town.database) as session:
        bent = session.get_one(Clock, town.timer(case, "decide").id)
        bent.last_on = moment("12-31").date()

    found = run(town, "clocks", "rebuild", "--verify")
    assert (found.exit_code, "2026-12-31 -> 2027-01-05" in found.output) == (1, True)
    run(town, "clocks", "rebuild")
    assert run(town, "clocks", "rebuild", "--verify").exit_code == 0


def test_a_notice_is_looked_at_imported_and_taken_back(town: Town, tmp_path: Path) -> None:
    case = accepted(town)
    file = tmp_path / "2027.txt"
    file.write_text(NOTICE, "utf-8")
    told = ["calendar", "import", str(file), "--number", NUMBER, "--year", "2027"]

    assert "2027-01-05 -> 2027-01-06" in run(town, *told, "--dry-run").output
    assert town.timer(case, "decide").is_provisional
    assert run(town, *told).exit_code == 0
    assert not town.timer(case, "decide").is_provisional
    assert NUMBER in run(town, "calendar", "list").output
    assert run(town, "calendar", "take-back", "1", "--reason", "x").exit_code == 0
    assert town.timer(case, "decide").is_provisional


def test_a_bad_notice_says_every_line(town: Town, tmp_path: Path) -> None:
    file = tmp_path / "2027.txt"
    file.write_text("2027-01-01 休 元旦", "utf-8")

    answer = run(town, "calendar", "import", str(file), "--number", "x", "--year", "2027")

    assert (answer.exit_code, "缺少 2027-02-06" in answer.output) == (1, True)


def test_a_limit_is_changed_once_from_a_day(town: Town) -> None:
    change = ["limits", "change", PERMIT, "decide_promise", "2WD", "--from", "2026-01-01"]

    assert run(town, *change, "--reason", "提速").exit_code == 0
    assert "decide_promise\t2WD" in run(town, "limits", "list", PERMIT).output
    assert run(town, *change, "--reason", "提速").exit_code == 1


def test_a_case_recorded_ahead_of_now_is_listed_and_goes_on(town: Town) -> None:
    case = accepted(town)  # at a moment of 12-24, as this machine sees it: ahead, or long ago
    number = town.case(case).number
    with transaction(town.database) as session:
        ahead = SystemClock().now() + timedelta(days=30)
        session.get_one(Case, case).recorded_at = ahead
    listed = run(town, "clocks", "ahead")
    done = run(town, "clocks", "go-on", number, "--by", "luyi", "--reason", "时间误设")
    again = run(town, "clocks", "go-on", number, "--by", "luyi", "--reason", "时间误设")

    assert number in listed.output
    assert (done.exit_code, again.exit_code) == (0, 1)
    assert "没有超前的留痕" in again.output
    assert run(town, "clocks", "ahead").output == ""


CHANGE = ("limits", "change", PERMIT, "decide_promise")
IMPORT = ("calendar", "import")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("0WD",), "1 至"),
        (("-2WD",), "No such option"),
        (("2XX",), "无法识别"),
        (("9WD",), "承诺时限"),
        (("3WD",), "没有改动"),
        (("--set", 'stop=["holiday"]'), "事由清单"),
        (("--set", "stop=x"), "JSON"),
        (("--set", 'ladder=[{"key": "w", "left": -1}]'), "不小于 0"),
        (("--set", 'extension={"times": 0}'), "延期次数"),
        (("--set", 'start="x"'), "不能在这里改动"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_bad_change_is_told_and_nothing_changed(
    town: Town, arguments: tuple[str, ...], says: str
) -> None:
    answer = run(town, *CHANGE, *arguments, "--from", "2026-01-01", "--reason", "x")

    assert (answer.exit_code != 0, says in answer.output) == (True, True), answer.output
    assert "decide_promise\t3WD" in run(town, "limits", "list", PERMIT).output


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (NOTICE + "2027-01-01 休 元旦", "出现了 2 次"),
        (NOTICE.replace("2027-04-05 休 清明节\n", ""), "缺少 2027-04-05"),
        ("see above", "读不懂"),
    ],
    ids=["a day twice", "a day missing", "no table"],
)
def test_a_bad_notice_is_told_and_nothing_changed(
    town: Town, tmp_path: Path, text: str, says: str
) -> None:
    file = tmp_path / "2027.txt"
    file.write_text(text, "utf-8")
    answer = run(town, *IMPORT, str(file), "--number", NUMBER, "--year", "2027")

    assert (answer.exit_code, says in answer.output) == (1, True), answer.output
    assert "暂定" in run(town, "calendar", "show", "2027").output


def test_a_change_is_looked_at_made_and_compared(town: Town) -> None:
    case = accepted(town)
    asked = ("2WD", "--from", "2026-12-01", "--reach", "all")
    seen = run(town, "limits", "what-if", PERMIT, "decide_promise", *asked).output
    assert town.case(case).number in seen
    assert "1 / 1 个在办计时会变" in seen
    assert "decide_promise\t3WD" in run(town, "limits", "list", PERMIT).output

    ladder = 'ladder=[{"key": "expiry", "level": "yellow", "told": ["holder"]}]'
    made = run(town, *CHANGE, *asked, "--set", ladder, "--reason", "提速")
    assert made.exit_code == 0, made.output
    versions = run(town, "limits", "versions", PERMIT, "decide_promise").output.splitlines()
    new, old = (line.split("\t")[0] for line in versions)
    assert 'amount: "3WD" -> "2WD"' in run(town, "limits", "compare", old, new).output
    assert run(town, "limits", "compare", old, "999").exit_code == 1


def test_a_second_person_approves_from_the_shell(town: Town) -> None:
    run(town, "approvals", "ask", "limit")
    made = run(town, *CHANGE, "2WD", "--from", "2026-01-01", "--reason", "提速")
    assert "待另一人批准" in made.output
    assert "提速" in run(town, "approvals", "list").output
    assert run(town, "approvals", "approve", "1", "--by", "limingyuan").exit_code == 1
    assert "decide_promise\t3WD" in run(town, "limits", "list", PERMIT).output

    assert run(town, "approvals", "approve", "1", "--by", "wanghaibin").exit_code == 0
    assert "decide_promise\t2WD" in run(town, "limits", "list", PERMIT).output
    refused = run(town, "approvals", "refuse", "1", "--by", "wanghaibin", "--reason", "x")
    assert refused.exit_code == 1


def test_clocks_are_listed_and_explained(town: Town) -> None:
    case = accepted(town)
    number = town.case(case).number
    stop(town, case)

    assert f"stopped\t-\t{number}\tdecide\t" in run(town, "clocks", "list").output
    assert run(town, "clocks", "list", "--lamp", "red").output.startswith("0 ")
    assert number in run(town, "clocks", "stops").output
    told = run(town, "clocks", "explain", number, "--limit", "decide").output
    assert "建筑法" in told
    assert "停表中（自 2026-12-24 起）" in told


def test_the_catalogue_is_listed_by_mark(town: Town) -> None:
    every, checked = (
        run(town, "limits", "catalogue", *mark).output.splitlines()
        for mark in ((), ("--mark", "V"))
    )

    assert len(every) == len(catalogue())
    assert 0 < len(checked) < len(every)
