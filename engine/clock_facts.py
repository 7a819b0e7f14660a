"""Facts and rules of very many clocks, read as columns: what clocks share is made once.

A bureau has few limits and very many clocks; equal facts are one value, so that whoever counts
them finds quickly what was counted already.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, Text, select, type_coerce
from sqlalchemy.orm import Session

from engine.limit_rules import LimitRule, read_rule
from engine.limits.ledger import Facts, Suspension
from engine.limits.units import Amount
from engine.store import json
from engine.store.clocks import Clock, ClockStop, Stop

#: What `FactReader.read` takes, in this order; rules and extensions come as text.
COLUMNS: tuple[SQLColumnExpression[Any], ...] = (
    Clock.limit_key,
    type_coerce(Clock.rule, Text),
    Clock.amount,
    type_coerce(Clock.extensions, Text),
    Clock.start_on,
    Clock.start_at,
)

Suspensions = tuple[Suspension, ...]


class FactReader:
    """Makes values of columns, equal ones once."""

    def __init__(self) -> None:
        """Begin without any."""
        self._rules: dict[tuple[str, str], LimitRule] = {}
        self._budgets: dict[tuple[str, str], tuple[Amount, tuple[int, ...]]] = {}
        self._facts: dict[tuple[str, str, date, str], Facts] = {}

    def read(self, columns: Sequence[Any], stops: Suspensions = ()) -> tuple[LimitRule, Facts]:
        """Return the rule and the facts of a clock from `COLUMNS` and its stops."""
        limit_key, rule_text, amount, extensions, start_on, start_at = columns
        rule = self._rule(limit_key, rule_text)
        key = amount, extensions, start_on, rule.ends
        facts = None if stops else self._facts.get(key)
        if facts is None:
            facts = self._made(key, start_at, stops)
            if not stops and not facts.amount.unit.is_hours:
                self._facts[key] = facts
        return rule, facts

    def _rule(self, limit_key: str, text: str) -> LimitRule:
        rule = self._rules.get((limit_key, text))
        if rule is None:
            rule = self._rules[limit_key, text] = read_rule(limit_key, json.loads(text))
        return rule

    def _made(
        self, key: tuple[str, str, date, str], start_at: datetime, stops: Suspensions
    ) -> Facts:
        amount_text, extensions_text, start_on, ends = key
        budget = self._budgets.get((amount_text, extensions_text))
        if budget is None:
            extensions = tuple(int(units) for units in json.loads(extensions_text))
            budget = self._budgets[amount_text, extensions_text] = (
                Amount.parse(amount_text),
                extensions,
            )
        amount, extensions = budget
        start = start_at if amount.unit.is_hours else start_on
        return Facts(start, amount, extensions, stops, ends)


def stops_where(
    session: Session, conditions: Iterable[ColumnElement[bool]]
) -> Mapping[int, Suspensions]:
    """Return the stops of the clocks that meet conditions, oldest first, by clock."""
    found: dict[int, list[Suspension]] = {}
    for clock_id, stopped_at, resumed_at, ground, document in session.execute(
        select(
            ClockStop.clock_id,
            Stop.stopped_at,
            Stop.resumed_at,
            Stop.ground_name,
            Stop.document_number,
        )
        .join(Stop, Stop.id == ClockStop.stop_id)
        .join(Clock, Clock.id == ClockStop.clock_id)
        .where(*conditions)
        .order_by(Stop.stopped_at)
    ):
        found.setdefault(clock_id, []).append(Suspension(stopped_at, resumed_at, ground, document))
    return {clock_id: tuple(stops) for clock_id, stops in found.items()}
