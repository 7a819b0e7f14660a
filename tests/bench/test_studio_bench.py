"""How long the diagram editor takes until one can draw, and what it sends."""

import sys
from collections.abc import Iterator
from itertools import pairwise
from statistics import median

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from towns import Town

from tests.bench.report import keep
from tests.journeys.chromium import find_chromium
from tests.journeys.desks import Desk
from tests.journeys.serving import Served, serve

READY = '[data-studio-diagram][data-state="ready"]'
PERMIT = "/studio/construction_permit/diagram"
FILE = "/studio/construction_permit/files/process.bpmn"
ROUNDS = 3
LONGEST_MS = 2_000
LARGEST_KB = 700
HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"'
    ' xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"'
    ' xmlns:di="http://www.omg.org/spec/DD/20100524/DI" targetNamespace="urn:banjie:matters">'
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = find_chromium()
    with sync_playwright() as playwright:
        one = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield one
        one.close()


@pytest.fixture
def served(town: Town) -> Iterator[Served]:
    with serve(town) as running:
        yield running


def large(elements: int) -> str:
    """Return a diagram of a row of `elements` nodes, wrapped every twenty."""
    ids = ["start", *(f"step_{n}" for n in range(elements - 2)), "end"]
    nodes, shapes, flows, edges = [], [], [], []
    for n, node in enumerate(ids):
        tag = {"start": "startEvent", "end": "endEvent"}.get(node, "userTask")
        nodes.append(f'<bpmn:{tag} id="{node}" name="环节{n}"/>')
        x, y = 40 + n % 20 * 150, 40 + n // 20 * 120
        size = 'width="100" height="80"' if tag == "userTask" else 'width="36" height="36"'
        bounds = f'<dc:Bounds x="{x}" y="{y}" {size}/>'
        shapes.append(
            f'<bpmndi:BPMNShape id="{node}_di" bpmnElement="{node}">{bounds}</bpmndi:BPMNShape>'
        )
    for n, (source, target) in enumerate(pairwise(ids)):
        flows.append(f'<bpmn:sequenceFlow id="f{n}" sourceRef="{source}" targetRef="{target}"/>')
        points = "".join(
            f'<di:waypoint x="{40 + m % 20 * 150}" y="{60 + m // 20 * 120}"/>' for m in (n, n + 1)
        )
        edges.append(f'<bpmndi:BPMNEdge id="f{n}_di" bpmnElement="f{n}">{points}</bpmndi:BPMNEdge>')
    return (
        f'{HEAD}<bpmn:process id="large" isExecutable="true">{"".join(nodes + flows)}'
        '</bpmn:process><bpmndi:BPMNDiagram id="d"><bpmndi:BPMNPlane id="p" bpmnElement="large">'
        f"{''.join(shapes + edges)}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></bpmn:definitions>"
    )


def opened(page: Page) -> tuple[float, float]:
    """Open the editor; return milliseconds until one can draw, and kilobytes sent."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(PERMIT, wait_until="commit")
    page.wait_for_selector(READY)
    # From the answer's first byte wanted (navigation start) to the moment the editor says ready.
    ready_ms = page.evaluate("performance.getEntriesByName('studio-ready')[0].startTime")
    page.wait_for_load_state("networkidle")
    session.detach()
    return float(ready_ms), sum(sizes) / 1000


@pytest.mark.parametrize("name", ["permit", "300_elements"])
def test_opening_the_editor(served: Served, browser: Browser, name: str) -> None:
    context = browser.new_context(
        base_url=served.url, viewport={"width": 1440, "height": 900}, locale="zh-CN"
    )
    page = context.new_page()
    Desk(page).be("luyi")
    if name != "permit":
        page.route(f"**{FILE}", lambda route: route.fulfill(body=large(300)))
    figures = [opened(page) for _ in range(ROUNDS)]
    context.close()
    ready_ms, sent_kb = median(ms for ms, _ in figures), max(kb for _, kb in figures)
    keep(f"studio_open_{name}", {"ready_ms": round(ready_ms), "sent_kb": round(sent_kb)})
    sys.stdout.write(f"editor with {name}: ready in {ready_ms:.0f} ms, {sent_kb:.0f} kB sent\n")

    assert sent_kb < LARGEST_KB
    assert ready_ms < LONGEST_MS
