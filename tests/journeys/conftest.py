"""The running product for a browser: the demo town served on a free port, Chromium, people."""

from collections.abc import Callable, Iterator

import pytest
from chromium import find_chromium
from desks import Desk
from playwright.sync_api import Browser, sync_playwright
from serving import Served, serve
from towns import Town

CHINESE = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai"}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give one headless Chromium to all journeys; skips, or fails where one is required."""
    path = find_chromium()
    with sync_playwright() as playwright:
        one = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield one
        one.close()


@pytest.fixture
def served(town: Town) -> Iterator[Served]:
    """Serve the town in demo mode: its clock stands still until the demo bar moves it."""
    with serve(town) as running:
        yield running


@pytest.fixture
def sit_down(served: Served, browser: Browser) -> Iterator[Callable[..., Desk]]:
    """Give a person of the town a browser of their own, signed in; one each."""
    desks: dict[str, Desk] = {}

    def sit(person: str, width: int = 1440, height: int = 900) -> Desk:
        if person not in desks:
            context = browser.new_context(
                base_url=served.url, viewport={"width": width, "height": height}, **CHINESE
            )
            context.set_default_timeout(15_000)
            desks[person] = Desk(context.new_page())
            if person:
                desks[person].be(person)
        return desks[person]

    yield sit
    for desk in desks.values():
        desk.page.context.close()
    assert [trouble for desk in desks.values() for trouble in desk.troubles] == []
