"""已办 tells what came of each task and leads back to it."""

import builders
from towns import Town

from web.app import create_app
from web.config import Config
from web.demo import DEMO_PASSWORD


def test_a_completed_task_names_its_result_and_opens_its_case(town: Town) -> None:
    number = town.case(builders.accepted(town)).number
    config = Config(home=town.files.folder.parent, database_url="", testing=True)
    app = create_app(config, database=town.database, clock=town.clock)
    app.config["WTF_CSRF_ENABLED"] = False
    browser = app.test_client()
    browser.post("/sign-in", data={"username": "chenting", "password": DEMO_PASSWORD})

    page = browser.get("/tasks/done").text

    assert "齐全，予以受理" in page
    assert f"/cases/{number}#submissions" in page
    assert browser.get(f"/cases/{number}").status_code == 200
