"""The entries of a limit's table in words, for what a change altered."""

from collections.abc import Mapping
from typing import Any

from engine.extensions import read_extension
from engine.limits.ladder import Rung, parse_ladder
from web.language import _, listed, pick
from web.limit_words import amount_words, extension_words, level_words, mark_words, role_words

_FIELDS = {
    "amount": lambda: _("数额"),
    "unit": lambda: _("单位"),
    "ladder": lambda: _("预警与牌"),
    "stop": lambda: _("停表事由"),
    "extension": lambda: _("延期"),
    "article": lambda: _("依据"),
    "articles": lambda: _("依据（按日期）"),
    "basis": lambda: _("内容"),
    "basis_en": lambda: _("内容（英文）"),
    "note": lambda: _("说明"),
    "note_en": lambda: _("说明（英文）"),
    "name": lambda: _("名称"),
    "start": lambda: _("起算"),
    "kind": lambda: _("类别"),
    "mark": lambda: _("核对"),
    "ends": lambda: _("终点"),
}


def field_words(field: str) -> str:
    """Return the name of an entry of a limit's table."""
    return _FIELDS[field]() if field in _FIELDS else field


def value_words(field: str, value: Any, grounds: Mapping[str, str] | None = None) -> str:
    """Return an entry of a limit's table in words; `grounds` names those of the matter."""
    if value is None:
        return _("无")
    if field == "amount":
        return amount_words(str(value))
    if field == "ladder":
        return pick("；", "; ").join(_rung_told(row) for row in value)
    if field == "extension":
        return extension_words(read_extension(value))
    if field == "mark":
        return mark_words(str(value))
    if field == "stop":
        return listed((grounds or {}).get(one, one) for one in value) or _("无")
    if isinstance(value, list):
        return pick("；", "; ").join(_plain(one) for one in value) or _("无")
    return str(value)


def _plain(value: Any) -> str:
    return (
        " ".join(str(one) for one in value.values()) if isinstance(value, Mapping) else str(value)
    )


def _rung_told(row: Mapping[str, Any]) -> str:
    (rung,) = parse_ladder([row])
    told = listed(role_words(role) for role in rung.told)
    place = _place_words(rung)
    words = f"{level_words(rung.level)}{pick('：', ': ')}{place}"
    return _("%(rung)s（告知 %(told)s）", rung=words, told=told) if told else words


def _place_words(rung: Rung) -> str:
    places = []
    if rung.left is not None:
        places.append(_("剩 %(amount)s", amount=rung.left))
    if rung.share is not None:
        places.append(_("用去 %(share)s", share=f"{rung.share:.0%}"))
    return _(" 或 ").join(places) or _("届满")
