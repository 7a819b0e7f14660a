"""Projects, organisations and problem items on their pages."""

import io
from collections.abc import Callable

import pytest
from browsing import Browser
from builders import accepted, decided, serve
from site_checks import (
    APPLICATION,
    CONTRACTOR,
    MATTER,
    PROBLEM,
    drawn,
    found_wanting,
    inspect,
    rectify,
)
from towns import PNG, Town

Browse = Callable[[str], Browser]
PROJECT = f"/projects/{APPLICATION['project_code']}"


def test_a_project_shows_all_its_cases_on_one_timeline(town: Town, browser_of: Browse) -> None:
    case = drawn(town)
    town.move("10-09 10:00")
    second = town.start(MATTER, APPLICATION)
    page = browser_of("chenting").get(PROJECT)

    numbers = {town.case(one).number for one in (case, second)}
    assert all(number in page.text for number in numbers)
    assert page.html.xpath("count(//ol[@class='spans']/li)") == 2
    assert "现场验收" in page.text
    assert "施工单位江城建工集团有限公司" in page.text


def test_a_closed_case_shows_its_outcome_and_phases(town: Town, browser_of: Browse) -> None:
    case = decided(town)
    serve(town, case)
    page = browser_of("limingyuan").get(f"/projects/{town.case(case).project_code}")

    assert "受理" in page.text
    assert page.html.xpath("//span[contains(@class, 'spans-bar')]/@title")


def test_projects_are_searched_by_code_name_and_developer(town: Town, browser_of: Browse) -> None:
    drawn(town)
    browser = browser_of("chenting")
    code = APPLICATION["project_code"]

    assert code in browser.get(f"/projects?q={code}").text
    assert "没有符合条件的项目" in browser.get("/projects?q=没有这个").text


def test_an_organisation_shows_its_projects_and_cases(town: Town, browser_of: Browse) -> None:
    case = drawn(town)
    page = browser_of("chenting").get(f"/organisations/{CONTRACTOR}").text

    assert town.case(case).number in page
    assert APPLICATION["project_code"] in page


@pytest.mark.parametrize("address", ["/projects/none", "/organisations/none"])
def test_what_nobody_knows_is_said(town: Town, browser_of: Browse, address: str) -> None:
    assert browser_of("chenting").get(address).status == 404


def test_a_case_leads_to_its_project_and_applicant(town: Town, browser_of: Browse) -> None:
    case = town.case(accepted(town))
    links = browser_of("chenting").get(f"/cases/{case.number}").links()

    assert f"/projects/{case.project_code}" in links
    assert f"/organisations/{case.applicant_code}" in links


def test_a_case_shows_its_problem_items(town: Town, browser_of: Browse) -> None:
    case = found_wanting(town)
    rectify(town, case, 1)
    town.move("10-12 09:00")
    page = browser_of("chenting").get(f"/cases/{town.case(case).number}")
    rows = [
        " ".join(row.text_content().split())
        for row in page.html.xpath("//table[contains(@class, 'problems')]/tbody/tr")
    ]

    assert len(rows) == 2
    assert "待复验 栏杆高度不足 一般" in rows[0]
    assert "整改中 疏散门宽度不足 严重" in rows[1]
    assert "消防审验科 周航 10-09 周五 逾期" in rows[1]


def test_the_report_lists_what_is_to_be_put_right(town: Town, browser_of: Browse) -> None:
    case = found_wanting(town)
    page = browser_of("chenting").get(f"/tasks/{town.task(case, 'rectify').id}")
    chosen = page.html.xpath("//select[contains(@name, 'number')]/option[@selected]/text()")

    assert [" ".join(one.split()) for one in chosen if "栏杆" in one or "疏散" in one] == [
        "第 1 项 · 3 层东侧楼梯间 · 栏杆高度不足",
        "第 2 项 · 3 层东侧楼梯间 · 疏散门宽度不足",
    ]


def test_english_pages_have_no_chinese_of_ours(town: Town, browser_of: Browse) -> None:
    case = found_wanting(town)
    browser = browser_of("chenting")
    browser.post("/language", {"language": "en"})
    page = browser.get(f"/cases/{town.case(case).number}").text

    assert "Being put right" in page
    assert "Serious" in page
    assert "Fire Safety Section" in page


def test_a_photo_is_kept_and_shown_with_its_time_and_place(town: Town, browser_of: Browse) -> None:
    case = drawn(town)
    browser = browser_of("sunlei")
    token = browser.get("/").html.xpath("//input[@name='csrf_token']/@value")[0]
    taken = '{"at": "2026-09-24T01:02:03Z", "latitude": 30.5, "longitude": 114.3}'
    answer = browser.client.post(
        "/attachments",
        data={"csrf_token": token, "taken": taken, "file": (io.BytesIO(PNG), "site.png")},
    )
    photo = answer.get_json()["id"]
    inspect(town, case, "quality", {**PROBLEM, "photos": [photo]})
    page = browser.get(f"/cases/{town.case(case).number}").text

    assert "site.png 2026-09-24 09:02 · 30.50000, 114.30000" in page


@pytest.mark.parametrize("taken", ["no json", '{"latitude": 300, "longitude": 1}', "[]x"])
def test_a_place_that_cannot_be_is_refused(town: Town, browser_of: Browse, taken: str) -> None:
    browser = browser_of("sunlei")
    token = browser.get("/").html.xpath("//input[@name='csrf_token']/@value")[0]
    answer = browser.client.post(
        "/attachments",
        data={"csrf_token": token, "taken": taken, "file": (io.BytesIO(PNG), "site.png")},
    )

    assert answer.status_code == 422


def test_a_form_asks_for_photos_with_their_place(town: Town, browser_of: Browse) -> None:
    case = drawn(town)
    page = browser_of("sunlei").get(f"/tasks/{town.task(case, 'inspect:quality').id}")

    assert page.html.xpath("//input[@type='file'][@data-photo]/@accept") != []
    assert "拍照或选择照片" in page.text
