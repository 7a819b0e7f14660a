"""A form is read whole, or every problem in it is told at once."""

import json
from pathlib import Path
from typing import Any

import pytest
from form_builders import component, form_text

from engine.errors import InvalidMatter
from forms.problems import Problem
from forms.reading import read_form

FORMS = Path(__file__).parents[2] / "processes" / "construction_permit" / "forms"


def _problems(text: str) -> list[Problem]:
    with pytest.raises(InvalidMatter) as refused:
        read_form(text, "test")
    return [each for each in refused.value.findings if isinstance(each, Problem)]


@pytest.mark.parametrize("path", sorted(FORMS.glob("*.form")), ids=lambda path: path.stem)
def test_every_form_of_the_construction_permit_reads_without_a_problem(path: Path) -> None:
    form = read_form(path.read_bytes(), path.stem)

    assert form.words.zh
    assert form.words.en


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        ({"type": "iframe", "id": "a"}, "组件类型“iframe”不支持"),
        (component("textfield", "a", "passport"), "不认识的 kind“passport”"),
        (component("number", "a", "uscc"), "kind“uscc”不能用于 number"),
        (component("textfield", "a", "certificate"), "缺少 properties.certificate"),
        (component("textfield", "a-b"), "key“a-b”应以字母开头"),
        (component("textfield", ""), "key“”应以字母开头"),
        (component("dynamiclist", "", components=[]), "path“”应以字母开头"),
        (component("textfield", "case"), "“case”是保留名"),
        ({**component("textfield", "a"), "label": ""}, "缺少中文标签"),
        ({**component("textfield", "a"), "properties": {}}, "缺少英文标签"),
        (component("datetime", "a", subtype="time"), "只支持 subtype 为 date"),
        (component("select", "a"), "没有可选项"),
        (component("textfield", "a", conditional={"hide": "=1 +"}), "FEEL“1 +”"),
        (component("textfield", "a", readonly="=("), "FEEL“(”"),
        (component("number", "a", validate={"max": "ten"}), "min/max“ten”"),
        (component("number", "a", validate={"max": "=("}), "FEEL“(”"),
        (component("textfield", "a", validate={"pattern": "(?=x)"}), "正则 pattern 有误"),
        ({"type": "text", "id": "a", "text": "{{ 1 + }}"}, "FEEL“1 +”"),
        ({"type": "html", "id": "a", "content": "<script>x</script>"}, "<script>"),
        ({"type": "html", "id": "a", "content": "<p onclick='x'>x</p>"}, "p@onclick"),
        ({"type": "html", "id": "a", "content": "<a href='javascript:x'>x</a>"}, "href="),
        ({"type": "html", "id": "a", "content": "<svg><p></svg>"}, "<svg>"),
        (
            component("dynamiclist", "a", components=[component("dynamiclist", "b")]),
            "不能再放 dynamiclist",
        ),
    ],
)
def test_a_faulty_component_is_named_with_what_to_do(one: dict[str, Any], expected: str) -> None:
    [problem] = _problems(form_text(one))

    assert expected in problem.zh
    assert problem.en
    assert str(problem).startswith("test.form")


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"zh": "一", "en": "one"}, "缺少 refuse_when"),
        ({"refuse_when": "true", "zh": "一"}, "缺少 zh 或 en"),
        ({"refuse_when": "a +", "zh": "一", "en": "one"}, "FEEL“a +”"),
        ({"refuse_when": "true", "zh": "{{ ( }}", "en": "one"}, "FEEL“(”"),
        ({"refuse_when": "true", "fields": ["b"], "zh": "一", "en": "one"}, "不存在的字段“b”"),
    ],
)
def test_a_faulty_rule_is_named(rule: dict[str, Any], expected: str) -> None:
    [problem] = _problems(form_text(component("textfield", "a"), rules=[rule]))

    assert expected in problem.zh


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{", "不是合法的 JSON"),
        ("[]", "缺少 components"),
        ('{"components": {}}', "缺少 components"),
        (json.dumps({"components": [], "schemaVersion": 4}), "schemaVersion 应为 19"),
        ("[" * 1_000_001, "上限 1 MB"),
        ("[" * 100_000, "不是合法的 JSON"),
    ],
)
def test_a_file_that_is_no_form_is_refused(text: str, expected: str) -> None:
    [problem] = _problems(text)

    assert expected in problem.zh


def test_all_problems_are_listed_at_once() -> None:
    text = form_text(
        component("textfield", "a"),
        {"type": "group", "id": "g", "label": "组", "components": [component("number", "a")]},
        component("textfield", "b", "nonsense"),
    )

    assert [problem.element for problem in _problems(text)] == ["b", "a"]


def test_a_date_takes_its_label_from_where_form_js_keeps_it() -> None:
    one = {**component("datetime", "a", subtype="date", dateLabel="日期"), "label": None}

    assert read_form(form_text(one), "test").fields[0].words.zh == "日期"
