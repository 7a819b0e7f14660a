"""Read one form-js component into a Field, collecting what is wrong with it."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from forms.fields import Bounds, Field, Option, Words, walk
from forms.kinds import KINDS
from forms.markup import html_problem

#: Components that show something and hold nothing.
SHOWN = frozenset({"text", "html", "separator", "spacer"})
#: Components with children or a computed value.
SHAPED = frozenset({"group", "dynamiclist", "expression"})
INPUTS = frozenset(type_ for kind in KINDS.values() for type_ in kind.types) - SHOWN - SHAPED
#: Names with a meaning of their own in expressions or in marshmallow.
RESERVED = frozenset({"this", "parent", "i", "case", "matter", "Meta"})
KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]*", re.ASCII)
#: Of kinds whose label does not name it.
UNITS = {"money_wan": Words("万元", "10,000 yuan"), "area": Words("m²", "m²")}
MOST_ROWS = 100

Report = Callable[[str, str, str], None]
Json = Mapping[str, Any]


def read_component(raw: Json, report: Report) -> Field:
    """Return the field of one component; `report(element, zh, en)` is told what is wrong."""
    own = cast("Json", raw.get("properties") or {})
    type_ = str(raw.get("type", ""))
    key = str(raw.get("path" if type_ in ("group", "dynamiclist") else "key") or "")
    field = Field(
        id=str(raw.get("id") or key or type_),
        type=type_,
        kind=_kind(type_, own),
        key=key,
        words=Words(_text(raw.get("label") or raw.get("dateLabel")), _text(own.get("label_en"))),
        help=Words(_text(raw.get("description")), _text(own.get("description_en"))),
        unit=_unit(raw, own),
        required=_validate(raw).get("required") is True,
        bounds=_bounds(raw, own, report),
        hide=_expression((raw.get("conditional") or {}).get("hide")),
        readonly=_readonly(raw),
        default=_default(raw, own),
        options=_options(raw),
        options_feel=_expression(raw.get("valuesExpression")),
        expression=_expression(raw.get("expression")),
        fields=tuple(read_component(each, report) for each in raw.get("components") or ()),
        min_rows=int(own.get("min_rows") or 0),
        first_rows=_first_rows(raw, own),
        max_rows=int(own.get("max_rows") or MOST_ROWS),
        columns=int((raw.get("layout") or {}).get("columns") or 0),
        row=str((raw.get("layout") or {}).get("row") or ""),
        content=Words(_shown(raw.get("text") or raw.get("content")), _shown(own.get("text_en"))),
        properties=_own_properties(raw, own),
    )
    _judge(field, raw, report)
    return field


def _judge(field: Field, raw: Json, report: Report) -> None:
    where = field.key or field.id
    if field.type not in INPUTS | SHOWN | SHAPED:
        report(
            where,
            f"组件类型“{field.type}”不支持；请改用面板中的组件",
            f"unknown type {field.type!r}; use one of the palette",
        )
        return
    _judge_kind(field, where, report)
    if field.has_rows and any(each.has_rows for each in walk(field.fields)):
        report(
            where,
            "dynamiclist 中不能再放 dynamiclist；请拆成两个",
            "a dynamiclist cannot stand in another; make them two",
        )
    if field.type == "datetime" and raw.get("subtype", "date") != "date":
        report(
            where,
            "datetime 只支持 subtype 为 date；请改为日期",
            "datetime has only the subtype date; choose date",
        )
    if field.type in INPUTS | {"dynamiclist", "expression"}:
        _judge_key(field, where, report)
    if field.type == "html" and (found := html_problem(field.content.zh + field.content.en)):
        report(
            where,
            f"HTML 含不允许的内容 {found}；请删除",
            f"html holds {found}, which is not allowed; remove it",
        )
    if field.type in ("radio", "select", "checklist", "taglist") and not _has_choices(field):
        report(
            where,
            "没有可选项；请填写选项或 valuesExpression",
            "nothing to choose from; give values or valuesExpression",
        )


def _judge_kind(field: Field, where: str, report: Report) -> None:
    kind = KINDS.get(field.kind)
    if field.type in SHOWN | SHAPED and field.kind == field.type:
        return
    if kind is None:
        known = "、".join(sorted(KINDS))
        report(
            where,
            f"不认识的 kind“{field.kind}”；可用：{known}",
            f"unknown kind {field.kind!r}; known: {', '.join(sorted(KINDS))}",
        )
    elif field.type not in kind.types:
        types = "、".join(sorted(kind.types))
        report(
            where,
            f"kind“{field.kind}”不能用于 {field.type}；可用于 {types}",
            f"kind {field.kind!r} cannot be on {field.type}; it can be on {types}",
        )
    elif field.kind == "certificate" and not field.option_named("certificate"):
        report(
            where,
            "缺少 properties.certificate（证照种类）",
            "properties.certificate, the kind of certificate, is missing",
        )


def _judge_key(field: Field, where: str, report: Report) -> None:
    if not KEY.fullmatch(field.key):
        name = "path" if field.type == "dynamiclist" else "key"
        report(
            where,
            f"{name}“{field.key}”应以字母开头，只含字母、数字、下划线",
            f"{name} {field.key!r} must be a letter, then letters, digits and underscores",
        )
    elif field.key in RESERVED:
        report(where, f"“{field.key}”是保留名；请改名", f"{field.key!r} is reserved; rename it")
    if not field.words.zh:
        report(where, "缺少中文标签 label", "the Chinese label is missing")
    if not field.words.en:
        report(
            where,
            "缺少英文标签 properties.label_en",
            "the English label properties.label_en is missing",
        )


def _has_choices(field: Field) -> bool:
    looked_up = field.kind in ("person", "people", "region")
    return bool(field.options or field.options_feel or looked_up)


def _kind(type_: str, own: Json) -> str:
    kind = str(own.get("kind") or type_)
    if kind == "person" and type_ in ("taglist", "checklist"):
        return "people"
    return kind


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _first_rows(raw: Json, own: Json) -> int:
    usual = raw.get("defaultRepetitions", 1)
    return max(usual if isinstance(usual, int) else 1, int(own.get("min_rows") or 0))


def _shown(value: object) -> str:
    """Return text to show; text that is FEEL as a whole becomes one slot."""
    text = _text(value)
    return f"{{{{{text[1:]}}}}}" if text.startswith("=") else text


def _validate(raw: Json) -> Json:
    return raw.get("validate") or {}


def _expression(value: object) -> str:
    """Return FEEL without its leading "="; true and false as FEEL, anything else as it is."""
    if isinstance(value, bool):
        return "true" if value else ""
    return value.strip().removeprefix("=").strip() if isinstance(value, str) else ""


def _readonly(raw: Json) -> str:
    return "true" if raw.get("disabled") is True else _expression(raw.get("readonly"))


def _default(raw: Json, own: Json) -> str:
    feel = _expression(own.get("default"))
    fixed = raw.get("defaultValue")
    if feel or fixed is None:
        return feel
    if isinstance(fixed, bool):
        return "true" if fixed else "false"
    if isinstance(fixed, (int, float)):
        return str(fixed)
    return f'"{fixed}"' if isinstance(fixed, str) and '"' not in fixed else ""


def _unit(raw: Json, own: Json) -> Words:
    adorners = raw.get("appearance") or {}
    zh = _text(adorners.get("suffixAdorner")) or _text(own.get("unit"))
    if not zh and (usual := UNITS.get(str(own.get("kind")))) and not _names_unit(raw):
        return usual
    return Words(zh, _text(own.get("unit_en")))


def _names_unit(raw: Json) -> bool:
    return any(unit in _text(raw.get("label")) for unit in ("万元", "㎡", "m²", "平方米"))


def _bounds(raw: Json, own: Json, report: Report) -> Bounds:
    rules = _validate(raw)
    kind = KINDS.get(_kind(str(raw.get("type", "")), own))
    usual = kind.bounds if kind else Bounds()
    where = str(raw.get("key") or raw.get("id") or "")
    least, least_feel = _bound(rules.get("min"), where, report)
    most, most_feel = _bound(rules.get("max"), where, report)
    decimals = raw.get("decimalDigits")
    return Bounds(
        min_length=int(rules.get("minLength") or usual.min_length),
        max_length=int(rules.get("maxLength") or usual.max_length),
        minimum=least,
        maximum=most,
        minimum_feel=least_feel or _expression(own.get("minimum")) or _today(raw),
        maximum_feel=most_feel or _expression(own.get("maximum")),
        pattern=str(rules.get("pattern") or ""),
        pattern_words=Words(
            _text(rules.get("patternErrorMessage")), _text(own.get("patternErrorMessage_en"))
        ),
        decimals=usual.decimals if decimals is None else int(decimals),
        whole_digits=usual.whole_digits,
    )


def _today(raw: Json) -> str:
    return "today()" if raw.get("disallowPassedDates") is True else ""


def _bound(value: object, where: str, report: Report) -> tuple[Decimal | None, str]:
    if isinstance(value, str) and value.strip().startswith("="):
        return None, _expression(value)
    if value is None or value == "":
        return None, ""
    try:
        return Decimal(str(value)), ""
    except InvalidOperation:
        report(
            where,
            f"min/max“{value}”不是数字，也不是 = 开头的 FEEL",
            f"min/max {value!r} is neither a number nor FEEL beginning with =",
        )
        return None, ""


def _options(raw: Json) -> tuple[Option, ...]:
    return tuple(
        Option(str(each.get("value")), Words(_text(each.get("label")), _text(each.get("label_en"))))
        for each in raw.get("values") or ()
        if isinstance(each, Mapping)
    )


def _own_properties(raw: Json, own: Json) -> dict[str, object]:
    """Return `properties` and the few form-js settings a kind reads by name."""
    kept: dict[str, object] = {
        name: raw[name] for name in ("accept", "multiple", "subtype") if name in raw
    }
    if _validate(raw).get("validationType") == "email":
        kept["validation"] = "email"
    return {**kept, **own}
