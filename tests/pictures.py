"""Take the documentation's pictures anew: `make pictures`.

Serves a demo of its own, looks at each scene as the person who uses the page, and writes small PNG
files. Not a test: pytest does not collect it. `--home` reuses a folder whose demo is loaded.
"""

import argparse
import contextlib
import io
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from web.demo import DEMO_PASSWORD

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
SIZES = {"": (1440, 900), "-390": (390, 844)}
LARGEST_BYTES = 250_000
#: Loading the demo on a busy machine, and one page.
READY_WITHIN_S = 300
PAGE_WITHIN_MS = 20_000

APPLY = "/cases/start/construction_permit"
WHAT_IF = (
    "/limits/what-if?matter=construction_permit&limit=decide_promise"
    "&amount=2&unit=WD&from_on=2026-11-01&reach=all"
)


@dataclass(frozen=True)
class Scene:
    """One picture: whose page, where, and what is done there before it is taken."""

    name: str
    person: str
    path: str
    act: Callable[[Page], None] = lambda page: None


def open_first_task(page: Page) -> None:
    """Open the most urgent task of the list."""
    page.locator("tbody tr a.main-link").first.click()
    page.wait_for_load_state("networkidle")


def type_and_submit(page: Page) -> None:
    """Enter what a tired clerk might, and submit it."""
    page.select_option("[name='jsfzrzjlx']", "id_card")
    page.wait_for_selector("[name='jsfzrzjhm']")
    for name, text in {
        "xmdm": "2509-990102-04-01-100011",
        "gcmc": "滨江新区人民医院二期工程（感染楼）",
        "jsdw": "江城市卫生基建服务中心",
        "jsdwdm": "12990100000000051Q",
        "jsfzrzjhm": "990102197803120119",
        "jsfzrlxdh": "1540000000",
        "zjzmj": "48260",
        "dsjzmj": "36180",
        "dxjzmj": "12000",
    }.items():
        page.locator(f"[name='{name}']").first.fill(text)
    page.locator("button[type=submit]:visible, button:visible", has_text="提交").last.click()
    page.wait_for_selector("[data-error-summary]")
    page.wait_for_load_state("networkidle")


def show_diagram(page: Page) -> None:
    """Wait for the drawing, where this size shows one."""
    with contextlib.suppress(Exception):
        page.wait_for_selector(".djs-container svg", timeout=5_000)
    page.wait_for_timeout(500)


#: What is typed stays as a draft, so the untouched form and the wrong one have their own clerks.
SCENES = (
    Scene("sign-in", "", "/sign-in"),
    Scene("todo", "chenting", "/"),
    Scene("pool", "chenting", "/tasks/pool"),
    Scene("apply", "chenting", APPLY),
    Scene("errors", "liuyang", APPLY, type_and_submit),
    Scene("review", "wugang", "/", open_first_task),
    Scene("decide", "wanghaibin", "/", open_first_task),
    Scene("suspended", "limingyuan", "/cases/SGXK-2026-0396", show_diagram),
    Scene("due-today", "wanghaibin", "/cases/SGXK-2026-0402", show_diagram),
    Scene("all-cases", "zhaoguodong", "/cases"),
    Scene("people", "maqian", "/people"),
    Scene("cards", "qinlan", "/cards"),
    Scene("what-if", "maqian", WHAT_IF),
    Scene("clocks", "qinlan", "/clocks"),
    Scene("timeline", "qinlan", "/clocks?view=timeline"),
    Scene("calendar", "maqian", "/calendar"),
)


def main() -> None:
    """Serve the demo, take every picture, and say how large each became."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", help="folder of a demo that is loaded already")
    parser.add_argument("--only", nargs="*", default=[], help="names of scenes")
    chosen = parser.parse_args()
    scenes = [one for one in SCENES if not chosen.only or one.name in chosen.only]
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as spare, served(chosen.home or spare) as address:
        take(scenes, address)


@contextlib.contextmanager
def served(home: str) -> Iterator[str]:
    """Run the demo's server on a free port until the pictures are taken."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    start = "from web.cli import main; main()"
    command = [sys.executable, "-c", start, "run", "--port", str(port), "--home", home]
    with (
        (Path(home) / "pictures.log").open("wb") as log,
        subprocess.Popen(command, stdout=log, stderr=log) as server,
    ):
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(address, server)
            yield address
        finally:
            server.terminate()


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Return when the sign-in page answers; raises RuntimeError when it never does."""
    for _ in range(READY_WITHIN_S):
        if server.poll() is not None:
            break
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/sign-in"):
            return
        time.sleep(1)
    raise RuntimeError("the demo did not start; try `banjie run` to see why")


def take(scenes: list[Scene], address: str) -> None:
    """Take each scene at each size, each person in a browser context of their own."""
    chromium = os.environ.get("BANJIE_TEST_CHROMIUM", "/usr/bin/chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for suffix, (width, height) in SIZES.items():
            for scene in scenes:
                shot = look(browser, scene, address, width, height)
                size = keep(shot, FOLDER / f"{scene.name}{suffix}.png")
                sys.stdout.write(f"{scene.name}{suffix}.png  {size // 1000} kB\n")
        browser.close()


def look(browser: Browser, scene: Scene, address: str, width: int, height: int) -> bytes:
    """Return what a person sees."""
    context = browser.new_context(
        base_url=address, viewport={"width": width, "height": height}, locale="zh-CN"
    )
    page = context.new_page()
    page.set_default_timeout(PAGE_WITHIN_MS)
    if scene.person:
        sign_in(page, scene.person)
    answer = page.goto(scene.path)
    if answer is None or not answer.ok:
        raise RuntimeError(f"{scene.path} answers {answer and answer.status} to {scene.person}")
    page.wait_for_load_state("networkidle")
    scene.act(page)
    shot = page.screenshot()
    context.close()
    return shot


def sign_in(page: Page, person: str) -> None:
    """Sign in by name and the demo's password."""
    page.goto("/sign-in")
    page.fill("#username", person)
    page.fill("#password", DEMO_PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)


def keep(shot: bytes, path: Path) -> int:
    """Write a picture with a palette and return its bytes; raises RuntimeError when too large."""
    image = Image.open(io.BytesIO(shot)).convert("RGB")
    image.quantize(colors=192, dither=Image.Dither.NONE).save(path, optimize=True)
    size = path.stat().st_size
    if size > LARGEST_BYTES:
        raise RuntimeError(f"{path.name} has {size} bytes, more than {LARGEST_BYTES}")
    return size


if __name__ == "__main__":
    main()
