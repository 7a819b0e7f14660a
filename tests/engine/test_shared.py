"""A process drawn once and called by two matters, with its forms, papers and limits."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from towns import HERE, Town, moment

from engine.definitions import Definition, check_files, definition_id, deploy_files
from engine.errors import InvalidMatter
from engine.shared import read_folder, unfold
from engine.store.database import reading, transaction
from engine.store.publishing import LimitVersion

MATTERS = HERE / "matters"
BOTH = ("hears_first", "hears_last")


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    """Give copies of the two matters and what they share, free to be changed."""
    for name in ("_shared", *BOTH):
        shutil.copytree(MATTERS / name, tmp_path / name)
    return tmp_path


def publish(town: Town, folder: Path) -> Definition:
    with transaction(town.database) as session:
        return deploy_files(session, read_folder(folder), at=moment("01-01 00:00"), by="luyi")


def hear(town: Town, case: int) -> None:
    town.do(case, "hearing_tell", {"place": "市民中心三楼"}, by="chenting")
    town.do(case, "hearing_hold", {"opinion": "各方无异议"}, by="fangzheng")


def settle(town: Town, case: int) -> None:
    town.do(case, "settle", {"result": "办理完毕"}, by="limingyuan")


@pytest.mark.parametrize(
    ("matter", "steps"), [(BOTH[0], (hear, settle)), (BOTH[1], (settle, hear))]
)
def test_two_matters_run_the_same_process(
    town: Town, matter: str, steps: tuple[Callable[[Town, int], None], ...]
) -> None:
    publish(town, MATTERS / matter)
    case = town.start(matter, {"subject": "规划调整听证"})
    for step in steps:
        step(town, case)

    assert town.documents(case) == ["hearing_notice"]
    assert town.timer(case, "hearing").state == "ended"
    assert town.tasks(case) == []


def test_each_matter_has_limits_of_its_own_of_what_it_shares(town: Town) -> None:
    for matter in BOTH:
        publish(town, MATTERS / matter)
    with reading(town.database) as session:
        found = {
            row.matter_key
            for row in session.query(LimitVersion).where(LimitVersion.limit_key == "hearing")
        }

    assert set(BOTH) == found


def test_the_version_pins_what_it_shares(folders: Path) -> None:
    before = {name: definition_id(read_folder(folders / name)) for name in BOTH}
    form = folders / "_shared/hearing/forms/hearing_notice.form"
    form.write_text(form.read_text("utf-8").replace("地点", "听证地点"), "utf-8")
    after = {name: definition_id(read_folder(folders / name)) for name in BOTH}

    assert all(before[name] != after[name] for name in BOTH)


def test_limits_are_no_part_of_the_version(folders: Path) -> None:
    before = definition_id(read_folder(folders / "hears_first"))
    (folders / "_shared/hearing/limits.toml").write_text("# later\n", "utf-8")

    assert before == definition_id(read_folder(folders / "hears_first"))


def test_a_running_case_keeps_the_version_it_began_with(town: Town, folders: Path) -> None:
    publish(town, folders / "hears_first")
    case = town.start("hears_first", {"subject": "规划调整听证"})
    diagram = folders / "_shared/hearing/process.bpmn"
    diagram.write_text(diagram.read_text("utf-8").replace("通知听证", "公告听证"), "utf-8")
    publish(town, folders / "hears_first")
    later = town.start("hears_first", {"subject": "规划调整听证"})

    assert [task.name for task in town.tasks(case)] == ["通知听证"]
    assert [task.name for task in town.tasks(later)] == ["公告听证"]


def test_a_matter_of_its_own_can_be_called(town: Town, folders: Path) -> None:
    """The folder called may lie beside the matter, as any matter does."""
    shutil.move(folders / "_shared/hearing", folders / "hearing")

    assert "hearing_tell" in publish(town, folders / "hears_last").process.elements


def test_what_is_shared_may_share(town: Town, folders: Path) -> None:
    inner = folders / "_shared/handing_over"
    shutil.copytree(folders / "_shared/hearing", inner)
    for path in inner.rglob("*"):
        if path.is_file():
            path.write_text(path.read_text("utf-8").replace("hearing", "handing_over"), "utf-8")
    for path in inner.rglob("*hearing*"):
        path.rename(path.with_name(path.name.replace("hearing", "handing_over")))
    diagram = folders / "_shared/hearing/process.bpmn"
    text = diagram.read_text("utf-8").replace(
        '<bpmn:userTask id="hearing_hold"', '<bpmn:callActivity id="hearing_hold"'
    )
    head, _, rest = text.partition('id="hearing_hold" name="举行听证"')
    rest = rest.replace("</bpmn:userTask>", "</bpmn:callActivity>", 1)
    diagram.write_text(
        f'{head}id="hearing_hold" name="举行听证" calledElement="handing_over"{rest}', "utf-8"
    )

    assert "handing_over_hold" in publish(town, folders / "hears_first").process.elements


def without_the_folder(folders: Path) -> str:
    shutil.rmtree(folders / "_shared/hearing")
    return "call_target"


def the_same_id_twice(folders: Path) -> str:
    path = folders / "_shared/hearing/process.bpmn"
    path.write_text(path.read_text("utf-8").replace("hearing_tell", "settle"), "utf-8")
    return "id_repeated"


def another_process(folders: Path) -> str:
    path = folders / "_shared/hearing/process.bpmn"
    path.write_text(path.read_text("utf-8").replace('"hearing"', '"inquiry"'), "utf-8")
    return "shared_process"


def no_diagram(folders: Path) -> str:
    (folders / "_shared/hearing/process.bpmn").write_text("<nothing", "utf-8")
    return "missing_part"


def a_form_missing(folders: Path) -> str:
    (folders / "_shared/hearing/forms/hearing_notice.form").unlink()
    return "missing_part"


def a_limit_of_both(folders: Path) -> str:
    shutil.copy(folders / "_shared/hearing/limits.toml", folders / "hears_first/limits.toml")
    return "shared_clash"


def in_a_circle(folders: Path) -> str:
    path = folders / "_shared/hearing/process.bpmn"
    text = path.read_text("utf-8").replace("userTask", "callActivity", 2)
    text = text.replace('id="hearing_tell" ', 'id="hearing_tell" calledElement="hearing" ', 1)
    path.write_text(text, "utf-8")
    return "call_circle"


@pytest.mark.parametrize(
    "spoil",
    [
        without_the_folder,
        the_same_id_twice,
        another_process,
        no_diagram,
        a_form_missing,
        a_limit_of_both,
        in_a_circle,
    ],
)
def test_what_cannot_be_shared_is_found_before_publishing(
    town: Town, folders: Path, spoil: Callable[[Path], str]
) -> None:
    code = spoil(folders)
    files = read_folder(folders / "hears_first")
    found = {one.code: one for one in check_files(files) if one.severity == "error"}

    assert code in found
    assert found[code].zh
    assert found[code].en
    with pytest.raises(InvalidMatter), transaction(town.database) as session:
        deploy_files(session, files, at=town.now)


def test_a_matter_that_shares_nothing_is_read_as_it_is() -> None:
    files = read_folder(MATTERS / "three_steps")

    assert files == unfold(files)
