"""Limits in words: amounts, ladders, kinds and marks, in the language of the request."""

from collections.abc import Mapping
from typing import Any

from engine.limit_drafts import Reach
from engine.limit_rules import LimitRule
from engine.limits.errors import CountingError
from engine.limits.ladder import Rung
from engine.limits.units import Amount, Unit
from web.language import _, language, pick


def rule_name(rule: LimitRule) -> str:
    """Return the name of a limit."""
    return pick(rule.name, rule.name_en)


def amount_words(text: str) -> str:
    """Return "7个工作日"; an amount worked out case by case says so."""
    if text.startswith("="):
        return _("逐件确定")
    try:
        amount = Amount.parse(text)
    except CountingError:
        return text
    return amount.name_en if language() == "en" else amount.name_zh


def kind_words(kind: str) -> str:
    """Return the word of a limit's kind."""
    return {"statutory": _("法定"), "promised": _("承诺")}.get(kind, _("环节"))


def mark_words(mark: str) -> str:
    """Return whether the article was read in the law's text."""
    return {"V": _("已核对"), "K": _("待核对")}.get(mark, _("地方规定"))


def level_words(level: str) -> str:
    """Return the word of a lamp's or a rung's level."""
    return {
        "green": _("正常"),
        "warn": _("预警"),
        "yellow": _("黄牌"),
        "red": _("红牌"),
        "stopped": _("停表"),
    }.get(level, _("届满"))


def rung_words(rung: Rung, unit: str) -> str:
    """Return where a rung lies: how much is left, which share is used, or the end."""
    places = []
    if rung.left is not None:
        places.append(_("剩 %(amount)s", amount=amount_words(f"{rung.left}{unit}")))
    if rung.share is not None:
        places.append(_("用去 %(share)s", share=f"{rung.share:.0%}"))
    return _(" 或 ").join(places) or _("届满")


def ladder_words(rule: LimitRule) -> list[dict[str, str]]:
    """Return the rungs of a rule: level, word and place."""
    unit = unit_of(rule)
    return [
        {"level": rung.level, "word": level_words(rung.level), "place": rung_words(rung, unit)}
        for rung in rule.ladder
    ]


def unit_of(rule: LimitRule) -> str:
    """Return the unit's code of a rule."""
    return rule.unit if rule.amount.startswith("=") else Amount.parse(rule.amount).unit.value


def unit_options() -> list[tuple[str, str]]:
    """Return the units one may choose."""
    return [
        (unit.value, unit.name_en(2) if language() == "en" else unit.name_zh.removeprefix("个"))
        for unit in Unit
    ]


def reach_options() -> list[tuple[str, str]]:
    """Return which open cases a change may take along."""
    return [
        (Reach.KEEP.value, _("在办件不变，只用于新起算的")),
        (Reach.SINCE.value, _("生效日及以后起算的在办件一并改")),
        (Reach.ALL.value, _("全部在办件一并改")),
    ]


def reach_words(reach: str) -> str:
    """Return the words of a reach."""
    return dict(reach_options()).get(reach, reach)


_FIELDS = {
    "amount": lambda: _("数额"),
    "ladder": lambda: _("档"),
    "stop": lambda: _("停表事由"),
    "extension": lambda: _("延期"),
    "article": lambda: _("依据"),
    "name": lambda: _("名称"),
    "start": lambda: _("起算"),
    "kind": lambda: _("类别"),
    "mark": lambda: _("核对"),
}


def field_words(field: str) -> str:
    """Return the name of an entry of a limit's table."""
    return _FIELDS[field]() if field in _FIELDS else field


def value_words(field: str, value: Any) -> str:
    """Return an entry of a limit's table in words."""
    if value is None:
        return _("无")
    if field == "amount":
        return amount_words(str(value))
    if field == "ladder":
        return "；".join(_row_words(row) for row in value)
    if isinstance(value, list):
        return "、".join(str(one) for one in value) or _("无")
    return str(value)


def _row_words(row: Mapping[str, Any]) -> str:
    level = next((str(row[name]) for name in ("level", "card", "effect") if name in row), "warn")
    places = [
        *([_("剩 %(amount)s", amount=row["left"])] if row.get("left") is not None else []),
        *(
            [_("用去 %(share)s", share=f"{float(row['share']):.0%}")]
            if row.get("share") is not None
            else []
        ),
    ]
    return f"{level_words(level)}：{_(' 或 ').join(places) or _('届满')}"
