"""The diagram editor: nothing lost, nothing covered, all in one's language, and a live lint."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bpmn_sameness
import pytest
from desks import Desk
from lxml import etree
from playwright.sync_api import Page, expect

from engine.bpmn.vocabulary import RUN

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parent.parent.parent
EVERY_KIND = Path(__file__).with_name("every_kind.bpmn").read_bytes()
DIAGRAM = "/studio/construction_permit/diagram"
READY = '[data-studio-diagram][data-state="ready"]'
#: bpmn-js writes these by itself; the two of loops become our properties when a file is opened.
DERIVED = {"incoming", "outgoing", "loopDataInputRef", "inputDataItem"}

REOPEN = """async xml => {
  const studio = document.querySelector('[data-studio-diagram]').studio;
  await studio.replace(xml);
  return await studio.xml();
}"""
#: Select each element and gather every label and tooltip of its panel, its menu and its pad.
WALK = """() => {
  const studio = document.querySelector('[data-studio-diagram]').studio;
  const { modeler, registry, selection } = studio.editor;
  const menus = modeler.get('replaceMenuProvider'), pads = modeler.get('contextPadProvider');
  const said = new Set(), offered = new Set();
  const labels = '.studio label, .studio summary, .studio-panel-head .muted, .studio option,'
    + ' .studio button, .studio-hint, .studio-field-hint';
  // What a file names itself, such as a code of an error or the law, is nobody's to translate.
  const own = one => one.tagName === 'OPTION' && (one.value === one.textContent
    || one.closest('[data-key="not_same_as"], [data-key="limit"]'));
  const gather = () => {
    for (const one of document.querySelectorAll('.studio [title]')) {
      if (!one.closest('.studio-chip')) said.add(one.title);
    }
    for (const one of document.querySelectorAll(labels)) {
      if (!own(one)) said.add(one.textContent.trim());
    }
  };
  for (const element of registry.filter(one => !one.labelTarget && one.type !== 'label')) {
    selection.select(element);
    studio.drawPanel();
    gather();
    for (const one of Object.values(menus.getPopupMenuEntries(element))) offered.add(one.label);
    const more = [menus.getPopupMenuHeaderEntries(element), pads.getContextPadEntries(element)];
    for (const one of more.flatMap(entries => Object.values(entries))) said.add(one.title);
  }
  selection.select(registry.filter(one => one.type === 'bpmn:UserTask').slice(0, 3));
  studio.drawPanel();
  gather();
  const missing = [...window.banjieUntranslated];
  return { said: [...said, ...offered], offered: [...offered], missing };
}"""
#: The points of the mark that something else answers to.
COVERED = """() => {
  const mark = document.querySelector('.bjs-powered-by');
  mark.scrollIntoView({ block: 'center' });
  const { left, top, width, height } = mark.getBoundingClientRect();
  const shares = [0.05, 0.25, 0.5, 0.75, 0.95];
  const points = shares.flatMap(x => shares.map(y => [left + width * x, top + height * y]));
  return {
    size: [Math.round(width), Math.round(height)],
    covered: points.filter(([x, y]) => !mark.contains(document.elementFromPoint(x, y))),
  };
}"""


@pytest.fixture
def open_editor(sit_down: Callable[..., Desk]) -> Callable[..., Page]:
    """Open the editor on the permit and wait until one can work in it."""

    def open_it(width: int = 1440, height: int = 900) -> Page:
        page = sit_down("maqian", width, height).page
        page.goto(DIAGRAM)
        page.wait_for_selector(READY)
        return page

    return open_it


def tags(xml: bytes) -> set[str]:
    return {etree.QName(one).localname for one in etree.fromstring(xml).iter(etree.Element)}


def with_standard_collection() -> bytes:
    """Return the file with a collection written as other designers write it."""
    ours = b'<bpmn:multiInstanceLoopCharacteristics isSequential="true"/>'
    assert EVERY_KIND.count(ours) == 1
    return EVERY_KIND.replace(
        ours,
        b'<bpmn:multiInstanceLoopCharacteristics isSequential="true">'
        b"<bpmn:loopDataInputRef>case.departments</bpmn:loopDataInputRef>"
        b'<bpmn:inputDataItem id="one" name="dept"/></bpmn:multiInstanceLoopCharacteristics>',
    )


def drawn_files() -> list[bytes]:
    found = [*(ROOT / "processes").rglob("*.bpmn"), *(ROOT / "tests/matters").rglob("*.bpmn")]
    return [text for text in (file.read_bytes() for file in found) if b"BPMNDiagram" in text]


def test_every_kind_of_element_survives_the_editor(open_editor: Callable[..., Page]) -> None:
    assert tags(EVERY_KIND) >= RUN - DERIVED
    page = open_editor()
    for before in (EVERY_KIND, *drawn_files()):
        after = page.evaluate(REOPEN, before.decode()).encode()

        assert bpmn_sameness.meaning(after) == bpmn_sameness.meaning(before)
        assert bpmn_sameness.drawn_places(after) == bpmn_sameness.drawn_places(before)

    kept = page.evaluate(REOPEN, with_standard_collection().decode())
    assert "<!-- 开头的注释要留住 -->" in kept
    assert '<spiffworkflow:property name="collection" value="=case.departments" />' in kept
    assert '<spiffworkflow:property name="item" value="dept" />' in kept


def test_panels_and_menus_speak_chinese_and_offer_only_what_runs(
    open_editor: Callable[..., Page],
) -> None:
    walked = walk(open_editor())

    assert walked["missing"] == []
    assert [text for text in walked["said"] if is_english(text)] == []
    refused = re.compile("复杂|事务|临时|补偿|取消|定时开始事件$")
    assert [label for label in walked["offered"] if refused.search(label)] == ["定时开始事件"]


def test_panels_and_menus_speak_english(open_editor: Callable[..., Page]) -> None:
    page = open_editor()
    page.get_by_role("button", name="English").click()
    page.goto(DIAGRAM)
    page.wait_for_selector(READY)

    assert [text for text in walk(page)["said"] if re.search(r"[\u4e00-\u9fff]", text)] == []


def walk(page: Page) -> dict[str, Any]:
    page.evaluate(REOPEN, EVERY_KIND.decode())
    found = page.evaluate(WALK)
    assert isinstance(found, dict)
    return found


def is_english(text: str) -> bool:
    """Say whether a word is left in English; abbreviations and what a file names are not words."""
    plain = re.sub(
        r"Powered by bpmn\.io|FEEL|ISO 8601|BPMN|SVG|PNG|Ctrl|Delete|English|[a-z]+_\w+", "", text
    )
    return bool(re.search(r"[A-Za-z]{3,}", plain)) and not re.search(r"[\u4e00-\u9fff]", plain)


def test_nothing_covers_the_mark(open_editor: Callable[..., Page]) -> None:
    page = open_editor()
    choose(page, "accept")
    for width, height in ((1440, 900), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        found = page.evaluate(COVERED)

        assert found["covered"] == []
        assert found["size"][0] >= 50
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_lint_complains_on_the_element_until_it_is_right(
    open_editor: Callable[..., Page],
) -> None:
    page = open_editor()
    count, panel = page.locator("[data-studio-count]"), page.locator("[data-studio-panel]")
    expect(count).to_have_attribute("data-state", re.compile("good|warning"))
    choose(page, "accept")
    panel.get_by_label("办理方式").select_option(label="会签：人人都办")
    expect(count).to_have_attribute("data-state", "error")
    expect(page.locator(".studio-badge.is-error")).to_be_visible()
    page.get_by_role("button", name="撤销（Ctrl+Z）").click()
    expect(count).to_have_attribute("data-state", re.compile("good|warning"))

    panel.get_by_label("名称", exact=True).fill("受理登记")
    panel.get_by_label("名称", exact=True).blur()
    expect(page.locator("[data-studio-note]")).to_contain_text("已自动保存")
    page.reload()
    page.wait_for_selector(READY)
    choose(page, "accept")
    expect(panel.get_by_label("名称", exact=True)).to_have_value("受理登记")


def choose(page: Page, element: str) -> None:
    page.evaluate(
        "id => { const { editor } = document.querySelector('[data-studio-diagram]').studio;"
        " editor.selection.select(editor.registry.get(id)); }",
        element,
    )
