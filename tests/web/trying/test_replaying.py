"""Scenarios stay green while a matter does what it did, and say in words what changed."""

from pathlib import Path

import pytest
from towns import MATTERS, Town, moment

from engine.definitions import DIAGRAM, LIMITS, read_folder
from engine.errors import InvalidMatter
from engine.store.database import reading, transaction
from web.trying import playing
from web.trying import town as scratch
from web.trying.differing import definition_of
from web.trying.filling import filled, ways_at
from web.trying.places import places_of
from web.trying.replaying import Verdict, replay_scenarios
from web.trying.scenarios import Scenario, of_run, read_scenario, write_scenario
from web.trying.seeing import standing
from web.trying.steps import Step

FILES = read_folder(MATTERS[-1])
BEGUN = moment("03-02 09:00")


def next_step(there: scratch.Town) -> Step:
    """Return the next thing to be done, with sample data."""
    with reading(there.database) as session:
        run, definition = playing.read_run(session), definition_of(session)
        place = places_of(session, definition, run.case_id, run.at)[0]
        who = place.persons[0].id
        way = ways_at(definition, place, who, "zh_CN")[0]
        data = filled(definition, place, who, way)
    return Step(place.act, run.at, place.element.id, place.item, data=data)


@pytest.fixture
def scenario(town: Town, tmp_path: Path) -> Scenario:
    """Return a run from the application to the end, a day of waiting within."""
    there = scratch.found(town.database, tmp_path / "scratch")
    with transaction(there.database) as session:
        playing.begin(session, scratch.publish_files(session, FILES, at=BEGUN).matter_key, BEGUN)
    playing.play(there, next_step(there))
    playing.play(there, Step("wait", moment("03-04 10:00")))
    playing.play(there, next_step(there))
    run = playing.play(there, next_step(there))
    with reading(there.database) as session:
        ended = standing(session, run.case_id)
    there.database.close()
    return of_run(run, ended, key="given", name="当日出证")


def replayed(town: Town, scenario: Scenario, path: str = "", **texts: str) -> Verdict:
    """Replay over the matter with texts of one of its files replaced: by `new1` what is `old1`."""
    content = FILES[path].decode() if path else ""
    for number in range(1, len(texts) // 2 + 1):
        assert texts[f"old{number}"] in content
        content = content.replace(texts[f"old{number}"], texts[f"new{number}"])
    files = {**FILES, **({path: content.encode()} if path else {})}
    (verdict,) = replay_scenarios(town.database, files, [scenario], at=town.now)
    return verdict


def test_a_scenario_is_green_over_what_it_was_played_on(town: Town, scenario: Scenario) -> None:
    assert scenario.steps[1].rungs == ("review.expiry 2026-03-03",)
    assert replayed(town, scenario).is_green


def test_a_scenarios_file_is_read_and_written_to_the_same_bytes(scenario: Scenario) -> None:
    content = write_scenario(scenario)

    assert write_scenario(read_scenario(scenario.path, content)) == content
    assert b"by =" not in content


def test_a_changed_limit_turns_it_red(town: Town, scenario: Scenario) -> None:
    verdict = replayed(town, scenario, LIMITS, old1='amount = "3WD"', new1='amount = "2WD"')

    assert verdict.zh == "时限“出具证明（承诺）”原为 3个工作日，现为 2个工作日"
    assert verdict.en == "Proof (promised): was 3 working days, is 2 working days"


def test_a_rung_that_no_longer_fires_turns_it_red(town: Town, scenario: Scenario) -> None:
    verdict = replayed(town, scenario, LIMITS, old1='amount = "1WD"', new1='amount = "2WD"')

    assert verdict.step == 2
    assert verdict.zh == "时限“审核”的黄牌原在 2026-03-03 触发，现在没有触发"


def test_a_new_required_field_turns_it_red(town: Town, scenario: Scenario) -> None:
    field = (
        '"components": [{"type": "textfield", "label": "台账号", "key": "ledger_no", '
        '"id": "ledger_no", "validate": {"required": true}, '
        '"properties": {"label_en": "Ledger number"}}, '
    )
    verdict = replayed(town, scenario, "forms/check.form", old1='"components": [', new1=field)

    assert verdict.step == 3
    assert verdict.zh.startswith("“审核”的表单不再接受原来的填报：“台账号”")


def test_a_changed_flow_turns_it_red(town: Town, scenario: Scenario) -> None:
    """What was reviewed and then decided is decided first."""
    verdict = replayed(
        town,
        scenario,
        DIAGRAM,
        old1='sourceRef="start" targetRef="review_request"',
        new1='sourceRef="start" targetRef="decide_request"',
        old2='sourceRef="review_request" targetRef="decide_request"',
        new2='sourceRef="review_request" targetRef="file_away"',
        old3='sourceRef="decide_request" targetRef="file_away"',
        new3='sourceRef="decide_request" targetRef="review_request"',
    )

    assert verdict.step == 2
    assert verdict.zh.startswith("时限“审核”的黄牌")


def test_a_step_of_another_post_turns_it_red(town: Town, scenario: Scenario) -> None:
    verdict = replayed(
        town,
        scenario,
        DIAGRAM,
        old1='name="post" value="handler"',
        new1='name="post" value="chief"',
    )

    assert verdict.step == 3
    assert "“审核”现由岗位 approval/chief 办理，原为 approval/handler" in verdict.zh


@pytest.mark.parametrize("content", [b"name = 1", b"steps = 3", b"\xff", b'name="a"\nbegun_at="x"'])
def test_a_file_that_is_no_scenario_is_told(content: bytes) -> None:
    with pytest.raises(InvalidMatter, match=r"scenarios/wrong\.toml"):
        read_scenario("scenarios/wrong.toml", content)
