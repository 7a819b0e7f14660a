"""Running cases move to a new version: what comes along, what is refused, and the way back."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from sqlalchemy import select
from towns import MATTERS, Town

from engine.definitions import deploy_files, read_folder
from engine.errors import Conflict
from engine.migration import migrations, moving
from engine.store.case_migrations import MigratedCase
from engine.store.cases import Case, Task
from engine.store.clocks import Clock, Timer
from engine.store.database import reading, transaction

FILES = read_folder(MATTERS[1])
DIAGRAM = "process.bpmn"
MATTER = "three_steps"
TIMER = """<bpmn:boundaryEvent id="too_long" name="超期" attachedToRef="review_request">
      <bpmn:outgoing>too_long_to_decide</bpmn:outgoing>
      <bpmn:timerEventDefinition id="t"><bpmn:timeDuration>duration("P2D")</bpmn:timeDuration>
      </bpmn:timerEventDefinition></bpmn:boundaryEvent>
    <bpmn:sequenceFlow id="too_long_to_decide" sourceRef="too_long" targetRef="decide_request" />
    <bpmn:userTask id="decide_request\""""


REQUEST = {
    "works": "滨江隧道连续浇筑",
    "organisation": "江城建工集团有限公司",
    "organisation_code": "91990100000000115G",
    "from_on": "2026-09-28",
    "until_on": "2026-09-30",
    "reason": "大体积混凝土须连续浇筑",
    "mobile": "15400000001",
}


def requested(town: Town) -> int:
    return town.start(MATTER, REQUEST)


def checked(town: Town) -> int:
    case = requested(town)
    town.do(case, "review_request", {"result": "pass", "opinion": "通过"}, by="limingyuan")
    return case


def publish(town: Town, *edits: tuple[str, str], path: str = DIAGRAM) -> None:
    """Publish a new version of the matter with changes in one file."""
    text = FILES[path].decode()
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new)
    with transaction(town.database) as session:
        deploy_files(session, {**FILES, path: text.encode()}, at=town.now)


def migrate(
    town: Town, *cases: int, chosen: Mapping[str, str] | None = None
) -> Sequence[MigratedCase]:
    """Migrate cases to the current version, each in its own transaction."""
    with transaction(town.database) as session:
        first = session.get_one(Case, cases[0])
        plan = migrations.read_plan(session, first.definition_id, MATTER, chosen)
        begun = migrations.begin_migration(session, plan, reason="新规定", by="maqian", at=town.now)
        number = begun.id
    for case in cases:
        with transaction(town.database) as session:
            begun = session.get_one(type(begun), number)
            moving.migrate_case(session, begun, plan, case, by="maqian", at=town.now)
    with reading(town.database) as session:
        return migrations.results_of(session, number)


def undo(town: Town, result: MigratedCase) -> None:
    with transaction(town.database) as session:
        row = session.get_one(MigratedCase, (result.migration_id, result.case_id))
        begun = session.get_one(migrations.Migration, result.migration_id)
        plan = migrations.plan_of(session, begun)
        moving.undo_case(session, row, plan, by="maqian", at=town.now)


def rows(town: Town, table: Any, case: int) -> dict[str, Any]:
    """Return the plain columns of a case's rows, by element."""
    with reading(town.database) as session:
        found = session.scalars(select(table).where(table.case_id == case))
        return {one.element_id: one for one in found}


START = (
    '<bpmn:sequenceFlow id="start_to_review_request" sourceRef="start" targetRef="review_request"'
)
RENAMED = ('"review_request"', '"look_at_request"')


def test_a_case_goes_on_in_the_new_version(any_town: Town) -> None:
    case = requested(any_town)
    publish(any_town, ('name="审核"', 'name="初审"'))

    results = migrate(any_town, case)

    assert [one.state for one in results] == ["moved"]
    assert rows(any_town, Task, case)["review_request"].name == "初审"
    any_town.do(case, "review_request", {"result": "pass", "opinion": "通过"}, by="limingyuan")
    any_town.do(case, "decide_request", {"result": "grant"})
    assert any_town.case(case).state == "closed"
    assert len(any_town.records(case, "case_migrated")) == 1


def test_a_step_under_another_id_is_found_by_its_name(any_town: Town) -> None:
    case = requested(any_town)
    publish(any_town, RENAMED)

    assert [one.state for one in migrate(any_town, case)] == ["moved"]
    assert any_town.steps(case) == {"look_at_request"}


def test_the_days_already_used_stay_used(any_town: Town) -> None:
    case = requested(any_town)
    before = rows(any_town, Clock, case)["review_request"]
    any_town.move("09-24 15:00")
    publish(any_town, RENAMED)

    migrate(any_town, case)

    after = rows(any_town, Clock, case)["look_at_request"]
    assert (after.id, after.start_on, after.due_at) == (before.id, before.start_on, before.due_at)


