"""A walk tries every way through a matter and says plainly what it did not come by."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree
from sqlalchemy import func, select
from towns import MATTERS, Town

from engine.definitions import deploy_files, read_folder
from engine.store.cases import Case
from engine.store.database import reading, transaction
from web.cli import banjie
from web.walking import Walk, opened, walk
from web.walking.covering import shares
from web.walking.picture import as_svg
from web.walking.report import as_data, as_lines


def walked(town: Town, matter: str = "three_steps", most: int = 200) -> Walk:
    with opened(town.database) as (stage, first):
        return walk(stage, first, matter, at=town.now, most=most)


def test_every_flow_end_rung_and_refusal_of_three_steps_is_walked(town: Town) -> None:
    found = walked(town)

    assert found.coverage.is_whole
    assert shares(found.coverage) == {
        "flow": {"seen": 4, "of": 4},
        "end": {"seen": 1, "of": 1},
        "rung": {"seen": 4, "of": 4},
        "refusal": {"seen": 1, "of": 1},
    }


#: Between check and decision: a day passes, or word comes before.
A_RACE = """
<bpmn:eventBasedGateway id="gw_wait" name="等待" />
<bpmn:intermediateCatchEvent id="a_day" name="过了一日"><bpmn:timerEventDefinition>
<bpmn:timeDate>today() + duration("P1D")</bpmn:timeDate>
</bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>
<bpmn:receiveTask id="word" name="收到答复" messageRef="message_word"><bpmn:extensionElements>
<spiffworkflow:properties>
<spiffworkflow:property name="form" value="check" />
<spiffworkflow:property name="section" value="approval" />
<spiffworkflow:property name="post" value="handler" />
</spiffworkflow:properties></bpmn:extensionElements></bpmn:receiveTask>
<bpmn:exclusiveGateway id="gw_waited" name="等到" />
<bpmn:sequenceFlow id="review_to_wait" sourceRef="review_request" targetRef="gw_wait" />
<bpmn:sequenceFlow id="wait_to_a_day" sourceRef="gw_wait" targetRef="a_day" />
<bpmn:sequenceFlow id="wait_to_word" sourceRef="gw_wait" targetRef="word" />
<bpmn:sequenceFlow id="a_day_to_waited" sourceRef="a_day" targetRef="gw_waited" />
<bpmn:sequenceFlow id="word_to_waited" sourceRef="word" targetRef="gw_waited" />
<bpmn:sequenceFlow id="waited_to_decide" sourceRef="gw_waited" targetRef="decide_request" />
"""


@pytest.fixture
def racing(town: Town) -> str:
    """Publish three_steps with an event gateway in it; return its key."""
    files = dict(read_folder(MATTERS[-1]))
    drawn = files["process.bpmn"].decode()
    flow = re.search(r'<bpmn:sequenceFlow id="review_request_to_decide_request".*', drawn)
    assert flow
    drawn = drawn.replace(flow[0], A_RACE)
    drawn = drawn.replace(
        "<bpmn:message ", '<bpmn:message id="message_word" name="word" />\n  <bpmn:message ', 1
    )
    with transaction(town.database) as session:
        files["process.bpmn"] = drawn.encode()
        return deploy_files(session, files, at=town.now).matter_key


def test_each_flow_out_of_an_event_gateway_is_walked(town: Town, racing: str) -> None:
    found = walked(town, racing)

    seen = {one.key for one in found.coverage.seen if one.kind == "flow"}
    assert {"review_to_wait", "wait_to_a_day", "wait_to_word", "waited_to_decide"} <= seen
    assert shares(found.coverage)["flow"] == {"seen": 9, "of": 9}


def test_a_walk_leaves_no_trace_where_it_took_its_people_from(town: Town) -> None:
    walked(town)

    with reading(town.database) as session:
        assert session.scalar(select(func.count()).select_from(Case)) == 0


@pytest.fixture
def cut_short(town: Town) -> Walk:
    """Return a walk that was ended after two deeds."""
    samples = b'[unreached]\n"rung:decide.expiry" = "because"\n'
    files = {**read_folder(MATTERS[-1]), "samples.toml": samples}
    with transaction(town.database) as session:
        deploy_files(session, files, at=town.now)
    return walked(town, most=2)


def test_what_was_not_reached_is_listed_with_its_reason(cut_short: Walk) -> None:
    data = as_data(cut_short)
    missing = {f"{one['kind']}:{one['key']}": one["reason"] for one in data["missing"]}

    assert not data["is_whole"]
    assert missing["rung:decide.expiry"] == "because"
    assert missing["rung:decide.warn"] is None
    assert any("未走到" in line and "（because）" in line for line in as_lines(cut_short))


def test_the_picture_draws_each_flow_in_the_colour_of_what_became_of_it(cut_short: Walk) -> None:
    picture = etree.fromstring(as_svg(cut_short).encode())
    lines = picture.findall("{http://www.w3.org/2000/svg}polyline")

    assert len(lines) == 4
    assert {line.get("stroke") for line in lines} >= {"#c8322b"}


def test_the_command_walks_a_folder_and_writes_its_report(town: Town, tmp_path: Path) -> None:
    report, picture = tmp_path / "walk.json", tmp_path / "walk.svg"
    folder = MATTERS[-1]
    arguments = ["walk", str(folder), "--json", str(report), "--picture", str(picture)]
    url = str(town.database.engine.url)

    done = CliRunner().invoke(banjie, arguments, env={"BANJIE_DATABASE_URL": url})

    assert done.exit_code == 0, done.output
    assert json.loads(report.read_text("utf-8"))["is_whole"] is True
    assert picture.read_text("utf-8").startswith("<svg")
