"""The permit's decision tables: who reviews, and who may promise."""

import pytest
from lxml import etree
from permit_samples import DECISIONS, FOLDER, NOW

from engine.dmn import InvalidDecision, Outcome, compile_model

ALWAYS = ["planning", "quality", "safety", "wage"]
DMN = "{https://www.omg.org/spec/DMN/20191111/MODEL/}"
DI = "{https://www.omg.org/spec/DMN/20191111/DMNDI/}"
FILES = sorted(path.name for path in FOLDER.glob("*.dmn"))


def _departments(application: dict[str, object]) -> Outcome:
    return DECISIONS.make("departments", {"case": {"application": application}}, now=NOW)


def _keys(outcome: Outcome) -> list[str]:
    return [department["key"] for department in outcome.value]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("application", "departments"),
    [
        pytest.param({"sfts": False, "rfmj": 0}, ALWAYS, id="ordinary"),
        pytest.param({}, ALWAYS, id="nothing-said"),
        pytest.param({"sfts": True}, [*ALWAYS, "fire"], id="消防法-12-special"),
        pytest.param({"rfmj": 4300}, [*ALWAYS, "civil_defence"], id="人民防空法-22-shelter"),
        pytest.param({"sfts": True, "rfmj": 0.5}, [*ALWAYS, "fire", "civil_defence"], id="both"),
    ],
)
def test_departments_follow_the_application(
    application: dict[str, object], departments: list[str]
) -> None:
    assert _keys(_departments(application)) == departments


def test_a_department_comes_with_its_section_and_name() -> None:
    outcome = _departments({"sfts": True})

    assert outcome.value[-1] == {  # type: ignore[index]
        "key": "fire",
        "section": "fire",
        "name": "消防审验科",
        "silence": "escalate",
    }


def test_silence_never_counts_as_consent_for_fire_quality_and_safety() -> None:
    chosen = _departments({"sfts": True, "rfmj": 1}).value
    urged = {d["key"] for d in chosen if d["silence"] == "escalate"}  # type: ignore[attr-defined]

    # 消防法 第十二条; 建设工程安全生产管理条例 第四十二条
    assert urged == {"fire", "quality", "safety"}


def test_why_a_department_reviews_is_told_by_article() -> None:
    (match,) = _departments({"sfts": True}).matches

    assert match.rules == (1, 2, 3, 4, 5)
    assert match.columns == ("特殊建设工程", "人防面积（㎡）")
    assert match.headings == ("依据", "说明")
    assert match.notes[-1][0] == "消防法 第十二条"


@pytest.mark.parametrize(
    ("grade", "allowed"),
    [("A", True), ("B", True), ("C", False), ("D", False), ("", True), (None, True)],
)
def test_a_promise_depends_on_the_credit_grade(grade: str | None, allowed: bool) -> None:
    assert DECISIONS.make("promise_allowed", {"grade": grade}, now=NOW).value is allowed


def test_a_grade_that_nobody_gives_decides_nothing() -> None:
    with pytest.raises(InvalidDecision, match="“信用等级” is not among"):
        DECISIONS.make("promise_allowed", {"grade": "E"}, now=NOW)


@pytest.mark.parametrize("file", FILES)
def test_every_rule_names_its_ground(file: str) -> None:
    rules = etree.parse(FOLDER / file).iter(f"{DMN}rule")

    assert [rule.get("id") for rule in rules if not rule.findtext(f"{DMN}annotationEntry/*")] == []


@pytest.mark.parametrize("file", FILES)
def test_a_table_is_whole_and_drawn(file: str) -> None:
    tree = etree.parse(FOLDER / file)
    drawn = {shape.get("dmnElementRef") for shape in tree.iter(f"{DI}DMNShape", f"{DI}DMNEdge")}
    kinds = (f"{DMN}decision", f"{DMN}inputData", f"{DMN}informationRequirement")

    assert compile_model(DECISIONS.models[file]).faults == ()
    assert {element.get("id") for element in tree.iter(*kinds)} == drawn
