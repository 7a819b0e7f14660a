"""The catalogue of statutory limits as a table, with the limits of ours that rest on each row."""

import re
from typing import Any

from flask import url_for
from sqlalchemy import select

from engine.catalogue import StatutoryLimit, catalogue
from engine.days import day_of
from engine.limit_rules import rules_on
from engine.limits.units import Amount
from engine.store.publishing import Matter
from web.language import _, language, listed, pick
from web.limit_words import mark_words, rule_name
from web.session import db, now

NO = "-"
#: "+10WD once 机关负责人".
_BOUND = re.compile(r"\+(?P<amount>\d+[A-Z]{2})(?P<once> once)?(?: (?P<by>\S+))?")


def catalogue_rows(q: str, mark: str) -> list[dict[str, Any]]:
    """Return the rows that hold a text and bear a mark, each with our limits that rest on it."""
    used = _used()
    found = [_row(row, used.get(row.id, [])) for row in catalogue().values()]
    wanted = q.strip().casefold()
    return [row for row in found if wanted in row["text"].casefold() and mark in ("", row["mark"])]


def _used() -> dict[str, list[dict[str, str]]]:
    """Return the limits that name a row of the catalogue today, by row."""
    found: dict[str, list[dict[str, str]]] = {}
    for matter in db().scalars(select(Matter.key).order_by(Matter.key)):
        for rule in rules_on(db(), matter, day_of(now())):
            law = str(rule.raw.get("law", ""))
            url = url_for("limits.show", matter=matter, limit=rule.key)
            found.setdefault(law, []).append({"name": rule_name(rule), "url": url})
    return found


def _row(row: StatutoryLimit, used: list[dict[str, str]]) -> dict[str, Any]:
    article = row.article_on(day_of(now()))
    amount = row.amount.name_en if language() == "en" else row.amount.name_zh
    return {
        "id": row.id,
        "name": row.name,
        "amount": amount,
        "start": _start(row),
        "stop": "" if row.stop == NO else "行政许可法45" if row.stop == "art45" else row.stop,
        "extend": _extension(row.extend),
        "article": article,
        "replaced": [
            _("%(day)s 前：%(article)s", day=day.isoformat(), article=old)
            for day, old in row.replaced
        ],
        "mark": row.mark,
        "mark_text": mark_words(row.mark),
        "consequence": "" if row.consequence == NO else row.consequence,
        "used": used,
        "text": " ".join((row.id, row.matter, row.name, article, row.consequence)),
    }


def _extension(text: str) -> str:
    """Return how far the law lets a limit be lengthened; words that give no figure stay."""
    bound = _BOUND.fullmatch(text)
    if bound is None:
        return {NO: "", "off": _("有争议，默认不延")}.get(text, text)
    amount = Amount.parse(bound["amount"])
    words = [
        _("至多 %(amount)s", amount=pick(amount.name_zh, amount.name_en)),
        *([_("一次")] if bound["once"] else []),
        *([bound["by"]] if bound["by"] else []),
    ]
    return listed(words)


def _start(row: StatutoryLimit) -> str:
    start = pick(row.start_zh, row.start)
    return {
        "B": _("%(start)s前（倒推）", start=start),
        "MIN": _("%(start)s起，至少", start=start),
    }.get(row.direction, _("自%(start)s起", start=start))
