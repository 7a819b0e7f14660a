"""Rounds: what is kept of a step that several do, from when they are called until all are heard.

A round lies in `case.rounds` under its element, the newest only; the record and the submissions
keep the earlier ones. The tally is counted from it by `engine.votes`.
"""

from collections.abc import Mapping
from typing import Any

from engine.bpmn.model import Element
from engine.bpmn.run import Activity
from engine.errors import ExpressionFailed
from engine.handling import Handling, item_of
from engine.store.cases import Task
from engine.votes import ABSTAIN, ACTED, WORDS, Share, Tally, tally_of


def is_shared(element: Element) -> bool:
    """Say whether several persons do a step."""
    return "several" in element.properties


def begin(handling: Handling, element: Element, activity: Activity) -> None:
    """Keep who is called when the first instance of a new round is entered.

    Raises ExpressionFailed where a person is called twice, or a share is none.
    """
    if is_shared(element) and _round(handling, element.id).get("id") != activity.round:
        called = _called(handling, element, activity)
        _keep(
            handling,
            element.id,
            id=activity.round,
            called=called,
            acted={},
            absent={},
            recused={},
            share=_share(handling, element, "share", activity),
            quorum=_share(handling, element, "quorum", activity),
            is_vote="vote" in element.properties,
        )
        handling.record(
            "round_opened",
            element_id=element.id,
            name=element.name,
            called=[one["name"] for one in called],
        )


def _called(handling: Handling, element: Element, activity: Activity) -> list[dict[str, str]]:
    around = {k: v for k, v in activity.scope.items() if k != element.loop.get("item")}
    items = handling.evaluate(element.loop["collection"], around)
    found = [_person(element, one) for one in (items if isinstance(items, list | tuple) else ())]
    keys = [one["key"] for one in found]
    twice = {one["name"] for one in found if keys.count(one["key"]) > 1}
    if twice:
        raise ExpressionFailed(
            f"“{element.name}”的集合中同一人出现多次：{'、'.join(sorted(twice))}。请改正集合，"
            "一人只能办理一次。",
            f"The collection of {element.id} holds a person twice: {', '.join(sorted(twice))}; "
            "each may act once.",
            code="called_twice",
        )
    return found


def _person(element: Element, item: object) -> dict[str, str]:
    if isinstance(item, Mapping) and item.get("key"):
        return {"key": str(item["key"]), "name": str(item.get("name") or item["key"])}
    raise ExpressionFailed(
        f"“{element.name}”的集合须由人员组成，例如 holders(科室, 岗位)；得到的是 {item!r}",
        f"The collection of {element.id} must hold persons, as holders(section, post) gives them; "
        f"it holds {item!r}",
        code="no_person",
    )


def _share(handling: Handling, element: Element, name: str, activity: Activity) -> str:
    """Return a share as it is kept; a vote without one wants more than half."""
    text = element.properties.get(name, "")
    if not text:
        return ">1/2" if name == "share" and "vote" in element.properties else ""
    value = str(handling.value(text, activity.scope))
    try:
        Share.parse(value)
    except ValueError:
        raise ExpressionFailed(
            f"“{element.name}”的 {name} 不是 0 到 1 的比例：{value}",
            f"{name} of {element.id} is no share between 0 and 1: {value}",
            code="no_share",
        ) from None
    return value


def note_done(handling: Handling, element: Element, task: Task, values: Mapping[str, Any]) -> None:
    """Keep what somebody who was called said."""
    if is_shared(element):
        handling.case.rounds = heard(handling, element, task.item_key or "", values)


def heard(
    handling: Handling, element: Element, key: str, values: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the rounds of a case once somebody who was called has acted; nothing is kept."""
    said = values.get(element.properties.get("vote", ""))
    vote = str(said) if said in WORDS else ABSTAIN
    kept = _round(handling, element.id)
    chosen = vote if "vote" in element.properties else ACTED
    changed = {**kept, "acted": {**kept.get("acted", {}), key: chosen}}
    return {**(handling.case.rounds or {}), element.id: changed}


def note_away(handling: Handling, element_id: str, key: str, how: str, reason: str) -> None:
    """Keep that somebody who was called is absent or keeps away; a vote given before is struck."""
    kept = _round(handling, element_id)
    acted = {one: vote for one, vote in kept.get("acted", {}).items() if one != key}
    _keep(handling, element_id, acted=acted, **{how: {**kept.get(how, {}), key: reason}})


def tally(handling: Handling, element_id: str) -> Tally | None:
    """Return how a step that several do stands; None before anybody was called."""
    kept = _round(handling, element_id)
    return tally_of(kept) if kept else None


def is_called(handling: Handling, element_id: str, person_id: str) -> bool:
    """Say whether a person was called in the newest round of a step."""
    return any(one["key"] == person_id for one in _round(handling, element_id).get("called", ()))


def key_of(activity: Activity) -> str:
    """Return the key of the person an instance belongs to."""
    return str(item_of(activity.scope).get("key", ""))


def _round(handling: Handling, element_id: str) -> dict[str, Any]:
    found: dict[str, Any] = (handling.case.rounds or {}).get(element_id, {})
    return found


def _keep(handling: Handling, element_id: str, **changed: Any) -> None:
    kept = {**_round(handling, element_id), **changed}
    handling.case.rounds = {**(handling.case.rounds or {}), element_id: kept}
