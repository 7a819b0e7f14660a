"""What holds for every matter that is delivered: one folder under processes/, none of them named.

That a matter deploys at all says already that its forms, limits, documents and operations exist
and that its expressions can be read.
"""

import json
import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from databases import close_whole, open_file
from diagram_layout import FLOWS, Drawing
from jinja2 import ChainableUndefined, DictLoader
from jinja2.sandbox import SandboxedEnvironment
from towns import moment
from walks import walk_folder

from engine import materials, papers, shared
from engine.bpmn.model import Element, Process
from engine.bpmn.reading import read_process
from engine.definitions import check_files, names_in, read_folder
from engine.matters import Matter, read_matter
from forms.reading import inspect_form
from web.demo import roster
from web.walking.covering import shares
from web.walking.report import as_lines

PROCESSES = Path(__file__).parents[2] / "processes"
FOLDERS = sorted(path.parent for path in PROCESSES.glob("*/matter.toml"))
#: What people meet by its name: work, what is waited for, what it lies in.
MET = ("Task", "task", "subProcess", "callActivity", "boundaryEvent", "intermediateCatchEvent")
DRAWN = ("Event", "Gateway", "Task", "subProcess", "callActivity", "lane", "participant", *FLOWS)
#: Deeds of the short walk; the whole one is in tests/soak.
A_FEW = 60

each = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


@dataclass(frozen=True)
class Whole:
    """A matter with what it shares with others, as the program reads it."""

    own: dict[str, bytes]
    files: dict[str, bytes]
    matter: Matter
    process: Process

    @property
    def limits(self) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = tomllib.loads(self.files["limits.toml"].decode())
        return found["limits"]

    def met(self) -> list[Element]:
        elements = self.process.elements.values()
        return [one for one in elements if one.type.endswith(MET) and "." not in one.id]


@cache
def whole(folder: Path) -> Whole:
    own = read_folder(folder)
    files = shared.unfold(own)
    matter = read_matter(files["matter.toml"], shared.matter_tables(own))
    return Whole(own, files, matter, read_process(files["process.bpmn"]))


def is_chinese(text: str) -> bool:
    return re.search("[\u4e00-\u9fff]", text) is not None


@each
def test_it_deploys_without_a_finding(folder: Path) -> None:
    assert [f"{one.element_id}: {one.en}" for one in check_files(whole(folder).own)] == []


@each
def test_every_user_task_has_a_form_and_somebody_of_the_bureau_to_do_it(folder: Path) -> None:
    sections, posts = {row[0] for row in roster.SECTIONS}, {row[0] for row in roster.POSTS}
    for task in whole(folder).process.elements.values():
        if task.type != "userTask":
            continue
        form, section, post = (task.properties.get(key, "") for key in ("form", "section", "post"))
        assert f"forms/{form}.form" in whole(folder).files, task.id
        named = "assignee" in task.properties or "several" in task.properties
        assert section.startswith("=") or section in sections or named, task.id
        assert post.startswith("=") or post in posts or named, task.id


@each
def test_every_limit_cites_its_article_and_shows_how_sure_it_is(folder: Path) -> None:
    for key, limit in whole(folder).limits.items():
        assert limit["article"], key
        assert limit["mark"] in {"V", "K", "U"}, key
        assert limit["mark"] == "V" or (limit["note"] and limit["note_en"]), key
        assert is_chinese(limit["basis"]), key
        assert limit["basis_en"], key


@each
def test_every_limit_hangs_somewhere(folder: Path) -> None:
    process = whole(folder).process
    hung = names_in(process.properties.get("limit", ""))
    for element in process.elements.values():
        hung += names_in(element.properties.get("limit", ""))

    assert set(whole(folder).limits) - set(hung) == set()


@each
def test_what_people_meet_has_a_chinese_and_an_english_name(folder: Path) -> None:
    nameless = [one.id for one in whole(folder).met() if not is_chinese(one.name)]
    untranslated = [one.id for one in whole(folder).met() if not one.properties.get("name_en")]

    assert (nameless, untranslated) == ([], [])


