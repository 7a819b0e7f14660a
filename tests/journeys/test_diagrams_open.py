"""Every diagram that is delivered opens in bpmn-js as it is, without a warning."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

ROOT = Path(__file__).parents[2]
VIEWER = ROOT / "web/frontend/node_modules/bpmn-js/dist/bpmn-navigated-viewer.production.min.js"
DIAGRAMS = sorted((ROOT / "processes").glob("**/process.bpmn"))
OPEN = """async xml => {
  const viewer = new BpmnJS({ container: "#canvas" });
  const { warnings } = await viewer.importXML(xml);
  const drawn = viewer.get("elementRegistry").getAll().length;
  return { warnings: warnings.map(one => one.message), drawn };
}"""


@pytest.mark.skipif(not VIEWER.exists(), reason="the frontend was not built here")
def test_every_diagram_opens_without_a_warning(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content('<div id="canvas" style="height: 800px"></div>')
    page.add_script_tag(path=VIEWER)

    for path in DIAGRAMS:
        opened = page.evaluate(OPEN, path.read_text("utf-8"))
        assert opened["warnings"] == [], path
        assert opened["drawn"] > 10, path
    page.close()
