"""The form editor: fields are added and named, the server draws them, nothing else is lost."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from desks import Desk
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

READY = '[data-studio-form][data-state="ready"]'
REVIEW = "/studio/construction_permit/forms/intake_review"
FORMS = Path(__file__).parent.parent.parent / "processes/construction_permit/forms"


def test_a_designer_makes_a_form_and_changes_another(sit_down: Callable[..., Desk]) -> None:
    page = sit_down("luyi").page
    page.goto("/studio/construction_permit/forms/site_note")
    page.wait_for_selector(READY)
    preview, note = page.locator("[data-studio-preview]"), page.locator("[data-studio-note]")
    for kind in ("统一社会信用代码", "金额（万元）"):
        page.get_by_label("加字段…").select_option(label=kind)
    page.get_by_label("标签", exact=True).fill("合同价款")
    # Leaving an entry draws the panel anew; the next one is filled in when that is done.
    page.get_by_label("标签", exact=True).blur()
    expect(preview.get_by_label("合同价款")).to_be_visible()
    page.get_by_label("字段名").fill("price")
    page.get_by_label("字段名").blur()
    page.get_by_label("必填").check()
    expect(note).to_contain_text("已自动保存")
    page.get_by_label("字段名").fill("field_1")
    page.get_by_label("字段名").blur()
    expect(page.get_by_text("本表单已有字段 field_1")).to_be_visible()
    made = page.request.get("/studio/construction_permit/files/forms/site_note.form").json()
    assert [(one["key"], one["properties"]["kind"]) for one in made["components"]] == [
        ("field_1", "uscc"),
        ("price", "money_wan"),
    ]

    page.goto(REVIEW)
    page.wait_for_selector(READY)
    page.get_by_role("button", name="审查结果 单选").click()
    page.get_by_label("标签", exact=True).fill("收件结论")
    page.get_by_label("标签", exact=True).blur()
    expect(preview.get_by_text("收件结论")).to_be_visible()
    expect(note).to_contain_text("已自动保存")
    before = json.loads((FORMS / "intake_review.form").read_text("utf-8"))
    after = page.request.get("/studio/construction_permit/files/forms/intake_review.form").json()
    changed = next(one for one in after["components"] if one.get("label") == "收件结论")
    changed["label"] = "审查结果"
    assert after == before
