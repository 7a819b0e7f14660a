"""Limits in words: amounts, ladders, kinds and marks, in the language of the request."""

from engine.extensions import Extension
from engine.limit_drafts import Reach
from engine.limit_rules import LimitRule
from engine.limits.errors import CountingError
from engine.limits.ladder import Rung
from engine.limits.units import Amount, Unit
from engine.store.people import Post, Section
from web.language import _, language, listed, ngettext, pick
from web.session import db


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
    """Return the rungs of a rule: level, word, place, and who is told."""
    unit = unit_of(rule)
    return [
        {
            "level": rung.level,
            "word": level_words(rung.level),
            "place": rung_words(rung, unit),
            "told": listed(role_words(role) for role in rung.told),
        }
        for rung in rule.ladder
    ]


def level_options() -> list[tuple[str, str]]:
    """Return what a rung may do."""
    return [(key, level_words(key)) for key in ("warn", "yellow", "red")] + [
        ("none", _("只到期，不亮牌"))
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


def extension_words(extension: Extension | None) -> str:
    """Return how far a limit may be lengthened."""
    if extension is None:
        return _("不得延期")
    words = ngettext("可延期 %(num)d 次", "可延期 %(num)d 次", extension.times)
    if extension.most is not None:
        words += _("，每次至多 %(most)s", most=extension.most)
    if extension.by:
        words += _("，由%(post)s批准", post=post_words(extension.by))
    return words


def post_words(key: str) -> str:
    """Return the name of a post."""
    post = db().get(Post, key)
    return pick(post.name, post.name_en) if post else key


def role_words(role: str) -> str:
    """Return who a rung tells: a role, or everybody of a section."""
    roles = {"holder": _("办理人"), "chief": _("科室负责人"), "applicant": _("申请人")}
    if role in roles:
        return roles[role]
    section = db().get(Section, role)
    return pick(section.name, section.name_en) if section else role
