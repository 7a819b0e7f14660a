"""The web application of the town, and browsers of the people in it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from browsing import Browser
from flask import Flask
from towns import Town

from web.app import create_app
from web.config import Config


@pytest.fixture
def site(town: Town, tmp_path: Path) -> Flask:
    """Give the application over the town's database and clock."""
    config = Config(home=tmp_path, database_url="", testing=True)
    return create_app(config, database=town.database, clock=town.clock)


@pytest.fixture
def browser(site: Flask) -> Browser:
    """Give a browser in which nobody has signed in."""
    return Browser(site.test_client())


@pytest.fixture
def browser_of(site: Flask) -> Callable[[str], Browser]:
    """Give each person a browser of their own, signed in."""

    def open_browser(name: str) -> Browser:
        one = Browser(site.test_client())
        assert one.sign_in(name).status == 302
        return one

    return open_browser
