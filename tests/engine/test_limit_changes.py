"""A limit changed by the administrator: judged, effective from a day on, taken back."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from builders import PERMIT, accepted
from towns import Town, moment

from engine.catalogue import catalogue, with_law
from engine.clock import SettableClock
from engine.errors import Conflict, InvalidSubmission
from engine.extensions import Extension
from engine.limit_changes import Changed, apply_change, compare, history, move_due, take_back
from engine.limit_drafts import Reach, draft_change
from engine.limit_rules import rule_on
from engine.recounting import differences, newest_cause, recount_batch
from engine.store.database import reading, transaction


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(moment("10-12 09:00"))


def change(
    town: Town,
    changes: Mapping[str, Any],
    *,
    from_on: str = "2026-10-12",
    reach: Reach = Reach.KEEP,
    limit: str = "decide_promise",
) -> int:
    """Draft and apply a change; open clocks are recounted."""
    with transaction(town.database) as session:
        draft = draft_change(
            session, PERMIT, limit, changes, from_on=date.fromisoformat(from_on), reach=reach
        )
        version = apply_change(session, draft, reason="优化营商环境", by="maqian", at=town.now)
        recount_batch(session, at=town.now, cause=version.reason)
        return version.id


def undo(town: Town, version: int) -> None:
    with transaction(town.database) as session:
        take_back(session, version, reason="改期", by="maqian", at=town.now)
        recount_batch(session, at=town.now, cause="改期")


def amount_on(town: Town, day: str) -> str:
    with reading(town.database) as session:
        return rule_on(session, PERMIT, "decide_promise", date.fromisoformat(day)).amount


def rungs(changed: Mapping[str, Any]) -> dict[str, Any]:
    """Return a ladder of a warning, changed, and the end."""
    warn = {"key": "warn", "left": 1, "level": "warn", "told": ["holder"], **changed}
    return {"ladder": [warn, {"key": "expiry", "level": "red", "told": ["holder"]}]}


@pytest.mark.parametrize(
    ("limit", "changes", "field", "says"),
    [
        pytest.param("decide", {"amount": "0WD"}, "rule", "1 至", id="zero"),
        pytest.param("decide", {"amount": "-2WD"}, "rule", "无法识别", id="negative"),
        pytest.param("decide", {"amount": "5XX"}, "rule", "无法识别", id="unknown unit"),
        pytest.param("decide", {"amount": "9WD"}, "rule", "长于法定", id="建筑法 8"),
        pytest.param(
            "decide_promise", {"amount": "8WD"}, "rule", "承诺时限", id="promised over statutory"
        ),
        pytest.param(
            "decide", {"amount": "2WD"}, "rule", "承诺时限", id="statutory under promised"
        ),
        pytest.param("decide", {"stop": ["holiday"]}, "rule", "不在事项的事由清单", id="许可法 45"),
        pytest.param("decide", {"amount": 7}, "amount", "须为文本", id="an amount of no unit"),
        pytest.param("notice", {"stop": ["hearing"]}, "rule", "没有规定停表", id="许可法 32 stop"),
        pytest.param("decide", {"stop": "hearing"}, "stop", "列表", id="grounds as one text"),
        pytest.param("decide", {"stop": ["hearing"] * 2}, "stop", "重复", id="a ground twice"),
        pytest.param("notice", {"extension": "once"}, "rule", "没有规定可以延期", id="许可法 32"),
        pytest.param("decide", {"extension": "often"}, "rule", "延期须写作", id="extension"),
        pytest.param(
            "decide",
            {"extension": {"times": 1, "by": "king"}},
            "rule",
            "没有岗位",
            id="no such post",
        ),
        pytest.param("decide", rungs({"left": -1}), "ladder.0.left", "不小于 0", id="left"),
        pytest.param("decide", rungs({"left": "1"}), "ladder.0.left", "整数", id="left as text"),
        pytest.param("decide", rungs({"share": 0}), "ladder.0.share", "大于 0", id="no share"),
        pytest.param(
            "decide", rungs({"share": 1.2}), "ladder.0.share", "不超过 1", id="over share"
        ),
        pytest.param("decide", rungs({"level": "blue"}), "rule", "无效", id="level"),
        pytest.param("decide", rungs({"told": "chief"}), "ladder.0.told", "列表", id="told"),
        pytest.param("decide", rungs({"told": ["king"]}), "rule", "没有可以告知", id="told nobody"),
        pytest.param("decide", rungs({"colour": "red"}), "rule", "不认识的项", id="unknown entry"),
        pytest.param("decide", rungs({"key": "expiry"}), "rule", "重复出现", id="a rung twice"),
        pytest.param("decide", {"ladder": [{"key": "w", "left": 1}]}, "rule", "届满", id="no end"),
        pytest.param("decide", {"ladder": "warn"}, "ladder", "列表", id="ladder as text"),
        pytest.param("decide", {"ladder": ["warn"]}, "ladder", "列表", id="rungs as text"),
        pytest.param("decide", {"mark": "X"}, "mark", "只能是", id="mark"),
        pytest.param("decide", {"articles": ["x"]}, "articles", "from_on", id="dated articles"),
        pytest.param(
            "decide", {"start": "case.x"}, "start", "不能在这里改动", id="the matter's own"
        ),
        pytest.param("decide", {"amout": "5WD"}, "amout", "不能在这里改动", id="a slip of the pen"),
        pytest.param("decide", {"amount": "7WD"}, "", "没有改动", id="nothing changes"),
    ],
)
def test_an_unlawful_change_is_refused_and_nothing_changed(
    town: Town, limit: str, changes: Mapping[str, Any], field: str, says: str
) -> None:
    with pytest.raises(InvalidSubmission) as caught:
        change(town, changes, limit=limit)

    assert any(says in zh for zh, _ in caught.value.errors[field])
    with reading(town.database) as session:
        assert len(history(session, PERMIT, limit)) == 1


def test_everything_a_limit_has_is_changed_at_once(town: Town) -> None:
    changes = {
        "amount": "6WD",
        "stop": ["hearing", "expert_review"],
        "extension": {"most": 3, "times": 1, "by": "director"},
        "article": "建筑法 第八条",
        "ladder": [
            {"key": "early", "share": 0.5, "level": "warn", "told": ["holder", "window"]},
            {"key": "expiry", "level": "red", "told": ["holder", "chief", "supervision"]},
        ],
    }
    change(town, changes, limit="decide")

    with reading(town.database) as session:
        rule = rule_on(session, PERMIT, "decide", date(2026, 10, 12))
        assert (rule.amount, rule.stop, rule.article) == (
            "6WD",
            ("hearing", "expert_review"),
            "建筑法 第八条",
        )
        assert rule.extension == Extension(3, 1, "director")
        assert rule.told("early") == ["holder", "window"]


def test_an_unknown_reach_is_refused(town: Town) -> None:
    with pytest.raises(InvalidSubmission) as caught, reading(town.database) as session:
        draft_change(
            session, PERMIT, "decide", {"amount": "6WD"}, from_on=date(2026, 11, 1), reach="some"
        )
    assert "reach" in caught.value.errors


def test_two_versions_from_one_day_overlap(town: Town) -> None:
    change(town, {"amount": "2WD"})

    with pytest.raises(InvalidSubmission) as caught:
        change(town, {"amount": "1WD"})
    assert "重叠" in caught.value.errors["from_on"][0][0]


def test_a_change_is_judged_on_later_days_too(town: Town) -> None:
    """The statute shrinks in December; a promise longer than that cannot begin in November."""
    change(town, {"amount": "4WD"}, from_on="2026-12-01", limit="decide")

    with pytest.raises(InvalidSubmission):
        change(town, {"amount": "5WD"}, from_on="2026-11-01")


def test_a_change_needs_a_reason(town: Town) -> None:
    with transaction(town.database) as session:
        draft = draft_change(
            session, PERMIT, "decide_promise", {"amount": "2WD"}, from_on=date(2026, 11, 1)
        )
        with pytest.raises(InvalidSubmission):
            apply_change(session, draft, reason=" ", by="maqian", at=town.now)


def test_a_future_version_holds_from_its_day_on(town: Town) -> None:
    change(town, {"amount": "2WD"}, from_on="2026-11-01")

    assert [amount_on(town, day) for day in ("2026-10-31", "2026-11-01")] == ["3WD", "2WD"]


def test_open_cases_keep_their_rule_unless_told(town: Town) -> None:
    case = accepted(town)
    change(town, {"amount": "2WD"})

    assert str(town.timer(case, "decide_promise").last_on) == "2026-10-15"


@pytest.mark.parametrize(
    ("reach", "last"), [(Reach.ALL, "2026-10-14"), (Reach.SINCE, "2026-10-15")]
)
def test_open_cases_move_by_choice(town: Town, reach: Reach, last: str) -> None:
    case = accepted(town)
    town.move("10-13 09:00")
    change(town, {"amount": "2WD"}, from_on="2026-10-13", reach=reach)

    assert str(town.timer(case, "decide_promise").last_on) == last
    with reading(town.database) as session:
        assert differences(session) == []


def test_a_future_change_moves_open_cases_on_its_day(town: Town) -> None:
    case = accepted(town)
    change(town, {"amount": "2WD"}, from_on="2026-10-13", reach=Reach.ALL)
    assert str(town.timer(case, "decide_promise").last_on) == "2026-10-15"
    town.move("10-13 00:00")
    with transaction(town.database) as session:
        assert move_due(session, at=town.now) == 1
        recount_batch(session, at=town.now, cause=newest_cause(session))

    assert str(town.timer(case, "decide_promise").last_on) == "2026-10-14"
    assert town.records(case, "clock_recounted")[-1].body["cause"] == "优化营商环境"


def test_taking_back_gives_open_cases_their_rule_again(town: Town) -> None:
    case = accepted(town)
    before = town.timer(case, "decide_promise")
    version = change(town, {"amount": "2WD"}, reach=Reach.ALL)
    undo(town, version)

    after = town.timer(case, "decide_promise")
    assert (after.last_on, after.rule, after.amount) == (before.last_on, before.rule, "3WD")
    assert amount_on(town, "2026-12-01") == "3WD"


def test_a_rung_that_comes_to_lie_in_the_past_is_noted_without_a_card(town: Town) -> None:
    case = accepted(town)
    town.sweep("10-14 09:00")
    change(town, {"amount": "1WD"}, reach=Reach.ALL)
    town.sweep()

    assert town.cards(case) == []
    fired = [row for row in town.fired(case) if row[0] == "decide_promise"]
    assert ("decide_promise", "expiry passed", "2026-10-13 24:00") in fired


def test_counting_16_a_card_is_revoked_when_its_rung_lies_in_the_future_again(town: Town) -> None:
    change(town, {"amount": "1WD"})
    case = accepted(town)
    town.sweep("10-14 09:00")
    assert [colour for colour, *_ in town.cards(case)] == ["yellow"]
    change(town, {"amount": "3WD"}, from_on="2026-10-13", reach=Reach.ALL)

    clock = town.timer(case, "decide_promise")
    assert (clock.level, str(clock.last_on)) == ("none", "2026-10-15")
    town.sweep("10-16 00:00")
    promised = [at for _, limit, at, _ in town.cards(case) if limit == "decide_promise"]
    assert promised == ["2026-10-13 24:00", "2026-10-15 24:00"]


def test_the_first_version_stays(town: Town) -> None:
    with reading(town.database) as session:
        first = history(session, PERMIT, "decide_promise")[-1].id

    with pytest.raises(Conflict) as caught:
        undo(town, first)
    assert caught.value.code == "first_version"


def test_a_version_under_a_later_move_stays(town: Town) -> None:
    accepted(town)
    first = change(town, {"amount": "2WD"}, reach=Reach.ALL)
    town.move("10-13 09:00")
    change(town, {"amount": "1WD"}, from_on="2026-10-13", reach=Reach.ALL)

    with pytest.raises(Conflict) as caught:
        undo(town, first)
    assert caught.value.code == "version_buried"


def test_versions_compare_entry_by_entry() -> None:
    old, new = {"amount": "3WD", "name": "x"}, {"amount": "2WD", "name": "x", "note": "y"}

    assert compare(old, new) == [Changed("amount", "3WD", "2WD"), Changed("note", None, "y")]


@pytest.mark.parametrize(
    ("day", "article"),
    [("2026-08-14", "环境影响评价法22"), ("2026-08-15", "生态环境法典102")],
    ids=["the day before", "生态环境法典 in force"],
)
def test_the_legal_basis_is_that_of_the_day(day: str, article: str) -> None:
    assert with_law({"law": "HP-1"}, date.fromisoformat(day))["article"] == article
    assert catalogue()["HP-1"].article_on(date.fromisoformat(day)) == article


def test_a_limit_may_date_its_own_citation() -> None:
    raw = {"article": "旧", "articles": [{"from_on": "2026-08-15", "article": "新"}]}

    shown = [with_law(raw, date(2026, 8, day))["article"] for day in (14, 15)]

    assert shown == ["旧", "新"]
