"""The page of a matter's dry runs: begin one, go on with one, and its scenarios."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import render_template, request, url_for
from sqlalchemy import select

from engine import calendars
from engine.days import ZONE
from engine.definitions import current_definition
from engine.errors import BanjieError, InvalidMatter, NotFound
from engine.store.publishing import Definition as Version
from engine.store.publishing import Matter
from engine.studio import drafts
from web.access import person
from web.language import _, language, pick
from web.session import database, db, now
from web.times import long_moment
from web.try_page import tried_name
from web.try_page.entering import entered, runs
from web.trying import town
from web.trying.replaying import Publish, Verdict, replay_scenarios
from web.trying.runs import DRAFT, Kept
from web.trying.scenarios import Scenario, key_for, of_run, read_scenarios, write_scenario
from web.trying.seeing import standing

#: Versions offered to be tried, the newest first.
MOST_VERSIONS = 10
#: When an office opens: the moment a run begins unless it is told otherwise.
OPENS_AT = 9


def publisher(matter_key: str, tried: str) -> Publish:
    """Return what makes a version or the draft current in a scratch town; raises NotFound."""
    if tried == DRAFT:
        files = {path: file.content for path, file in drafts.read_draft(db(), matter_key).items()}
        return lambda session, at: town.publish_files(session, files, at=at)
    version = db().get(Version, tried)
    if version is None or version.matter_key != matter_key:
        raise NotFound("没有这个版本。", "There is no such version.")
    return lambda session, _at: town.take_version(session, tried)


def index_page(
    matter_key: str,
    frame: Mapping[str, Any],
    *,
    error: BanjieError | None = None,
    verdicts: Sequence[Verdict] = (),
) -> str:
    """Return the page of a matter's runs and scenarios."""
    return render_template(
        "studio/try/index.html",
        **frame,
        versions=_versions(matter_key),
        moment=request.form.get("moment") or _opening(),
        error=_error(error),
        runs=[_run_row(kept, at) for at, kept in runs().of(matter_key, person().id)],
        scenarios=scenario_rows(scenarios_now(matter_key), verdicts),
    )


def _error(error: BanjieError | None) -> dict[str, Any] | None:
    if error is None:
        return None
    findings = error.findings if isinstance(error, InvalidMatter) else ()
    fields = getattr(error, "errors", {})
    said = [pick(*one) for lines in fields.values() for one in lines]
    said += [pick(getattr(one, "zh", ""), getattr(one, "en", "")) for one in findings]
    return {"text": error.text(language()), "lines": said}


def _versions(matter_key: str) -> list[dict[str, Any]]:
    """Return what can be tried: the draft first, then versions, the newest first."""
    row = db().get(Matter, matter_key)
    current = row.current_definition_id if row else None
    versions = db().scalars(
        select(Version)
        .where(Version.matter_key == matter_key)
        .order_by(Version.version.desc())
        .limit(MOST_VERSIONS)
    )
    rows = [
        {
            "id": one.id,
            "name": _("版本 %(number)s", number=one.version),
            "is_current": one.id == current,
        }
        for one in versions
    ]
    draft = {"id": DRAFT, "name": _("草稿"), "is_current": False}
    return [draft, *rows] if drafts.find_draft(db(), matter_key) else rows


def _opening() -> str:
    """Return the next opening of the office on a working day, as it is typed."""
    local = now().astimezone(ZONE)
    calendar = calendars.load_calendar(db())
    day = local.date()
    if local.hour >= OPENS_AT or not calendar.is_working(day):
        day = calendar.working_days.after(day, 1)
    return f"{day} {OPENS_AT:02}:00"


def _run_row(kept: Kept, used: datetime) -> dict[str, Any]:
    with entered(kept) as (session, run):
        definition = current_definition(session, run.matter_key)
        return {
            "url": url_for("studio.try_show", matter=kept.matter_key, run_id=kept.id),
            "tried": tried_name(session, definition, kept),
            "steps": len(run.steps),
            "at": long_moment(run.at),
            "used": long_moment(used),
        }


def scenarios_now(matter_key: str) -> list[Scenario]:
    """Return the scenarios of the draft, or of the version in force while there is none."""
    return read_scenarios(drafts.files_now(db(), matter_key, at=now()))


def replayed(matter_key: str) -> list[Verdict]:
    """Replay the scenarios over the draft, or over the version in force while there is none."""
    files = drafts.files_now(db(), matter_key, at=now())
    return replay_scenarios(database(), files, scenarios_now(matter_key), at=now())


def keep_scenario(kept: Kept, name: str, name_en: str = "") -> Scenario:
    """Keep a run as a scenario in the draft; one of the same name is replaced.

    Raises InvalidSubmission where the name is missing, and whatever saving raises.
    """
    with entered(kept) as (session, run):
        reached = standing(session, run.case_id)
    known = drafts.files_now(db(), kept.matter_key, at=now())
    key = key_for(read_scenarios(known), name)
    scenario = of_run(run, reached, key=key, name=name, name_en=name_en)
    there = known.get(scenario.path)
    drafts.save_file(
        db(),
        kept.matter_key,
        scenario.path,
        write_scenario(scenario),
        expected=drafts.sha256_of(there) if there is not None else None,
        by=person().id,
        at=now(),
    )
    return scenario


def scenario_rows(
    scenarios: Sequence[Scenario], verdicts: Sequence[Verdict]
) -> list[dict[str, Any]]:
    """Return scenarios as rows, green or red where they were replayed."""
    found = {one.scenario.key: one for one in verdicts}
    return [_scenario_row(one, found.get(one.key)) for one in scenarios]


def _scenario_row(scenario: Scenario, verdict: Verdict | None) -> dict[str, Any]:
    said = ""
    if verdict is not None and not verdict.is_green:
        where = _("第 %(number)s 步", number=verdict.step) if verdict.step else _("结束时")
        said = _("%(where)s：%(what)s", where=where, what=pick(verdict.zh, verdict.en))
    return {
        "key": scenario.key,
        "name": pick(scenario.name, scenario.name_en),
        "steps": len(scenario.steps),
        "begun": long_moment(scenario.begun_at),
        "state": "" if verdict is None else "green" if verdict.is_green else "red",
        "said": said,
    }
