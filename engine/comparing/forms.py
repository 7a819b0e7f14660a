"""Forms in two versions: fields that came, went or ask otherwise; rules, titles, order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .change import Change, Words, listed, noun, quoted, said, shortly, turned
from .matching import differences, match
from .side import Side

FORM = Words("表单", "form")

#: Kinds of fields, as the form editor's palette calls them.
FIELDS = {
    "textfield": Words("单行文字", "text"),
    "textarea": Words("多行文字", "long text"),
    "number": Words("数字", "number"),
    "datetime": Words("日期时间", "date and time"),
    "checkbox": Words("勾选框", "checkbox"),
    "checklist": Words("多选", "checklist"),
    "radio": Words("单选", "radio"),
    "select": Words("下拉选择", "select"),
    "taglist": Words("标签多选", "tag list"),
    "filepicker": Words("附件", "attachment"),
    "dynamiclist": Words("列表", "list"),
    "group": Words("分组", "group"),
    "text": Words("说明文字", "note"),
    "expression": Words("计算值", "computed value"),
}

LABELS = {
    "key": Words("数据名", "key of its data"),
    "path": Words("数据路径", "path of its data"),
    "type": Words("字段种类", "kind of field"),
    "subtype": Words("日期种类", "kind of date"),
    "label": Words("名称", "label"),
    "dateLabel": Words("日期名称", "label of the date"),
    "label_en": Words("英文名称", "label in English"),
    "text": Words("文字", "text"),
    "text_en": Words("英文文字", "text in English"),
    "description": Words("填写说明", "hint"),
    "description_en": Words("英文填写说明", "hint in English"),
    "defaultValue": Words("默认值", "default"),
    "default": Words("默认值", "default"),
    "readonly": Words("只读", "read only"),
    "disabled": Words("停用", "disabled"),
    "multiple": Words("可选多个", "several"),
    "accept": Words("文件种类", "kinds of files"),
    "decimalDigits": Words("小数位数", "decimals"),
    "expression": Words("计算式", "expression"),
    "computeOn": Words("何时计算", "computed on"),
    "valuesExpression": Words("选项的来源", "source of the choices"),
    "hide": Words("隐藏条件", "hidden when"),
    "minLength": Words("最少字数", "fewest characters"),
    "maxLength": Words("最多字数", "most characters"),
    "min": Words("最小值", "least value"),
    "max": Words("最大值", "greatest value"),
    "pattern": Words("格式", "pattern"),
    "patternErrorMessage": Words("格式不符时的提示", "message for the pattern"),
    "pattern_en": Words("格式不符时的英文提示", "message for the pattern in English"),
    "kind": Words("专用种类", "special kind"),
    "certificate": Words("证照种类", "kind of certificate"),
    "unresolved": Words("查不到时", "when not found"),
    "min_rows": Words("最少行数", "fewest rows"),
    "max_rows": Words("最多行数", "most rows"),
    "row_label": Words("每行的名称", "name of a row"),
    "row_label_en": Words("每行的英文名称", "name of a row in English"),
    "latest": Words("最晚", "latest"),
    "earliest": Words("最早", "earliest"),
    "needs": Words("需要", "needs"),
    "only": Words("只含", "only"),
    "photo": Words("照片", "photo"),
    "allowAddRemove": Words("可增减行", "rows can be added"),
    "defaultRepetitions": Words("开始的行数", "rows at first"),
    "showOutline": Words("边框", "outline"),
}
#: How a component is laid out; nothing of what is asked.
_FOR_THE_EYE = {"id", "layout", "components", "values", "properties", "validate", "conditional"}
_LOOKS = {"showOutline", "verticalAlignment", "appearance"}
Component = Mapping[str, Any]


@dataclass(frozen=True)
class _Form:
    path: str
    #: "表单 申请表", then the groups and lists around.
    place: Words

    def at(self, component: Component) -> Words:
        name = field_words(component)
        return Words(f"{self.place.zh}，{name.zh}", f"{self.place.en}, {name.en}")

    def change(self, kind: str, what: Words, place: Words, field: str | None = None) -> Change:
        return Change("form", kind, what, place, field, self.path)


def form_changes(old: Side, new: Side, path: str) -> Iterator[Change]:
    """Yield what differs in a form that both versions have."""
    key = path.removeprefix("forms/").removesuffix(".form")
    one, other = old.json(path), new.json(path)
    form = _Form(path, noun(FORM, old.form(key)))
    yield from _of_form(form, one, other)
    yield from _components(form, one.get("components", []), other.get("components", []))


def field_words(component: Component) -> Words:
    """Return "字段 建筑面积"; a text or group is called what it is."""
    kind = str(component.get("type"))
    if kind == "text":
        return noun(FIELDS[kind], quoted(str(component.get("text", ""))[:30]))
    noun_of = FIELDS[kind] if kind in ("group", "dynamiclist") else Words("字段", "field")
    zh = str(component.get("label") or component.get("key") or component.get("id") or "")
    return noun(noun_of, Words(zh, str(component.get("properties", {}).get("label_en") or zh)))


def _of_form(form: _Form, one: Component, other: Component) -> Iterator[Change]:
    before, after = one.get("properties", {}), other.get("properties", {})
    titles = {
        "title": Words("标题", "title"),
        "title_en": Words("英文标题", "title in English"),
    }
    for key, left, right in differences(before, after):
        if key != "rules":
            label = titles.get(key, LABELS.get(key, quoted(key)))
            yield form.change("changed", turned(label, said(left), said(right)), form.place)
    yield from _rules(form, before.get("rules", []), after.get("rules", []))


_RULE = {
    "refuse_when": Words("退回条件", "refused when"),
    "warn_when": Words("提醒条件", "warned when"),
    "zh": Words("提示", "message"),
    "en": Words("英文提示", "message in English"),
    "fields": Words("所指字段", "fields"),
}


def _rules(form: _Form, old: list[Component], new: list[Component]) -> Iterator[Change]:
    found = match(old, new, str, lambda r: r.get("zh"), _condition, lambda r: r.get("en"))
    for rule in found.added:
        what = _rule_words(rule)
        what = Words(f"新增规则 {what.zh}", f"new rule {what.en}")
        yield form.change("added", what, form.place)
    for rule in found.removed:
        what = _rule_words(rule)
        what = Words(f"删除规则 {what.zh}", f"removed rule {what.en}")
        yield form.change("removed", what, form.place)
    for one, other in found.both:
        name = _rule_words(one)
        place = Words(f"{form.place.zh}，规则 {name.zh}", f"{form.place.en}, rule {name.en}")
        for key, left, right in differences(one, other):
            what = turned(_RULE.get(key, quoted(key)), *_values(left, right))
            yield form.change("changed", what, place)


def _condition(rule: Component) -> str | None:
    return rule.get("refuse_when") or rule.get("warn_when")


def _rule_words(rule: Component) -> Words:
    zh = str(rule.get("zh") or _condition(rule) or "")
    return Words(quoted(zh).zh, quoted(str(rule.get("en") or zh)).en)


def _components(form: _Form, old: list[Component], new: list[Component]) -> Iterator[Change]:
    found = match(old, new, lambda c: c.get("id"), _data)
    for component in found.added:
        name = field_words(component)
        must = ("，必填", ", required") if _is_required(component) else ("", "")
        what = Words(f"新增{name.zh}{must[0]}", f"new {name.en}{must[1]}")
        yield form.change("added", what, form.place, component.get("id"))
    for component in found.removed:
        name = field_words(component)
        what = Words(f"删除{name.zh}", f"removed {name.en}")
        yield form.change("removed", what, form.place, component.get("id"))
    for one, other in found.both:
        yield from _field(form, one, other)
    moved = {id(component) for component in found.moved}
    for one, other in found.both:
        if id(other) in moved or (id(other) not in moved and _looks(one) != _looks(other)):
            what = Words("换了位置或版式", "stands elsewhere or looks otherwise")
            yield form.change("moved", what, form.at(other), other.get("id"))


def _data(component: Component) -> object:
    return component.get("key") or component.get("path")


def _is_required(component: Component) -> bool:
    return bool(component.get("validate", {}).get("required"))


def _looks(component: Component) -> object:
    layout = {k: v for k, v in component.get("layout", {}).items() if k != "row"}
    return layout, {key: component.get(key) for key in _LOOKS}


def _field(form: _Form, one: Component, other: Component) -> Iterator[Change]:
    place = form.at(one)

    def change(what: Words) -> Change:
        return form.change("changed", what, place, other.get("id"))

    if _is_required(one) != _is_required(other):
        must = Words("改为必填", "is now required"), Words("改为选填", "is no longer required")
        yield change(must[0] if _is_required(other) else must[1])
    for key, left, right in differences(_asked(one), _asked(other)):
        if key == "type":
            yield change(turned(LABELS[key], _type(left), _type(right)))
        elif key == "dateLabel" and one.get("label") != other.get("label"):
            continue  # said with the label
        else:
            yield change(turned(LABELS.get(key, quoted(key)), *_values(left, right)))
    yield from map(change, _choices(one.get("values", []), other.get("values", [])))
    inner = _Form(form.path, form.at(other))
    yield from _components(inner, one.get("components", []), other.get("components", []))


def _type(value: object) -> Words:
    return FIELDS.get(str(value), said(value))


def _asked(component: Component) -> dict[str, Any]:
    own = {k: v for k, v in component.items() if k not in _FOR_THE_EYE | _LOOKS}
    checks = {k: v for k, v in component.get("validate", {}).items() if k != "required"}
    return {**own, **checks, **component.get("conditional", {}), **component.get("properties", {})}


def _values(left: object, right: object) -> tuple[Words | None, Words | None]:
    if isinstance(left, str) and isinstance(right, str):
        return shortly(left.removeprefix("="), right.removeprefix("="))
    return None if left is None else said(left), None if right is None else said(right)


def _choices(old: list[Component], new: list[Component]) -> Iterator[Words]:
    found = match(old, new, lambda c: c.get("value"), lambda c: c.get("label"))
    for choice in found.added:
        yield Words(f"新增选项 {said(choice).zh}", f"new choice {said(choice).en}")
    for choice in found.removed:
        yield Words(f"删除选项 {said(choice).zh}", f"removed choice {said(choice).en}")
    for one, other in found.both:
        for key, left, right in differences(one, other):
            name = said(one)
            keys = {"label": Words("名称", "label"), "label_en": LABELS["label_en"]}
            label = keys.get(key, LABELS["key"] if key == "value" else quoted(key))
            what = Words(f"选项 {name.zh} 的{label.zh}", f"choice {name.en}, {label.en}")
            yield turned(what, said(left), said(right))
    if found.moved:
        names = listed(said(one) for one in found.moved)
        yield Words(f"选项 {names.zh} 换了次序", f"choice {names.en} stands elsewhere")
