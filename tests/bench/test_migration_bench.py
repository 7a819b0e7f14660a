"""How long 1,000 running cases take to a new version, each in its own transaction."""

import time

import pytest
from databases import KINDS
from sqlalchemy import func, select
from towns import MATTERS, Town

from engine.definitions import deploy_files, read_folder
from engine.migration import migrations, moving
from engine.store.case_migrations import MigratedCase
from engine.store.cases import Case
from engine.store.database import reading, transaction
from tests.bench.report import keep_by

CASES = 1000
#: The goal, in seconds.
WITHIN_S = 60
REQUEST = {
    "works": "滨江隧道连续浇筑",
    "organisation": "江城建工集团有限公司",
    "organisation_code": "91990100000000115G",
    "from_on": "2026-09-28",
    "until_on": "2026-09-30",
    "reason": "大体积混凝土须连续浇筑",
    "mobile": "15400000001",
}


@pytest.mark.parametrize("database_kind", KINDS)
def test_a_thousand_cases_migrate(town: Town, database_kind: str) -> None:
    files = read_folder(MATTERS[1])
    cases = [town.start("three_steps", REQUEST) for _ in range(CASES)]
    changed = files["process.bpmn"].replace(b'"review_request"', b'"look_at_request"')
    with transaction(town.database) as session:
        deploy_files(session, {**files, "process.bpmn": changed}, at=town.now)

    began = time.perf_counter()
    with transaction(town.database) as session:
        old = session.get_one(Case, cases[0]).definition_id
        plan = migrations.read_plan(session, old, "three_steps")
        found = migrations.verdicts(session, plan, at=town.now)
        judged_s = time.perf_counter() - began
        begun = migrations.begin_migration(
            session, plan, reason="bench", by="maqian", at=town.now
        ).id
    for one in found:
        with transaction(town.database) as session:
            migration = session.get_one(migrations.Migration, begun)
            moving.migrate_case(session, migration, plan, one.case_id, by="maqian", at=town.now)
    taken_s = time.perf_counter() - began

    with reading(town.database) as session:
        moved = session.scalar(
            select(func.count()).where(
                MigratedCase.migration_id == begun, MigratedCase.state == "moved"
            )
        )
    figures = {"cases": CASES, "judged_s": round(judged_s, 1), "s": round(taken_s, 1)}
    keep_by("migration", database_kind, figures)
    assert moved == CASES
    assert taken_s < WITHIN_S
