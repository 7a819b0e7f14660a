"""How a replay differs from what was kept: the first difference, in the designer's words."""

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from engine import limit_rules
from engine.days import day_of
from engine.definitions import Definition, current_definition
from engine.errors import InvalidSubmission
from engine.limits.units import Amount
from forms.fields import flat
from forms.submit import form_of
from web.trying.playing import read_run
from web.trying.seeing import Standing, standing
from web.trying.steps import Step

#: Chinese and English.
Words = tuple[str, str]


#: What a rung without a name of its own is called.
LEVELS = {"warn": "预警", "yellow": "黄牌", "red": "红牌"}


class Differs(Exception):
    """Something came out otherwise: at which step from 1 (0: at the end), and what."""

    def __init__(self, step: int, zh: str, en: str) -> None:
        """Keep where and what."""
        self.step, self.zh, self.en = step, zh, en
        super().__init__(en)


def definition_of(session: Session) -> Definition:
    """Return the version the scratch town tries."""
    return current_definition(session, read_run(session).matter_key)


def refused(definition: Definition, step: Step, error: InvalidSubmission) -> Words:
    """Return what the form says of the first field it refuses."""
    path, said = next(iter(error.errors.items()))
    form_key = definition.process.elements[step.element].properties.get("form", step.element)
    zh, en = _field(definition, form_key, path)
    name = definition.process.elements[step.element]
    return (
        f"“{name.name or name.id}”的表单不再接受原来的填报：{zh}{said[0][0]}",
        f"The form of {name.id} no longer accepts what was entered: {en}{said[0][1]}",
    )


def _field(definition: Definition, form_key: str, path: str) -> Words:
    """Return the field's name before what is said of it; ("", "") for the whole form."""
    if not path:
        return "", ""
    fields = flat(form_of(definition, form_key).fields)
    field = next((one for one in fields if one.key == path.split(".")[0]), None)
    if field is None:
        return f"{path}：", f"{path}: "
    return f"“{field.words.zh}”", f"{field.words.text('en')}: "


def compare_reached(
    number: int, definition: Definition, before: Sequence[str], now: Sequence[str]
) -> None:
    """Raise Differs when other elements were reached than before, in whatever order."""
    missing, new = Counter(before) - Counter(now), Counter(now) - Counter(before)
    if not missing and not new:
        return
    lost, came = (list(dict.fromkeys(x.elements())) for x in (missing, new))
    zh = [f"没有走到{_names(definition, lost)}"] if lost else []
    zh += [f"多走了{_names(definition, came)}"] if came else []
    en = [f"did not reach {', '.join(lost)}"] if lost else []
    en += [f"went through {', '.join(came)} as well"] if came else []
    raise Differs(number, "，".join(zh), "; ".join(en))


def _names(definition: Definition, keys: Sequence[str]) -> str:
    elements = definition.process.elements
    names = [(elements[key].name if key in elements else "") or key for key in keys]
    return "、".join(f"“{name}”" for name in names)


def compare_rungs(session: Session, number: int, before: Sequence[str], now: Sequence[str]) -> None:
    """Raise Differs when other rungs fired, or on other days."""
    missing, new = Counter(before) - Counter(now), Counter(now) - Counter(before)
    if missing:
        rung, _, day = next(iter(missing)).partition(" ")
        other = next((one.partition(" ")[2] for one in new if one.startswith(f"{rung} ")), "")
        name = _rung_name(session, rung)
        zh = f"，现为 {other}" if other else "，现在没有触发"
        en = f"; it is now {other}" if other else "; it does not fire now"
        raise Differs(number, f"{name}原在 {day} 触发{zh}", f"{rung} fired on {day}{en}")
    if new:
        rung, _, day = next(iter(new)).partition(" ")
        name = _rung_name(session, rung)
        raise Differs(
            number, f"{name}在 {day} 触发，原来没有", f"{rung} fires on {day}; it did not"
        )