def test_a_limit_that_is_new_counts_from_when_the_step_was_reached(any_town: Town) -> None:
    case = requested(any_town)
    any_town.move("09-25 15:00")
    publish(any_town, ('name="limit" value="review"', 'name="limit" value="decide"'))

    migrate(any_town, case)

    with reading(any_town.database) as session:
        clocks = session.scalars(select(Clock).where(Clock.case_id == case).order_by(Clock.id))
        found = [(one.limit_key, one.state, str(one.start_on)) for one in clocks]
    assert found == [("review", "ended", "2026-09-24"), ("decide", "running", "2026-09-24")]


def test_a_timer_that_is_new_stands_by_and_fires(any_town: Town) -> None:
    case = requested(any_town)
    publish(any_town, ('<bpmn:userTask id="decide_request"', TIMER))

    assert [one.state for one in migrate(any_town, case)] == ["moved"]
    assert rows(any_town, Timer, case)["too_long"].due_at is not None
    any_town.sweep("09-28 09:00")
    assert any_town.steps(case) == {"decide_request"}


def test_a_case_on_a_step_that_vanished_is_refused_with_the_reason(any_town: Town) -> None:
    first, second = requested(any_town), checked(any_town)
    xml = FILES[DIAGRAM].decode()
    begin = xml.index('<bpmn:userTask id="review_request"')
    end = xml.index("</bpmn:userTask>", begin) + len("</bpmn:userTask>")
    publish(
        any_town,
        (xml[begin:end], ""),
        (f"{START} />", ""),
        ('sourceRef="review_request"', 'sourceRef="start"'),
        ('name="not_same_as" value="review_request"', 'name="copy" value="leaders"'),
    )

    results = migrate(any_town, first, second)

    assert [one.state for one in results] == ["refused", "moved"]
    assert results[0].reasons[0][0] == "“审核”在新版本里没有对应的环节"
    assert any_town.steps(first) == {"review_request"}
    again = migrate(any_town, first, chosen={"review_request": "decide_request"})
    assert [one.state for one in again] == ["moved"]
    assert any_town.steps(first) == {"decide_request"}


def test_a_draft_stays_and_one_that_would_lose_its_entries_is_refused(town: Town) -> None:
    case = requested(town)
    with transaction(town.database) as session:
        task = session.scalars(select(Task).where(Task.case_id == case, Task.state == "open")).one()
        task.draft, task.draft_at = {"opinion": "基本符合"}, town.now
    publish(town, ('name="审核"', 'name="初审"'))
    assert [one.state for one in migrate(town, case)] == ["moved"]
    assert rows(town, Task, case)["review_request"].draft == {"opinion": "基本符合"}

    publish(town, ('"key": "opinion"', '"key": "remark"'), path="forms/check.form")

    refused = migrate(town, case)[0]
    assert refused.state == "refused"
    assert "的草稿里填了新表单没有的内容" in refused.reasons[0][0]


def test_a_move_is_taken_back_while_nothing_happened(any_town: Town) -> None:
    case = requested(any_town)
    task = rows(any_town, Task, case)["review_request"]
    clock = rows(any_town, Clock, case)["review_request"]
    with reading(any_town.database) as session:
        before = session.get_one(Case, case).definition_id
    publish(
        any_town,
        RENAMED,
        ('name="limit" value="review"', 'name="limit" value="decide"'),
    )
    result = migrate(any_town, case)[0]

    undo(any_town, result)

    with reading(any_town.database) as session:
        assert session.get_one(Case, case).definition_id == before
        live = session.scalars(
            select(Clock).where(Clock.case_id == case, Clock.state != "ended")
        ).one()
        assert (live.id, live.due_at, live.element_id) == (clock.id, clock.due_at, "review_request")
    assert rows(any_town, Task, case)["review_request"].assignee_id == task.assignee_id
    any_town.do(case, "review_request", {"result": "pass", "opinion": "通过"}, by="limingyuan")
    assert any_town.steps(case) == {"decide_request"}


def test_what_went_on_since_is_not_taken_back(any_town: Town) -> None:
    case = requested(any_town)
    publish(any_town, ('name="审核"', 'name="初审"'))
    result = migrate(any_town, case)[0]
    any_town.do(case, "review_request", {"result": "pass", "opinion": "通过"}, by="limingyuan")

    with pytest.raises(Conflict) as refused:
        undo(any_town, result)

    assert refused.value.code == "migration_stands"


def test_a_verdict_is_given_before_anything_moves(town: Town) -> None:
    case, other = requested(town), checked(town)
    with reading(town.database) as session:
        old = session.get_one(Case, case).definition_id
    publish(town, RENAMED)

    with reading(town.database) as session:
        plan = migrations.read_plan(session, old, MATTER, {"review_request": ""})
        found = migrations.verdicts(session, plan, at=town.now)

    assert [(one.case_id, bool(one.reasons)) for one in found] == [(case, True), (other, False)]
    assert town.steps(case) == {"review_request"}
