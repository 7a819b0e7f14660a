"""Begin a matter in the browser, from a template or a foreign diagram."""

import io
from collections.abc import Callable

from browsing import Browser
from designing import DIAGRAM

NAMES = {"key": "night_noise", "name": "夜间噪声备案", "name_en": "Night noise"}


def test_a_matter_begun_from_a_template_can_be_published(
    browser_of: Callable[[str], Browser],
) -> None:
    designer = browser_of("luyi")
    sent = {**NAMES, "template": "review_approve"}
    assert designer.post("/studio/new", sent, shown="/studio/new").status == 302

    bench = designer.get("/studio/night_noise")
    assert "夜间噪声备案" in bench.text
    assert "检查通过" in bench.text
    gate = "/studio/night_noise/publication"
    fields = {**designer.get(gate).fields(gate), "reason": "新事项"}
    assert designer.send(gate, fields).status == 302
    assert "第 1 版 现行" in designer.get("/studio/night_noise").text


def test_a_key_that_is_taken_is_said(browser_of: Callable[[str], Browser]) -> None:
    sent = {**NAMES, "key": "three_steps", "template": "one_step"}

    refused = browser_of("luyi").post("/studio/new", sent, shown="/studio/new")

    assert refused.status == 409
    assert "请换一个键" in refused.text


def test_an_import_opens_its_report(browser_of: Callable[[str], Browser]) -> None:
    designer = browser_of("luyi")
    file = (io.BytesIO(DIAGRAM), "leave.bpmn")
    sent = {**NAMES, "template": "import", "file": file}
    assert designer.post("/studio/new", sent, shown="/studio/new").status == 302

    assert "已改写" in designer.get("/studio/night_noise/report").text
    assert "看导入报告" in designer.get("/studio/night_noise").text
