"""The form in which a change of a limit is drafted: what it shows, and what it asks for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from engine.days import day_of
from engine.definitions import current_definition
from engine.errors import InvalidSubmission
from engine.extensions import OFF
from engine.limit_drafts import LimitDraft, Reach, draft_change, read_reach
from engine.limit_rules import WITH, LimitRule, rule_on, rules_on, versions_on
from engine.limits.ladder import Rung, parse_ladder
from engine.store.people import Post, Section
from web.language import _, listed, pick
from web.limit_words import role_words, rule_name, unit_of
from web.session import db, now

#: Entries of the form that are no part of a draft.
ASIDE = ("matter", "limit", "csrf_token", "reason")
#: Rungs one may add at a time.
SPARE_RUNGS = 1
PERCENT = Decimal(100)


@dataclass(frozen=True)
class Asked:
    """What the form holds: a limit, and the entries that would change."""

    matter: str
    limit: str
    sent: MultiDict[str, str]

    @classmethod
    def of(cls, sent: MultiDict[str, str]) -> "Asked":
        """Return what a form or an address holds."""
        kept = [(key, text) for key, text in sent.items(multi=True) if key not in ASIDE]
        return cls(sent.get("matter", ""), sent.get("limit", ""), MultiDict(kept))

    @property
    def is_drafted(self) -> bool:
        """Say whether the form was sent, not only opened."""
        return "amount" in self.sent or "from_on" in self.sent

    def get(self, key: str) -> str:
        """Return an entry without blanks around it; "" without one."""
        return self.sent.get(key, "").strip()

    @property
    def from_on(self) -> date:
        """Return the day of the change; raises InvalidSubmission when it cannot be read."""
        try:
            return date.fromisoformat(self.get("from_on"))
        except ValueError:
            raise InvalidSubmission(
                {"from_on": [("生效日须为 2026-12-01 的写法。", "Write the day like 2026-12-01.")]}
            ) from None


def present_rule(asked: Asked) -> LimitRule:
    """Return the rule that holds today."""
    return rule_on(db(), asked.matter, asked.limit, day_of(now()))


def drafted(asked: Asked) -> LimitDraft:
    """Judge what the form holds; raises InvalidSubmission by field."""
    day = asked.from_on
    known = rule_on(db(), asked.matter, asked.limit, day)
    stored = versions_on(db(), asked.matter, day)[asked.limit].rule
    return draft_change(
        db(),
        asked.matter,
        asked.limit,
        dict(_changes(asked, stored, known)),
        from_on=day,
        reach=read_reach(asked.get("reach") or Reach.KEEP),
    )


def _changes(
    asked: Asked, stored: Mapping[str, Any], rule: LimitRule
) -> Iterator[tuple[str, object]]:
    if asked.get("amount"):
        yield "amount", f"{asked.get('amount')}{asked.get('unit') or 'WD'}"
    if asked.get("article") and asked.get("article") != rule.article:
        yield "article", asked.get("article")
    if "grounds" in asked.sent:
        ticked = asked.sent.getlist("ground")
        kept = [name for name in rule.stop if name in ticked]
        yield "stop", kept + [name for name in ticked if name not in kept]
    if "ext_times" in asked.sent and _extension_shown(asked, rule) != _extension_of(rule):
        yield "extension", _extension(asked)
    if "r0_level" in asked.sent:
        rows = [_rung(asked, place, row) for place, row in _rungs_sent(asked, stored)]
        ladder = _keyed([row for row in rows if row is not None])
        if ladder != stored.get("ladder", []):
            yield "ladder", ladder


def _extension(asked: Asked) -> object:
    if asked.get("ext_times") in ("", "0"):
        return OFF
    found: dict[str, object] = {"times": _whole(asked, "ext_times")}
    if asked.get("ext_most"):
        found["most"] = _whole(asked, "ext_most")
    if asked.get("ext_by"):
        found["by"] = asked.get("ext_by")
    return found


def _whole(asked: Asked, key: str) -> int:
    text = asked.get(key)
    if not text.removeprefix("-").isdecimal():
        raise InvalidSubmission({key: [(f"“{text}”须为整数。", f"{text!r} must be whole.")]})
    return int(text)


def _rungs_sent(asked: Asked, stored: Mapping[str, Any]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Return the rows of the form by their place, each with the rung it was made from."""
    known = {row["key"]: row for row in stored.get("ladder", ())}
    place = 0
    while f"r{place}_level" in asked.sent:
        yield place, known.get(asked.get(f"r{place}_key"), {})
        place += 1


