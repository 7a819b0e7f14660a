"""Publishing a matter: immutable versions, every finding at once, limits only seeded."""

from collections.abc import Mapping

import pytest
from permit_samples import FOLDER
from sqlalchemy import func, select
from towns import HERE, Town, moment

from engine.definitions import (
    Definition,
    check_files,
    current_definition,
    definition_id,
    deploy_files,
    load_definition,
    read_folder,
)
from engine.errors import InvalidMatter, NotFound
from engine.limit_rules import rule_on
from engine.operation_names import OPERATION_NAMES
from engine.operations import OPERATIONS
from engine.store.database import Database, reading, transaction
from engine.store.publishing import Definition as DefinitionRow
from engine.store.publishing import DefinitionFile, LimitVersion

AT = moment("01-01 00:00")
THREE_STEPS = read_folder(HERE / "matters/three_steps")
PERMIT = read_folder(FOLDER)

Files = Mapping[str, bytes]


def changed(files: Files, path: str, old: str, new: str) -> dict[str, bytes]:
    """Return the files with one text replaced."""
    text = files[path].decode()
    assert old in text
    return {**files, path: text.replace(old, new).encode()}


def without(files: Files, *paths: str) -> dict[str, bytes]:
    return {path: content for path, content in files.items() if path not in paths}


def deploy(database: Database, files: Files) -> Definition:
    with transaction(database) as session:
        return deploy_files(session, files, at=AT, by="luyi")


def errors(files: Files) -> set[tuple[str, str]]:
    return {(f.element_id, f.code) for f in check_files(files) if f.severity == "error"}


def test_the_matters_of_this_repository_can_run() -> None:
    assert errors(PERMIT) == errors(THREE_STEPS) == set()


def test_a_version_is_kept_byte_for_byte(database: Database) -> None:
    definition = deploy(database, THREE_STEPS)
    with reading(database) as session:
        kept = {
            row.path: row.content
            for row in session.scalars(
                select(DefinitionFile).where(DefinitionFile.definition_id == definition.id)
            )
        }

    assert kept == without(THREE_STEPS, "limits.toml")
    assert definition.version == 1


def test_the_same_files_again_change_nothing(any_database: Database) -> None:
    first, second = (deploy(any_database, THREE_STEPS) for _ in range(2))

    assert first.id == second.id
    with reading(any_database) as session:
        assert session.scalar(select(func.count()).select_from(DefinitionRow)) == 1
        assert session.scalar(select(func.count()).select_from(LimitVersion)) == 2


def test_changed_files_are_a_new_version_and_the_old_one_stays(database: Database) -> None:
    old = deploy(database, THREE_STEPS)
    new = deploy(database, changed(THREE_STEPS, "guide.md", "夜间", "夜晚"))

    assert (old.version, new.version) == (1, 2)
    with reading(database) as session:
        assert current_definition(session, "three_steps").id == new.id
        assert load_definition(session, old.id).file("guide.md") == THREE_STEPS["guide.md"]


def test_an_old_version_deployed_again_is_current_again(database: Database) -> None:
    old = deploy(database, THREE_STEPS)
    deploy(database, changed(THREE_STEPS, "guide.md", "夜间", "夜晚"))
    again = deploy(database, THREE_STEPS)

    assert (again.id, again.version) == (old.id, 1)
    with reading(database) as session:
        assert current_definition(session, "three_steps").id == old.id


def test_limits_are_no_part_of_the_version() -> None:
    longer = changed(THREE_STEPS, "limits.toml", '"3WD"', '"5WD"')

    assert definition_id(longer) == definition_id(THREE_STEPS)
    assert definition_id(changed(THREE_STEPS, "guide.md", "夜", "晚")) != definition_id(THREE_STEPS)


def test_a_deploy_never_overwrites_what_an_administrator_changed(database: Database) -> None:
    deploy(database, THREE_STEPS)
    day = AT.date()
    with transaction(database) as session:
        rule = rule_on(session, "three_steps", "decide", day)
        session.add(
            LimitVersion(
                matter_key="three_steps",
                limit_key="decide",
                number=2,
                from_on=day,
                rule={**rule.raw, "amount": "2WD"},
                changed_by="maqian",
                changed_at=AT,
            )
        )
    deploy(database, changed(THREE_STEPS, "limits.toml", '"3WD"', '"5WD"'))

    with reading(database) as session:
        assert rule_on(session, "three_steps", "decide", day).amount == "2WD"


def test_running_cases_keep_the_version_they_began_with(town: Town) -> None:
    from builders import accept, apply_plain, review_all

    case = apply_plain(town)
    began = town.case(case).definition_id
    deploy(town.database, changed(PERMIT, "process.bpmn", "部门审查", "部门意见"))
    accept(town, case)
    review_all(town, case)

    assert town.case(case).definition_id == began
    assert town.case(apply_plain(town)).definition_id != began


BROKEN = changed(
    changed(
        changed(THREE_STEPS, "process.bpmn", 'value="archive"', 'value="shred"'),
        "process.bpmn",
        'name="limit" value="review"',
        'name="limit" value="revise"',
    ),
    "matter.toml",
    'template = "night_proof.html"',
    'template = "day_proof.html"',
)


def test_every_finding_is_told_at_once() -> None:
    broken = without(BROKEN, "forms/check.form")

    assert errors(broken) == {
        ("review_request", "missing_part"),
        ("file_away", "unknown_operation"),
        ("night_proof", "missing_part"),
    }
    assert len([f for f in check_files(broken) if f.element_id == "review_request"]) == 2


def test_a_matter_with_findings_is_not_published(database: Database) -> None:
    with pytest.raises(InvalidMatter) as caught:
        deploy(database, BROKEN)

    assert len(caught.value.findings) == 3
    assert "3" in caught.value.zh
    with reading(database) as session, pytest.raises(NotFound):
        current_definition(session, "three_steps")


@pytest.mark.parametrize("path", ["process.bpmn", "matter.toml"])
def test_what_every_matter_needs(path: str) -> None:
    assert errors(without(THREE_STEPS, path)) == {(path, "missing_part")}


@pytest.mark.parametrize(
    ("path", "content"),
    [("process.bpmn", b"no xml"), ("matter.toml", b"key = "), ("matter.toml", b'key = "x"')],
    ids=["diagram", "not TOML", "keys missing"],
)
def test_an_unreadable_file_is_a_finding_not_a_crash(path: str, content: bytes) -> None:
    assert errors({**THREE_STEPS, path: content})


def test_findings_name_the_remedy_in_both_languages() -> None:
    for finding in check_files(BROKEN):
        assert finding.zh
        assert finding.en
        assert finding.remedy_zh
        assert finding.remedy_en


def test_every_operation_a_diagram_may_name_is_done() -> None:
    assert set(OPERATIONS) == OPERATION_NAMES


def test_silence_never_grants() -> None:
    silent = changed(
        PERMIT, "matter.toml", 'grants = ["issue_permit"]', 'grants = ["choose_departments"]'
    )

    assert ("b_notice", "silence_grants") in errors(silent)


def test_there_is_no_such_file_or_version(database: Database) -> None:
    definition = deploy(database, THREE_STEPS)

    with pytest.raises(NotFound):
        definition.form_text("nothing")
    with reading(database) as session, pytest.raises(NotFound):
        load_definition(session, "0" * 64)
