"""The kinds of field a designer chooses from, each with the component that carries it."""

from flask_babel import force_locale

from web.language import _


def field_kinds() -> list[dict[str, str]]:
    """Return {type, kind, label, group, zh, en}; `kind` is empty for form-js's own input types.

    `zh` and `en` are what a new field of the kind is called until the designer names it.
    """
    return [
        {"type": type_, "kind": kind, "label": label, "group": group, "zh": zh, "en": en}
        for (group, rows), (_zh, names), (_en, english) in zip(
            _groups(), _groups_in("zh_CN"), _groups_in("en"), strict=True
        )
        for (type_, kind, label), (*_rest, zh), (*_more, en) in zip(
            rows, names, english, strict=True
        )
    ]


def _groups_in(locale: str) -> list[tuple[str, list[tuple[str, str, str]]]]:
    with force_locale(locale):
        return _groups()


def _groups() -> list[tuple[str, list[tuple[str, str, str]]]]:
    return [
        (_("文字与数字"), _texts()),
        (_("选择"), _choices()),
        (_("号码"), _codes()),
        (_("人员、材料与文件"), _registers()),
        (_("版面"), _layout()),
    ]


def _texts() -> list[tuple[str, str, str]]:
    return [
        ("textfield", "", _("单行文字")),
        ("textarea", "", _("多行文字")),
        ("number", "", _("数字")),
        ("number", "money_wan", _("金额（万元）")),
        ("number", "area", _("面积（平方米）")),
        ("datetime", "", _("日期")),
    ]


def _choices() -> list[tuple[str, str, str]]:
    return [
        ("radio", "", _("单选")),
        ("select", "", _("下拉选择")),
        ("checklist", "", _("多选")),
        ("checkbox", "", _("勾选")),
        ("checkbox", "statement", _("承诺（必须勾选）")),
    ]


def _codes() -> list[tuple[str, str, str]]:
    return [
        ("textfield", "uscc", _("统一社会信用代码")),
        ("textfield", "id_number", _("公民身份号码")),
        ("textfield", "project_code", _("项目代码")),
        ("textfield", "permit_number", _("施工许可证号")),
        ("textfield", "certificate", _("共享证照编号")),
        ("textfield", "mobile", _("手机号码")),
        ("textfield", "phone", _("电话")),
        ("textfield", "region", _("行政区划")),
        ("textfield", "coordinates", _("经纬度")),
    ]


def _registers() -> list[tuple[str, str, str]]:
    return [
        ("select", "person", _("人员")),
        ("taglist", "people", _("多名人员")),
        ("textfield", "organisation", _("单位（查单位库）")),
        ("textfield", "materials", _("材料清单")),
        ("filepicker", "attachments", _("附件")),
        ("textfield", "signature", _("签名")),
    ]


def _layout() -> list[tuple[str, str, str]]:
    return [
        ("group", "", _("分组")),
        ("dynamiclist", "", _("可增减的清单")),
        ("text", "", _("说明文字")),
        ("expression", "", _("算出的值")),
        ("separator", "", _("分隔线")),
    ]
