"""The publish gate in the browser: see what changes, ask, agree, take back."""

from collections.abc import Callable

from browsing import Browser
from designing import THREE_STEPS
from sending import put
from towns import Town

from engine import proposals
from engine.store.database import transaction

AT = "/studio/three_steps"
GATE = f"{AT}/publication"


def edited(designer: Browser, path: str, old: bytes, new: bytes) -> None:
    begun = designer.client.get(f"{AT}/files/{path}")
    assert old in begun.data
    changed = begun.data.replace(old, new)
    assert put(designer.client, path, changed, If_Match=begun.headers["ETag"]).status_code == 200


def test_a_designer_publishes_with_a_reason(browser_of: Callable[[str], Browser]) -> None:
    designer = browser_of("luyi")
    assert "没有要发布的" in designer.get(GATE).text
    edited(designer, "guide.md", b"#", b"# \xe6\x96\xb0")
    page = designer.get(GATE)
    assert "没有错误，可以发布" in page.text
    assert "改了什么 1" in page.text

    sent = {**page.fields(GATE), "reason": ""}
    assert designer.send(GATE, sent).status == 422
    assert designer.send(GATE, {**sent, "reason": "指南写清楚"}).status == 302

    assert "第 2 版 现行" in designer.get(AT).text
    assert designer.post(f"{AT}/versions/2/take-back", {"reason": "错"}, shown=AT).status == 302
    assert "已撤回" in designer.get(AT).text


def test_the_gate_says_whom_a_change_touches(
    town: Town, browser_of: Callable[[str], Browser]
) -> None:
    town.start("three_steps", THREE_STEPS)
    designer = browser_of("luyi")
    step = town.tasks(1)[0]
    edited(designer, "process.bpmn", f'name="{step.name}"'.encode(), 'name="看材料"'.encode())

    text = designer.get(GATE).text

    assert "在办的 1 件仍按原来的版本办到底" in text
    assert f"{step.name} 第 1 版有改动1" in text


def test_a_second_person_approves_in_the_browser(
    town: Town, browser_of: Callable[[str], Browser]
) -> None:
    with transaction(town.database) as session:
        proposals.ask_for_second(session, [proposals.MATTER])
    designer, second = browser_of("luyi"), browser_of("maqian")
    edited(designer, "guide.md", b"#", b"##")
    sent = {**designer.get(GATE).fields(GATE), "reason": "指南写清楚"}
    assert designer.send(GATE, sent).status == 302
    assert "待另一人批准后生效" in designer.get(GATE).text

    assert designer.post(f"{GATE}/1/approve", shown=GATE).status == 403
    assert "批准发布" in second.get(GATE).text
    assert second.post(f"{GATE}/1/approve", shown=GATE).status == 302

    assert "马倩批准" in designer.get(AT).text


def test_the_trail_names_every_act(browser_of: Callable[[str], Browser]) -> None:
    designer = browser_of("luyi")
    assert "还没有留痕" in designer.get(f"{AT}/trail").text
    edited(designer, "guide.md", b"#", b"##")
    fields = {**designer.get(GATE).fields(GATE), "reason": "指南写清楚"}
    assert designer.send(GATE, fields).status == 302

    text = designer.get(f"{AT}/trail").text

    for told in ("留痕完整", "开始修改", "保存 guide.md", "版本 2 生效 指南写清楚"):
        assert told.replace(" ", "") in text.replace(" ", "")


SCENARIO = """name = "照常出证"
begun_at = "2026-09-24T09:00:00+08:00"

[[steps]]
act = "start"
at = "2026-09-24T09:00:00+08:00"
element = "start"
by = "chenting"
data = {}
"""


def test_a_scenario_that_went_red_forbids_publishing(
    browser_of: Callable[[str], Browser],
) -> None:
    designer = browser_of("luyi")
    saved = put(
        designer.client, "scenarios/run_01.toml", SCENARIO.encode(), **{"If_None_Match": "*"}
    )
    assert saved.status_code == 200
    page = designer.get(GATE)
    assert "1 个情景" in page.text

    refused = designer.send(GATE, {**page.fields(GATE), "reason": "试一试"})

    assert refused.status == 422
    assert "照常出证" in refused.text
    assert "第 2 版" not in designer.get(AT).text
