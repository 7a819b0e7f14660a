"""Every kind of field takes a good value and refuses bad ones in Chinese and in English."""

import re
from decimal import Decimal
from typing import Any

import pytest
from form_builders import component, context, form_of

from engine.errors import InvalidSubmission
from forms.judging import judge
from forms.kinds import KINDS

CHOICES = {
    "values": [{"value": "a", "label": "甲", "label_en": "A"}, {"value": "b", "label": "乙"}]
}


def _of(type_: str, kind: str = "", **settings: Any) -> dict[str, Any]:
    return component(type_, "x", kind, **settings)


LINE, LINES = _of("textfield"), _of("textarea")
LAND = _of("textfield", "certificate", properties={"certificate": "land_use"})
OFFICER = _of("textfield", "person", properties={"needs": "enforcement_certificate"})
NUMBER = _of("number", validate={"min": 1, "max": "=2 * 50"})
PHOTOS = _of("filepicker", "attachments", accept=".jpg,.png")
VISIT = _of("datetime", subtype="date", properties={"minimum": "=date(2026, 11, 1)"})
PAST = _of("datetime", subtype="date", properties={"maximum": "=today()"})
PATTERN = _of(
    "textfield",
    validate={"pattern": "^[A-Z]{3}$", "patternErrorMessage": "请写三个大写字母"},
    properties={"patternErrorMessage_en": "Write three capitals"},
)
EMAIL = _of("textfield", validate={"validationType": "email"})

GOOD = [
    (LINE, "  滨江新区人民医院 ", "滨江新区人民医院"),
    (LINE, "e\u0301", "é"),
    (LINES, "一\r\n二\t三", "一\n二\t三"),
    (PATTERN, "ABC", "ABC"),
    (EMAIL, "a@b.cn", "a@b.cn"),
    (_of("textfield", "signature"), "何建平", "何建平"),
    (_of("number"), "31,560.8", Decimal("31560.8")),
    (_of("number"), "１２３", 123),
    (_of("number"), 0.1, Decimal("0.1")),
    (NUMBER, "100", 100),
    (_of("number", "area"), "48260", Decimal("48260.00")),
    (_of("number", "money_wan"), 31560.8, Decimal("31560.800000")),
    (VISIT, "2026年11月9日", "2026-11-09"),
    (VISIT, "2026/11/9", "2026-11-09"),
    (PAST, "20261110", "2026-11-10"),
    (_of("checkbox"), True, True),
    (_of("checkbox"), "on", True),
    (_of("checkbox", "statement"), "true", True),
    (_of("radio", **CHOICES), "a", "a"),
    (_of("select", **CHOICES), "b", "b"),
    (_of("select", valuesExpression='=["p", "q"]'), "q", "q"),
    (_of("checklist", **CHOICES), ["a", "b", "a"], ["a", "b"]),
    (_of("taglist", **CHOICES), "a", ["a"]),
    (_of("textfield", "uscc"), "9199 0100 0000 0006 xa", "9199010000000006XA"),
    (_of("textfield", "organisation"), "9199010000000006XA", "9199010000000006XA"),
    (_of("textfield", "id_number"), "11010519491231002x", "11010519491231002X"),
    (_of("textfield", "mobile"), "１５４００００００01", "15400000001"),
    (_of("textfield", "phone"), "0991-1234567", "0991-1234567"),
    (_of("textfield", "project_code"), "2509-990102-04-01-100011", "2509-990102-04-01-100011"),
    (_of("textfield", "permit_number"), "990100202611030101", "990100202611030101"),
    (_of("textfield", "region"), "990102", "990102"),
    (_of("textfield", "coordinates"), "114.3055， 30.5928", "114.3055,30.5928"),
    (LAND, "地字第990102202600001号", "地字第990102202600001号"),
    (OFFICER, "wugang", "wugang"),
    (OFFICER, "linshu", "linshu"),
    (_of("taglist", "person"), ["wugang", "linshu"], ["wugang", "linshu"]),
    (_of("filepicker", "attachments"), ["a1"], ["a1"]),
    (_of("filepicker"), "a2", ["a2"]),
    (PHOTOS, ["a2"], ["a2"]),
]
BAD = [
    (LINE, "二\n行", "换行"),
    (LINE, "甲\x07乙", "U+0007"),
    (LINE, "甲\u202e乙", "U+202E"),
    (LINE, "甲\ud800", "U+D800"),
    (LINE, "长" * 201, "现有 201 字"),
    (LINE, 12, "应为文字"),
    (LINES, "长" * 2001, "最多 2000 字"),
    (LINES, "甲\x00", "U+0000"),
    (_of("textfield", validate={"minLength": 4}), "三个字", "至少 4 字"),
    (PATTERN, "abc", "请写三个大写字母"),
    (EMAIL, "nobody", "电子邮箱"),
    (_of("textfield", "signature"), "何", "至少 2 字"),
    (_of("number"), "12万", "不带单位"),
    (_of("number"), "1,2345", "不是数字"),
    (_of("number"), "1e5", "不是数字"),
    (_of("number"), True, "不是数字"),
    (_of("number"), float("nan"), "不是数字"),
    (_of("number"), "1234567890123456", "数字过长"),
    (_of("number", decimalDigits=0), "1.5", "请改为 2"),
    (NUMBER, "0", "不得小于 1"),
    (NUMBER, "101", "不得大于 100"),
    (_of("number", "area"), "1.005", "请四舍五入为 1.01"),
    (_of("number", "area"), "-1", "不得为负数"),
    (_of("number", "area"), "1" * 13, "最多 12 位"),
    (_of("number", "money_wan"), "0.0000001", "最多 6 位小数"),
    (_of("number", "money_wan"), "123456789", "最多 8 位"),
    (VISIT, "2026-02-30", "没有 2026 年 2 月 30 日"),
    (VISIT, "明天", "不是日期"),
    (VISIT, "2026-10-31", "不得早于 2026-11-01"),
    (PAST, "2026-11-11", "不得晚于 2026-11-10"),
    (_of("datetime", subtype="date"), "1026-11-11", "年份 1026"),
    (_of("checkbox"), "maybe", "只能勾选"),
    (_of("checkbox", validate={"required": True}), False, "请阅读后勾选"),
    (_of("checkbox", "statement", validate={"required": True}), "off", "请阅读后勾选"),
    (_of("radio", **CHOICES), "c", "不在可选项中"),
    (_of("radio", **CHOICES), ["a"], "只能选一项"),
    (_of("select", **CHOICES), "c", "不在可选项中"),
    (_of("checklist", **CHOICES), ["a", "c"], "不在可选项中"),
    (_of("taglist", **CHOICES, properties={"min_choices": 2}), ["a"], "至少选 2 项"),
    (_of("textfield", "uscc"), "11990100000000019G", "应为 F"),
    (_of("textfield", "uscc"), "9199010000000014IX", "不含“I”"),
    (_of("textfield", "uscc"), "1199010000000001", "现有 16 位"),
    (_of("textfield", "uscc"), "11ABCDEF000000019F", "行政区划"),
    (_of("textfield", "organisation"), "11990100000000019G", "应为 F"),
    (_of("textfield", "id_number"), "990102197803120111", "应为 0"),
    (_of("textfield", "id_number"), "99010219780312011", "现有 17 位"),
    (_of("textfield", "id_number"), "990102197802300110", "出生日期"),
    (_of("textfield", "id_number"), "990102202612010110", "出生日期"),
    (_of("textfield", "mobile"), "12400000001", "11 位"),
    (_of("textfield", "mobile"), "+8615400000001", "11 位"),
    (_of("textfield", "phone"), "1234567", "区号"),
    (_of("textfield", "project_code"), "2509-990102-04-01-10001", "4-6-2-2-6"),
    (_of("textfield", "project_code"), "2612-990102-04-01-100011", "前四位“2612”"),
    (_of("textfield", "permit_number"), "990100202613030101", "18 位"),
    (_of("textfield", "permit_number"), "990100202611030001", "18 位"),
    (_of("textfield", "region"), "9901", "6 位数字"),
    (_of("textfield", "region"), "990199", "不在本市范围"),
    (_of("textfield", "coordinates"), "30.5928,114.3055", "请改为 114.3055,30.5928"),
    (_of("textfield", "coordinates"), "2.35,48.85", "73–136"),
    (_of("textfield", "coordinates"), "somewhere", "经度,纬度"),
    (LAND, "地字第0号", "共享证照库中没有"),
    (LAND, "地字第990102202000009号", "已过期"),
    (OFFICER, "nobody", "不在可选人员中"),
    (OFFICER, "tianye", "2026-09-30 到期"),
    (_of("taglist", "person"), ["wugang", "nobody"], "不在可选人员中"),
    (_of("filepicker", "attachments"), ["gone"], "重新上传"),
    (_of("filepicker"), [1], "重新上传"),
    (PHOTOS, ["a1"], "请转换为 .jpg .png"),
    (_of("filepicker", multiple=False), ["a1", "a2"], "最多 1 个"),
    (_of("textfield", "materials"), "nothing", "格式有误"),
]


