"""What the conditions of a diagram say of a case, now and if a form were accepted.

How votes may still end is part of it: a ballot that changes it is another thing to do than one
that changes nothing.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy.orm.attributes import set_committed_value

from engine import case_document, rounds
from engine.bpmn.model import Element, Process
from engine.errors import ExpressionFailed
from engine.feel import compile_expression
from engine.handling import Handling
from engine.votes import tally_of

#: What is read at a place, in the order of the paths.
Figures = tuple[object, ...]


@dataclass(frozen=True)
class Outlook:
    """What the conditions say, and what they depend on: figures they read, how votes may end."""

    #: For each flow of the diagram; None without a condition, or without an answer at the place.
    answers: tuple[bool | None, ...] = ()
    figures: Figures = ()
    #: For each vote: whether it can still pass, and whether it can still fail.
    votes: tuple[tuple[bool, bool], ...] = ()


def outlook(handling: Handling, scope: Mapping[str, object] | None = None) -> Outlook:
    """Return what the conditions say now, as seen from a place."""
    flows = handling.definition.process.flows
    answers = tuple(_holds(handling, flow.condition, scope) for flow in flows)
    known = figures(handling.case.document, {}, handling.definition.process)
    return Outlook(answers, known, _votes(handling))


def _votes(handling: Handling) -> tuple[tuple[bool, bool], ...]:
    found = []
    for _, kept in sorted((handling.case.rounds or {}).items()):
        tally = tally_of(kept)
        can_pass = tally.share.is_reached(tally.yes + tally.waiting, tally.eligible)
        can_fail = not tally.share.is_reached(tally.yes, tally.eligible)
        if tally.is_vote:
            found.append((can_pass, can_fail))
    return tuple(found)


def foreseen(
    handling: Handling,
    element: Element,
    form_key: str,
    data: Any,
    *,
    activity_id: str,
    item_key: str | None,
) -> Outlook:
    """Return what the conditions will say once a form is accepted; what follows is not run."""
    entered = case_document.plain(data)
    document = case_document.put(handling.case.document, form_key, entered, item_key=item_key)
    heard = handling.case.rounds
    if rounds.is_shared(element):
        heard = rounds.heard(handling, element, item_key or "", entered)
    with _supposed(handling, document=document, rounds=heard):
        values = _set_by(handling, element, _scope(handling, activity_id))
    with _supposed(handling, document=case_document.merge(document, values), rounds=heard):
        return outlook(handling, _scope(handling, activity_id))


def _scope(handling: Handling, activity_id: str) -> Mapping[str, object] | None:
    """Return what is seen from an activity; made anew, since it shows parts of the document."""
    activity = handling.activity(activity_id)
    return activity.scope if activity else None


@contextmanager
def _supposed(handling: Handling, **supposed: Any) -> Iterator[None]:
    """Let a case that is only read have another document, or other rounds, for a while."""
    real = {name: getattr(handling.case, name) for name in supposed}
    _let_have(handling, supposed)
    try:
        yield
    finally:
        _let_have(handling, real)


def _let_have(handling: Handling, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        set_committed_value(handling.case, name, value)


def _set_by(
    handling: Handling, element: Element, scope: Mapping[str, object] | None
) -> Mapping[str, Any]:
    text = element.properties.get("set")
    try:
        values = handling.evaluate(text, scope) if text else {}
    except ExpressionFailed:
        return {}
    return case_document.plain(values) if isinstance(values, Mapping) else {}


def _holds(
    handling: Handling, condition: str | None, scope: Mapping[str, object] | None
) -> bool | None:
    try:
        return handling.evaluate(condition, scope) is True if condition else None
    except ExpressionFailed:
        return None


def figures(document: Mapping[str, Any], scope: Mapping[str, object], process: Process) -> Figures:
    """Return the values that conditions read at a place: of a list its length, of text itself."""
    around = {**scope, "case": document}
    return tuple(_plain(_at(around, path)) for path in _paths_read(process))


def _at(value: object, path: tuple[str, ...]) -> object:
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _plain(value: object) -> object:
    if isinstance(value, list):
        return len(value)
    return value if isinstance(value, int | Decimal | str) else None


_PATHS: dict[str, tuple[tuple[str, ...], ...]] = {}


def _paths_read(process: Process) -> tuple[tuple[str, ...], ...]:
    """Return the paths the conditions of a diagram read; kept by the diagram's sha256."""
    if process.sha256 not in _PATHS:
        texts = (flow.condition for flow in process.flows if flow.condition)
        paths = {path for text in texts for path in compile_expression(text).names}
        _PATHS[process.sha256] = tuple(sorted(paths))
    return _PATHS[process.sha256]
