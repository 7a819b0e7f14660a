"""Find the browser, or say loudly that there is none."""

import os
import shutil
from pathlib import Path

import pytest

REQUIRED = os.environ.get("BANJIE_TEST_REQUIRE", "").replace(",", " ").split()
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def find_chromium() -> str:
    """Return the path of a Chromium; skips the test without one, fails where one is required."""
    named = os.environ.get("BANJIE_CHROMIUM")
    found = [named] if named else [path for name in NAMES if (path := shutil.which(name))]
    if found and Path(found[0]).exists():
        return found[0]
    message = "NO CHROMIUM: set BANJIE_CHROMIUM or install chromium"
    if "browser" in REQUIRED:
        pytest.fail(f"{message} - BANJIE_TEST_REQUIRE demands it", pytrace=False)
    pytest.skip(f"{message} - the journeys did NOT run")
