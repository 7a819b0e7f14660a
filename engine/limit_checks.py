"""What keeps a limits.toml from being lawful or runnable, all at once, before it is published."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from engine.bpmn.finding import Finding
from engine.catalogue import StatutoryLimit, catalogue
from engine.extensions import NONE, beyond_law
from engine.limit_rules import WITH, LimitRule, read_rule
from engine.limits.errors import CountingError
from engine.limits.units import Amount


def check_limits(content: bytes, grounds: frozenset[str]) -> list[Finding]:
    """Return every finding of a limits.toml; `grounds` is the matter's closed list of stops."""
    try:
        tables: dict[str, Any] = tomllib.loads(content.decode()).get("limits", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return [_error("limits.toml", f"不是合法的 TOML：{error}", f"not valid TOML: {error}")]
    return check_tables(tables, grounds)


def check_tables(tables: Mapping[str, Mapping[str, Any]], grounds: frozenset[str]) -> list[Finding]:
    """Return every finding of a matter's limits, by key as in limits.toml."""
    found: list[Finding] = []
    rules: dict[str, LimitRule] = {}
    for key, raw in tables.items():
        try:
            rules[key] = read_rule(key, raw)
        except CountingError as error:
            found.append(_error(key, error.zh, error.en))
        except KeyError as error:
            found.append(_error(key, f"缺少 {error}", f"{error} is missing"))
    for rule in rules.values():
        found += _check_rule(rule, rules, grounds)
    return found


def _check_rule(
    rule: LimitRule, rules: Mapping[str, LimitRule], grounds: frozenset[str]
) -> list[Finding]:
    found = []
    amount = _amount(rule)
    if isinstance(amount, CountingError):
        return [_fault(rule, amount.zh, amount.en)]
    law = str(rule.raw.get("law", ""))
    if law and law not in catalogue():
        found.append(_fault(rule, f"时限目录没有 {law}", f"there is no row {law} in the catalogue"))
    elif law and amount is not None and amount.exceeds(catalogue()[law].amount):
        longest = catalogue()[law].amount
        found.append(
            _fault(
                rule,
                f"{amount.name_zh} 长于法定的 {longest.name_zh}（{catalogue()[law].article}）",
                f"{amount.name_en} is longer than the statutory {longest.name_en}",
            )
        )
    for name in rule.stop:
        known = rules if name.startswith(WITH) else grounds
        if name.removeprefix(WITH) not in known:
            found.append(
                _fault(
                    rule,
                    f"停表事由 {name} 不在事项的事由清单内",
                    f"the ground {name} is not in the matter's list",
                )
            )
    if law in catalogue():
        found += _check_law(rule, catalogue()[law])
    if "ladder" in rule.raw and rule.kind != "step" and not any(r.is_expiry for r in rule.ladder):
        found.append(
            _fault(
                rule,
                "法定、承诺时限须有届满的一档",
                "a statutory or promised limit needs a rung at its end",
            )
        )
    return found + _check_promise(rule, amount, rules)


def _check_law(rule: LimitRule, law: StatutoryLimit) -> list[Finding]:
    """Find stops and extensions that the law of the limit's row does not give."""
    found = []
    grounds = [name for name in rule.stop if not name.startswith(WITH)]
    if law.stop == NONE and grounds:
        found.append(
            _fault(
                rule,
                f"法律没有规定停表，不能因 {grounds[0]} 停表（{law.article}）",
                f"the law allows no stop, not on {grounds[0]} ({law.article})",
            )
        )
    reason = rule.extension and beyond_law(rule.extension, law.extend, law.amount.unit)
    if reason:
        found.append(_fault(rule, f"{reason[0]}（{law.article}）", reason[1]))
    return found


def _check_promise(
    rule: LimitRule, amount: Amount | None, rules: Mapping[str, LimitRule]
) -> list[Finding]:
    """Find a promise that is longer than the statute it goes with."""
    if rule.kind != "promised" or amount is None:
        return []
    found = []
    for other in rules.values():
        statutory = _amount(other)
        same_start = other.kind == "statutory" and other.start == rule.start
        if same_start and isinstance(statutory, Amount) and amount.exceeds(statutory):
            found.append(
                _fault(
                    rule,
                    f"承诺时限 {amount.name_zh} 长于法定时限 {statutory.name_zh}",
                    f"the promise of {amount.name_en} exceeds the statutory {statutory.name_en}",
                )
            )
    return found


def _amount(rule: LimitRule) -> Amount | CountingError | None:
    """Return the amount; None when FEEL gives it case by case."""
    if rule.amount.startswith("="):
        return None
    try:
        return Amount.parse(rule.amount)
    except CountingError as error:
        return error


def _fault(rule: LimitRule, zh: str, en: str) -> Finding:
    """Return a finding that calls the limit by its name."""
    return replace(
        _error(rule.key, zh, en),
        zh=f"时限“{rule.name}”：{zh}",
        en=f"Limit {rule.name_en}: {en}",
    )


def _error(key: str, zh: str, en: str) -> Finding:
    return Finding(
        element_id=key,
        code="limit",
        severity="error",
        zh=f"时限 {key}：{zh}",
        en=f"Limit {key}: {en}",
        remedy_zh="在 limits.toml 中改正",
        remedy_en="Correct it in limits.toml",
    )