def _rung(asked: Asked, place: int, row: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return a rung as its row of the form has it; None for one that is to go."""
    level = asked.get(f"r{place}_level")
    if not level:
        return None
    was = _parsed(row) if row else None
    is_told = f"r{place}_roles" in asked.sent
    told = asked.sent.getlist(f"r{place}_told") if is_told else list(was.told if was else ())
    left, share = _left(asked, place), _share(asked, place)
    if was and (was.level, was.left, was.share, list(was.told)) == (level, left, share, told):
        return dict(row)
    kept = {k: v for k, v in row.items() if k not in ("level", "card", "effect", "left", "share")}
    found = {**kept, "level": level, "left": left, "share": share, "told": told}
    return {k: v for k, v in found.items() if v is not None}


def _parsed(row: Mapping[str, Any]) -> Rung:
    return parse_ladder([row])[0]


def _left(asked: Asked, place: int) -> int | None:
    key = f"r{place}_left"
    return _whole(asked, key) if asked.get(key) else None


def _share(asked: Asked, place: int) -> Decimal | None:
    text = asked.get(f"r{place}_share")
    if not text:
        return None
    try:
        return (Decimal(text) / PERCENT).normalize()
    except InvalidOperation:
        raise InvalidSubmission(
            {f"r{place}_share": [(f"“{text}”须为百分数。", f"{text!r} must be a percentage.")]}
        ) from None


def _keyed(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rungs, new ones under a key of their own: the end, or level and number."""
    taken = {row["key"] for row in rows if "key" in row}
    for row in rows:
        if "key" in row:
            continue
        is_end = "left" not in row and "share" not in row
        stem = "expiry" if is_end else row["level"]
        key = next(
            name for name in [stem, *(f"{stem}{n}" for n in range(2, 100))] if name not in taken
        )
        row["key"] = key
        taken.add(key)
    return rows


def form_values(asked: Asked, rule: LimitRule) -> dict[str, Any]:
    """Return what the form shows: the draft's entries, or those of today's rule."""
    number = "".join(sign for sign in rule.amount if sign.isdigit())
    fixed = not rule.amount.startswith("=")
    sent = asked.sent
    return {
        "is_fixed": fixed,
        "amount": sent.get("amount", number if fixed else ""),
        "unit": sent.get("unit", unit_of(rule)),
        "article": sent.get("article", rule.article),
        "from_on": sent.get("from_on", _next_month(day_of(now())).isoformat()),
        "reach": sent.get("reach", Reach.KEEP.value),
        "grounds": _grounds(asked, rule),
        "extension": _extension_shown(asked, rule),
        "rungs": list(_rungs_shown(asked, rule)),
        "opened": _opened(asked, rule),
        "posts": [(post.key, pick(post.name, post.name_en)) for post in db().scalars(select(Post))],
    }


def _opened(asked: Asked, rule: LimitRule) -> dict[str, bool]:
    """Say which folded parts of the form hold something else than the rule does."""
    grounds = "grounds" in asked.sent and set(asked.sent.getlist("ground")) != set(rule.stop)
    article = asked.get("article") not in ("", rule.article)
    shown = [_row_of(rung) for rung in rule.ladder]
    extension = _extension_of(rule)
    times = "ext_times" in asked.sent
    return {
        "stop": grounds,
        "article": article,
        "ladder": bool(_rows_sent(asked)) and _rows_sent(asked) != shown,
        "extension": times and {k: asked.get(f"ext_{k}") for k in extension} != extension,
    }


def _extension_of(rule: LimitRule) -> dict[str, str]:
    """Return how a limit's extension stands in the form."""
    known = rule.extension
    if known is None:
        return {"times": "", "most": "", "by": ""}
    return {"times": str(known.times), "most": str(known.most or ""), "by": known.by}


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _grounds(asked: Asked, rule: LimitRule) -> list[dict[str, Any]]:
    ticked = asked.sent.getlist("ground") if "grounds" in asked.sent else rule.stop
    return [
        {"key": key, "name": name, "is_ticked": key in ticked}
        for key, name in ground_names(asked.matter, rule).items()
    ]


def ground_names(matter: str, rule: LimitRule) -> dict[str, str]:
    """Return the grounds a limit may name: the matter's closed list, and what it goes with."""
    raw = current_definition(db(), matter).matter.raw
    own = {
        row["key"]: pick(row["name"], row.get("name_en", ""))
        for row in raw.get("special", {}).get("grounds", ())
    }
    leaders = {other.key: rule_name(other) for other in rules_on(db(), matter, day_of(now()))}
    followed = {
        name: _("随“%(limit)s”一起停", limit=leaders.get(name.removeprefix(WITH), name))
        for name in rule.stop
        if name.startswith(WITH)
    }
    return {**followed, **own}


def _extension_shown(asked: Asked, rule: LimitRule) -> dict[str, str]:
    known = _extension_of(rule)
    return {k: asked.get(f"ext_{k}") for k in known} if "ext_times" in asked.sent else known


def _rungs_shown(asked: Asked, rule: LimitRule) -> Iterator[dict[str, Any]]:
    sent = _rows_sent(asked)
    rows = sent or [_row_of(rung) for rung in rule.ladder]
    spare: list[dict[str, Any]] = [{} for _place in range(SPARE_RUNGS)]
    for place, row in enumerate([*rows, *spare]):
        told = row.get("told", [])
        yield {
            "place": place,
            **{name: row.get(name, "") for name in ("key", "level", "left", "share")},
            "roles": [(key, name, key in told) for key, name in role_options()],
            "told": listed(role_words(role) for role in told),
        }


def _rows_sent(asked: Asked) -> list[dict[str, Any]]:
    rows = [
        {
            **{name: asked.get(f"r{place}_{name}") for name in ("key", "level", "left", "share")},
            "told": asked.sent.getlist(f"r{place}_told"),
        }
        for place, _row in _rungs_sent(asked, {})
    ]
    return [row for row in rows if row["key"] or row["level"]]


def _row_of(rung: Rung) -> dict[str, Any]:
    share = "" if rung.share is None else f"{rung.share * PERCENT:f}".rstrip("0").rstrip(".")
    left = "" if rung.left is None else str(rung.left)
    told = list(rung.told)
    return {"key": rung.key, "level": rung.level, "left": left, "share": share, "told": told}


def role_options() -> list[tuple[str, str]]:
    """Return who can be told at a rung: roles, then everybody of a section."""
    sections = db().scalars(select(Section).order_by(Section.place))
    return [
        *((role, role_words(role)) for role in ("holder", "chief", "applicant")),
        *((one.key, pick(one.name, one.name_en)) for one in sections),
    ]