@each
def test_every_name_of_the_matter_is_in_both_languages(folder: Path) -> None:
    matter = whole(folder).matter
    named = [("matter", matter.name, matter.name_en)]
    named += [(key, limit["name"], limit["name_en"]) for key, limit in whole(folder).limits.items()]
    named += [(one.code, one.name, one.name_en) for one in matter.materials]
    named += [(one.key, one.name, one.name_en) for one in matter.outcomes]
    named += [(one.key, one.title, one.title_en) for one in matter.documents.values()]

    assert [key for key, zh, en in named if not (is_chinese(zh) and en)] == []


@each
def test_names_on_the_diagram_are_chinese(folder: Path) -> None:
    process = whole(folder).process
    names = [(one.id, one.name) for one in (*process.elements.values(), *process.flows)]
    names += list(process.lanes.items())

    assert [key for key, name in names if name and not is_chinese(name)] == []


@each
def test_every_form_reads_without_a_problem_in_both_languages(folder: Path) -> None:
    for path, content in whole(folder).files.items():
        if not path.startswith("forms/"):
            continue
        form, problems = inspect_form(content, Path(path).stem)
        assert problems == [], path
        assert form is not None
        assert all((form.words.zh, form.words.en)), path
        for field in form.walk():
            assert all(one.words.zh and one.words.en for one in field.options), (path, field.key)


@each
def test_every_form_is_used(folder: Path) -> None:
    used = {one.properties.get("form", "") for one in whole(folder).process.elements.values()}
    there = {Path(path).stem for path in whole(folder).files if path.startswith("forms/")}

    assert there - used == set()


@each
@pytest.mark.parametrize("name", ["guide.md", "guide.en.md"])
def test_applicants_find_a_guide(folder: Path, name: str) -> None:
    assert whole(folder).files[name].decode().startswith("# ")


@each
def test_every_paper_of_an_almost_empty_case_is_made(folder: Path) -> None:
    matter = whole(folder).matter
    for key in matter.documents:
        html = _page(whole(folder), key)
        assert matter.documents[key].title in html, key
        assert not re.search(r"<script|None|Undefined", html), key


def _page(one: Whole, key: str) -> str:
    base = Path(papers.__file__).with_name("_document.html")
    templates = {
        path.removeprefix("documents/"): content.decode()
        for path, content in one.files.items()
        if path.startswith("documents/")
    }
    environment = SandboxedEnvironment(
        loader=DictLoader({**templates, "_document.html": base.read_text("utf-8")}),
        autoescape=True,
        undefined=ChainableUndefined,
    )
    environment.filters.update(papers.FILTERS)
    kind, case = one.matter.documents[key], {"received_on": "2026-09-22"}
    return environment.get_template(kind.template).render(
        case=case,
        number="2026-0001",
        matter=one.matter.raw,
        document={
            "key": key,
            "title": kind.title,
            "number": "〔2026〕1号",
            "date": date(2026, 10, 16),
            "legal_ground": kind.legal_ground,
            "remedies": kind.remedies,
            "seal": kind.seal,
        },
        bureau={"name": "本局", "code": "11990100000000019F"},
        clocks={},
        materials=materials.grid(one.matter, case, moment("10-16 09:00")),
        person="陈婷",
        persons={},
    )


@each
def test_everything_is_drawn_once(folder: Path) -> None:
    drawing = Drawing((folder / "process.bpmn").read_bytes())
    drawn = [one.get("bpmnElement") for one in drawing.root.iterfind(".//{*}BPMNPlane/*")]
    meant = [key for key, one in drawing.semantic.items() if one.tag.endswith(DRAWN)]

    assert sorted(meant) == sorted(drawn)


@each
def test_a_short_walk_comes_to_work_and_is_refused_bad_data(
    folder: Path, town_template: Path
) -> None:
    database = open_file(town_template)
    try:
        found = walk_folder(database, folder, at=moment("09-24 09:00"), most=A_FEW)
    finally:
        close_whole(database)
    covered = shares(found.coverage)

    assert covered["flow"]["seen"] >= 10, json.dumps([*as_lines(found)], ensure_ascii=False)
    assert covered["refusal"]["seen"] >= 5
