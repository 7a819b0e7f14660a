"""Compare finds each single change, once, and says it as a designer would."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from single_changes import APPLICATION, DIAGRAM, LIMITS, MATTER, SINGLES, Single, edited

from engine.comparing.change import Change, Names, Words
from engine.comparing.comparison import compare
from engine.shared import read_folder

HOUSE = Path(__file__).parents[3]
FILES = read_folder(HOUSE / "processes" / "construction_permit")
NAMES = Names(
    {
        "legal": Words("法制科", "Legal affairs"),
        "approval": Words("审批科", "Approval"),
        "leaders": Words("局领导", "Leaders"),
        "supervision": Words("监察科", "Supervision"),
    },
    {
        "legal_reviewer": Words("审核员", "reviewer"),
        "chief": Words("科长", "chief"),
        "director": Words("局长", "director"),
    },
)


def after(path: str, edit: object, files: Mapping[str, bytes] = FILES) -> list[Change]:
    return compare(files, edited(files, path, edit), NAMES)


@pytest.mark.parametrize("single", SINGLES, ids=lambda one: one.name)
def test_a_single_change_is_found_once_and_worded_right(single: Single) -> None:
    found = after(single.path, single.edit)

    assert [(single.part, single.kind, single.zh, single.en)] == [
        (change.part, change.kind, change.zh, change.en) for change in found
    ]


@pytest.mark.parametrize("single", SINGLES, ids=lambda one: one.name)
def test_a_change_undone_is_a_change_too(single: Single) -> None:
    changed = edited(FILES, single.path, single.edit)

    back = compare(changed, FILES, NAMES)

    turned = {"added": "removed", "removed": "added", "changed": "changed"}
    assert [turned[single.kind]] == [change.kind for change in back]


def test_at_least_fifty_kinds_of_change_are_tried() -> None:
    assert len({single.name for single in SINGLES}) >= 50


def test_the_same_files_have_no_changes() -> None:
    assert compare(FILES, dict(FILES), NAMES) == []


def test_words_name_things_and_show_no_ids() -> None:
    ids = {"legal_review", "gw_chief", "dept_reviews", "application_project_jsxz", "rule_fire"}
    said = "\n".join(single.zh for single in SINGLES)

    assert not {one for one in ids if one in said.replace('"', " ").split()}


MOVED = [
    (DIAGRAM, [('<dc:Bounds x="2340" y="2290" ', '<dc:Bounds x="2350" y="2290" ')],
     "环节 批准延期：移动了位置"),
    (MATTER, [("# 基本编码", "# 编码")], "事项要素：只有排版或注释不同"),
    (APPLICATION, [('"title": "建筑', '"title":  "建筑')],
     "表单 建筑工程施工许可证申请表：只有排版或注释不同"),
    (DIAGRAM, [("The diagram of the construction permit", "The diagram of the permit")],
     "流程图：只有排版或注释不同"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "edit", "zh"), MOVED, ids=[zh for _, _, zh in MOVED])
def test_what_changes_for_the_eye_alone_is_told_apart(path: str, edit: object, zh: str) -> None:
    assert [("moved", zh)] == [(change.kind, change.zh) for change in after(path, edit)]


def test_fields_in_another_order_are_layout() -> None:
    found = after(APPLICATION, ("swap", "application_developer"))

    assert {"moved"} == {change.kind for change in found}


def test_a_sub_process_comes_and_goes_with_everything_in_it() -> None:
    whole = FILES[DIAGRAM].decode()
    begin = whole.index('<bpmn:subProcess id="dept_reviews"')
    end = whole.index("</bpmn:subProcess>", begin)
    body = whole[begin : end + len("</bpmn:subProcess>")]

    found = after(DIAGRAM, [(body, "")], _flat(FILES, body))

    assert [change.zh for change in found] == ["删除子流程 联合审查（准备 → 汇总 之间）"]


def _flat(files: Mapping[str, bytes], body: str) -> dict[str, bytes]:
    """Return files whose diagram holds a sub-process between two steps, and nothing else."""
    start, _, _ = files[DIAGRAM].decode().partition("<bpmn:collaboration")
    drawn = f"""{start}<bpmn:process id="p" isExecutable="true">
      <bpmn:task id="a" name="准备" /><bpmn:task id="b" name="汇总" />{body}
      <bpmn:sequenceFlow id="one" sourceRef="a" targetRef="dept_reviews" />
      <bpmn:sequenceFlow id="two" sourceRef="dept_reviews" targetRef="b" />
      </bpmn:process></bpmn:definitions>"""
    return {DIAGRAM: drawn.encode()}


def test_a_step_drawn_anew_under_another_id_is_the_same_step() -> None:
    anew = FILES[DIAGRAM].decode().replace("legal_review_to", "flow_to").replace(
        '"legal_review"', '"Activity_1"'
    )  # fmt: skip

    found = compare(FILES, {**FILES, DIAGRAM: anew.encode()}, NAMES)

    assert any(change.zh.startswith("环节 法制审核：内部编号有改动") for change in found)
    assert not [change for change in found if change.kind in ("added", "removed")]


def test_a_limit_is_compared_as_each_side_has_it() -> None:
    without = {path: text for path, text in FILES.items() if path != LIMITS}

    found = compare(without, FILES, NAMES)

    assert {"limit"} == {change.part for change in found}
    assert "新增时限 许可决定（法定）（7个工作日）" in [change.zh for change in found]


@pytest.mark.parametrize("path", [DIAGRAM, MATTER, APPLICATION, "departments.dmn"])
def test_a_file_that_cannot_be_read_is_said_and_harms_nothing(path: str) -> None:
    found = compare(FILES, {**FILES, path: b"<<<{"}, NAMES)

    assert [change.what.zh for change in found] == ["文件读不懂，不能比较"]


def test_a_change_of_a_diagram_leads_to_its_element() -> None:
    found = [after(s.path, s.edit)[0] for s in SINGLES[::5] if s.part == "diagram"]

    assert all(change.element for change in found)