def _rung_name(session: Session, rung: str) -> str:
    limit, _, key = rung.partition(".")
    rule = _rules(session).get(limit)
    if rule is None:
        return f"“{rung}”"
    row: Mapping[str, str] = next((r for r in rule.raw.get("ladder", ()) if r["key"] == key), {})
    said = row.get("name") or LEVELS.get(row.get("level", ""), key)
    return f"时限“{rule.name}”的{said}"


def _rules(session: Session) -> dict[str, limit_rules.LimitRule]:
    run = read_run(session)
    rules = limit_rules.rules_on(session, run.matter_key, day_of(run.at))
    return {rule.key: rule for rule in rules}


def compare_ends(session: Session, definition: Definition, before: Standing) -> None:
    """Raise Differs when a run stands elsewhere than before, or its clocks count otherwise."""
    now = standing(session, read_run(session).case_id)
    _compare_clocks(session, before.clocks, now.clocks)
    if before.waiting != now.waiting:
        raise Differs(
            0,
            f"最后在办的是{_names(definition, now.waiting) or '无'}，"
            f"原为{_names(definition, before.waiting) or '无'}",
            f"In the end {', '.join(now.waiting) or 'nothing'} waits, "
            f"not {', '.join(before.waiting) or 'nothing'}",
        )
    if (before.state, before.outcome) != (now.state, now.outcome):
        is_now, was = _end(definition, now), _end(definition, before)
        raise Differs(0, f"最后{is_now[0]}，原为{was[0]}", f"In the end {is_now[1]}, not {was[1]}")


def _end(definition: Definition, found: Standing) -> Words:
    if found.state != "closed":
        return "未办结", "open"
    outcome = next((o for o in definition.matter.outcomes if o.key == found.outcome), None)
    names = (outcome.name, outcome.name_en) if outcome else (found.outcome, found.outcome)
    return f"办结：{names[0]}", f"closed: {names[1]}"


def _compare_clocks(
    session: Session,
    before: Sequence[Mapping[str, str]],
    now: Sequence[Mapping[str, str]],
) -> None:
    old, new = ([tuple(row.items()) for row in rows] for rows in (before, now))
    lost = [dict(one) for one in (Counter(old) - Counter(new)).elements()]
    came = [dict(one) for one in (Counter(new) - Counter(old)).elements()]
    rules = _rules(session)
    for row in (*lost, *came):
        rule = rules.get(row["limit"])
        zh, en = (rule.name, rule.name_en) if rule else (row["limit"], row["limit"])
        was, is_now = _like(lost, row), _like(came, row)
        raise Differs(0, f"时限“{zh}”{_change(was, is_now, 0)}", f"{en}: {_change(was, is_now, 1)}")


def _like(rows: Sequence[Mapping[str, str]], row: Mapping[str, str]) -> Mapping[str, str] | None:
    same = (one for one in rows if (one["limit"], one["item"]) == (row["limit"], row["item"]))
    return next(same, None)


def _change(was: Mapping[str, str] | None, now: Mapping[str, str] | None, tongue: int) -> str:
    if was is None or now is None:
        gone = ("原有计时，现在没有", "it ran, and no longer does")
        new = ("现有计时，原来没有", "it runs now, and did not")
        return (gone if now is None else new)[tongue]
    if was["amount"] != now["amount"]:
        names = [_amount(one["amount"])[tongue] for one in (was, now)]
        return (f"原为 {names[0]}，现为 {names[1]}", f"was {names[0]}, is {names[1]}")[tongue]
    days = [one["last"] or ("无", "none")[tongue] for one in (was, now)]
    return (
        f"的最后一日原为 {days[0]}，现为 {days[1]}",
        f"its last day was {days[0]}, is {days[1]}",
    )[tongue]


def _amount(text: str) -> Words:
    amount = Amount.parse(text)
    return amount.name_zh, amount.name_en
