"""A designer moves running cases: verdicts with reasons, the move, its report, the way back."""

from collections.abc import Callable

import pytest
from browsing import Browser
from towns import MATTERS, Town

from engine.definitions import deploy_files, read_folder
from engine.store.database import transaction

PAGE = "/studio/three_steps/migrate"
FILES = read_folder(MATTERS[1])
REQUEST = {
    "works": "滨江隧道连续浇筑",
    "organisation": "江城建工集团有限公司",
    "organisation_code": "91990100000000115G",
    "from_on": "2026-09-28",
    "until_on": "2026-09-30",
    "reason": "大体积混凝土须连续浇筑",
    "mobile": "15400000001",
}


@pytest.fixture
def cases(town: Town) -> list[int]:
    """Give three cases on version 1, one of them a step further; version 2 is published."""
    found = [town.start("three_steps", REQUEST) for _ in range(3)]
    town.do(found[2], "review_request", {"result": "pass", "opinion": "通过"}, by="limingyuan")
    changed = FILES["process.bpmn"].replace(b'"review_request"', b'"look_at_request"')
    with transaction(town.database) as session:
        deploy_files(session, {**FILES, "process.bpmn": changed}, at=town.now)
    return found


@pytest.fixture
def designer(cases: list[int], browser_of: Callable[[str], Browser]) -> Browser:
    return browser_of("luyi")


def test_each_case_has_a_verdict(designer: Browser) -> None:
    page = designer.get(PAGE).text
    assert "3 件可以移，共 3 件" in page

    refused = designer.get(f"{PAGE}?from=1&map.review_request=").text

    assert "1 件可以移，共 3 件" in refused
    assert "“审核”在新版本里没有对应的环节" in refused


def test_cases_move_one_is_refused_and_they_come_back(
    town: Town, cases: list[int], designer: Browser
) -> None:
    numbers = [town.case(case).number for case in cases]
    sent = {"from": "1", "case": numbers, "reason": "新规定"}

    designer.post(PAGE, {**sent, "map.review_request": ""})
    report = designer.get("/studio/three_steps/migrations/1").text

    assert (report.count("未移动"), report.count("已移动")) == (2, 1)
    assert town.steps(cases[0]) == {"review_request"}
    designer.post(PAGE, sent)
    assert town.steps(cases[0]) == {"look_at_request"}
    designer.post("/studio/three_steps/migrations/2/undo", {})
    assert town.steps(cases[0]) == {"review_request"}


def test_a_move_needs_a_reason_and_a_case(designer: Browser) -> None:
    page = designer.post(PAGE, {"from": "1", "case": ["YJSG-2026-0001"], "reason": " "})

    assert page.status == 422
    assert "请写明原因" in page.text
    assert designer.post(PAGE, {"from": "1", "reason": "新规定"}).status == 422


def test_only_designers_move_cases(cases: list[int], browser_of: Callable[[str], Browser]) -> None:
    assert browser_of("chenting").get(PAGE).status == 403
