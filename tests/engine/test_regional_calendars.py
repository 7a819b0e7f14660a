"""A case counts by the calendar of the region its matter names, else by the bureau's."""

from datetime import date
from pathlib import Path

import pytest
from towns import Town

from engine import calendars
from engine.calendar_notices import apply_notice, calendars_with, draft_local, preview, take_back
from engine.definitions import check_files, deploy_files, read_folder
from engine.limits.calendar import Calendar, CalendarDay
from engine.recounting import differences, recount_batch
from engine.scheduler import recount
from engine.store.database import reading, transaction
from engine.store.publishing import Setting

FOLDER = Path(__file__).parent.parent / "matters" / "three_steps"
#: The river district, where the tunnel lies, and another the works may lie in.
RIVER, HARBOUR = "990102", "990103"
NAMED = 'region = \'if contains(case.request.works, "滨江") then "990102" else "990103"\'\n'
REQUEST = {
    "organisation": "江城建工集团有限公司",
    "organisation_code": "91990100000000115G",
    "from_on": "2026-09-28",
    "until_on": "2026-09-30",
    "reason": "大体积混凝土须连续浇筑",
    "mobile": "15400000001",
}


def named(expression: str) -> dict[str, bytes]:
    """Return the files of a matter that names a case's region."""
    files = read_folder(FOLDER)
    return {**files, "matter.toml": expression.encode() + files["matter.toml"]}


@pytest.fixture
def places(town: Town) -> dict[str, int]:
    """Return one case in each district, taken in on Thursday 24 September."""
    with transaction(town.database) as session:
        deploy_files(session, named(NAMED), at=town.now)
    found = {}
    for region, works in {RIVER: "滨江隧道连续浇筑", HARBOUR: "港区码头连续浇筑"}.items():
        found[region] = town.start("three_steps", {**REQUEST, "works": works})
    return found


def close(town: Town, region: str, day: str = "2026-09-28") -> int:
    """Close the offices of a region for a day and recount; returns the notice."""
    with transaction(town.database) as session:
        draft = draft_local(
            session, f"{day} 休 台风停工", region=region, number="江政发〔2026〕7号"
        )
        notice = apply_notice(session, draft, reason="台风", by="maqian", at=town.now).id
        recount_batch(session, at=town.now, cause="台风")
    return notice


def last_day(town: Town, case: int) -> str:
    return str(town.timer(case, "review").last_on)


def test_a_closure_moves_the_cases_of_its_region_alone(town: Town, places: dict[str, int]) -> None:
    close(town, RIVER)

    assert [last_day(town, case) for case in places.values()] == ["2026-09-29", "2026-09-28"]
    with reading(town.database) as session:
        assert differences(session) == []


def test_a_city_holds_its_districts(town: Town, places: dict[str, int]) -> None:
    close(town, "990100")

    assert [last_day(town, case) for case in places.values()] == ["2026-09-29", "2026-09-29"]


def test_the_preview_names_the_cases_of_the_region(town: Town, places: dict[str, int]) -> None:
    with reading(town.database) as session:
        draft = draft_local(session, "2026-09-28 休 台风停工", region=RIVER, number="x")
        moves = preview(session, calendars_with(session, draft))

    assert {move.case_number for move in moves} == {town.case(places[RIVER]).number}


def test_taking_back_restores_the_region(town: Town, places: dict[str, int]) -> None:
    notice = close(town, RIVER)
    with transaction(town.database) as session:
        take_back(session, notice, reason="台风转向", by="maqian", at=town.now)
        recount_batch(session, at=town.now, cause="台风转向")

    assert [last_day(town, case) for case in places.values()] == ["2026-09-28", "2026-09-28"]


def test_a_clock_that_starts_later_counts_by_its_region(town: Town, places: dict[str, int]) -> None:
    close(town, RIVER, "2026-09-29")
    for case in places.values():
        town.do(case, "review_request", {"result": "pass", "opinion": "通过"}, by="limingyuan")

    decided = [str(town.timer(case, "decide").last_on) for case in places.values()]
    assert decided == ["2026-10-08", "2026-09-30"]


def test_a_bureau_that_moves_counts_by_its_new_region(town: Town) -> None:
    """A case that names no region counts where the bureau sits."""
    case = town.start("three_steps", {**REQUEST, "works": "滨江隧道连续浇筑"})
    close(town, RIVER)
    assert last_day(town, case) == "2026-09-28"
    with transaction(town.database) as session:
        bureau = session.get_one(Setting, "bureau")
        bureau.value = {**bureau.value, "region": RIVER}
    recount(town.database, town.clock)

    assert last_day(town, case) == "2026-09-29"


def test_the_nearest_region_has_the_last_word() -> None:
    day = date(2026, 9, 28)
    found = calendars.build_calendars(
        Calendar.national(),
        [
            ("990102", CalendarDay(day, "work", "应急")),
            ("990100", CalendarDay(day, "rest", "台风")),
        ],
        home="990100",
    )

    worked = [found.of(code).is_working(day) for code in ("990102", "990103", "", "980000")]
    assert worked == [True, False, False, True]


def test_a_region_that_cannot_be_read_is_refused_at_deploy() -> None:
    found = check_files(named("region = 'case.request.works +'\n"))

    assert any("region" in one.element_id + one.zh + one.en for one in found)
