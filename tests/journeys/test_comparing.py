"""A designer compares two versions: a change leads to both diagrams, and they move together."""

from collections.abc import Callable

import pytest
from desks import Desk
from looking import SIDEWAYS
from serving import Served
from towns import MATTERS

from engine.definitions import deploy_files, read_folder
from engine.store.database import transaction

pytestmark = pytest.mark.browser

VIEWS = """() => [...document.querySelectorAll('[data-side] .viewport')]
  .map(one => one.getAttribute('transform').match(/-?[0-9.]+/g).map(n => Math.round(n * 10)))"""
MOVED = "was => document.querySelector('.viewport').getAttribute('transform') !== was"
MARK_IS_FREE = """mark => {
  const box = mark.getBoundingClientRect();
  const seen = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return box.width > 20 && box.height > 8 && mark.contains(seen);
}"""


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)], ids=["desk", "phone"])
def test_a_change_is_shown_in_both_diagrams(
    served: Served, sit_down: Callable[..., Desk], size: tuple[int, int]
) -> None:
    files = read_folder(MATTERS[1])
    changed = files["process.bpmn"].replace('name="决定"'.encode(), 'name="出具证明"'.encode())
    with transaction(served.town.database) as session:
        deploy_files(session, {**files, "process.bpmn": changed}, at=served.town.now)
    page = sit_down("luyi", *size).page

    page.goto("/studio/three_steps/compare")
    page.wait_for_selector("[data-compare][data-state=ready]")
    before = page.locator(".viewport").first.get_attribute("transform")
    page.locator("[data-zoom=out]").click()
    page.wait_for_function(MOVED, arg=before)

    after = page.evaluate(VIEWS)
    assert after == 2 * [after[0]]
    assert page.locator("[data-side] .is-changed").count() == 2
    for mark in page.locator(".bjs-powered-by").all():
        mark.evaluate("one => one.scrollIntoView({block: 'center', behavior: 'instant'})")
        assert mark.evaluate(MARK_IS_FREE)
    assert page.evaluate(SIDEWAYS) <= 0