@pytest.mark.parametrize(("one", "raw", "expected"), GOOD)
def test_a_good_value_is_kept_in_its_canonical_form(
    one: dict[str, Any], raw: object, expected: object
) -> None:
    data = judge(form_of(one), {"x": raw}, context()).data

    assert data["x"] == expected
    assert type(data["x"]) is type(expected)
    assert str(data["x"]) == str(expected)


@pytest.mark.parametrize(("one", "raw", "expected"), BAD)
def test_a_bad_value_is_refused_with_its_remedy_in_both_languages(
    one: dict[str, Any], raw: object, expected: str
) -> None:
    with pytest.raises(InvalidSubmission) as refused:
        judge(form_of(one), {"x": raw}, context())

    [(zh, en)] = refused.value.errors["x"]
    assert expected in zh
    assert len(re.findall("[a-z]+", en)) >= 3
    assert "；" not in en


def test_the_table_of_bad_values_names_every_kind() -> None:
    tried = {one["properties"].get("kind", one["type"]) for one, _, _ in BAD}

    assert set(KINDS) - tried - {"people"} == set()


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"people"}))
def test_every_kind_asks_for_itself_when_it_is_required(kind: str) -> None:
    type_ = sorted(KINDS[kind].types)[0]
    extra = {"certificate": "land_use"} if kind == "certificate" else {}
    choices = CHOICES if type_ in ("radio", "select", "checklist", "taglist") else {}
    one = _of(type_, kind, validate={"required": True}, properties=extra, **choices)
    if type_ == "dynamiclist":
        one = _of("textfield", kind, validate={"required": True})

    with pytest.raises(InvalidSubmission) as refused:
        judge(form_of(one), {}, context())

    [(zh, en)] = refused.value.errors["x"]
    assert zh.startswith("请")
    assert en
