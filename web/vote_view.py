"""The steps of a case that several do: the tally, and by name who acted how."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from engine import rounds, voting
from engine.bpmn.model import Element
from engine.handling import Handling
from engine.store.cases import Task
from engine.votes import ABSENT, ABSTAIN, ACTED, NO, RECUSED, WAITING, YES, Named, Tally
from web.access import person
from web.language import _
from web.naming import element_name

#: What colours a vote.
PILLS = {YES: "green", ACTED: "green", NO: "red", ABSTAIN: "plain", ABSENT: "warn"}


def vote_word(vote: str) -> str:
    """Return the word for what became of somebody who was called."""
    return {
        YES: _("同意"),
        NO: _("反对"),
        ABSTAIN: _("弃权"),
        ACTED: _("已办理"),
        ABSENT: _("缺席"),
        RECUSED: _("回避"),
        WAITING: _("尚未办理"),
    }[vote]


def round_views(handling: Handling, open_tasks: Sequence[Task]) -> list[dict[str, Any]]:
    """Return every step of a case that several do or did, its newest round, in drawn order."""
    elements = handling.definition.process.elements.values()
    return [
        _view(handling, element, tally, open_tasks)
        for element in elements
        if (tally := rounds.tally(handling, element.id)) is not None
    ]


def _view(
    handling: Handling, element: Element, tally: Tally, open_tasks: Sequence[Task]
) -> dict[str, Any]:
    tasks = {task.item_key: task for task in open_tasks if task.element_id == element.id}
    convenes = bool(tasks) and voting.is_convener(handling, element, person().id)
    number = handling.case.number
    return {
        "id": element.id,
        "name": element_name(element),
        "is_vote": tally.is_vote,
        "is_open": bool(tasks),
        "counts": _counts(tally, is_open=bool(tasks)),
        "rule": _rule(tally),
        "outcome": _outcome(tally, is_open=bool(tasks)),
        "named": [
            _named(one, tasks if convenes else {}, number, is_open=bool(tasks))
            for one in tally.named
        ],
        "close_url": url_for("cases.close_vote", number=number, element_id=element.id)
        if convenes
        else "",
    }


def _counts(tally: Tally, *, is_open: bool) -> list[tuple[str, int]]:
    """Return label and number of what is worth counting, in the order it is read out."""
    heads = [(_("应到"), tally.eligible), (_("已办理"), tally.present)]
    votes = [(vote_word(one), tally.count(one)) for one in (YES, NO, ABSTAIN) if tally.is_vote]
    away = [(vote_word(one), tally.count(one)) for one in (ABSENT, RECUSED)]
    away.append((vote_word(WAITING) if is_open else _("未办理"), tally.waiting))
    return [*heads, *votes, *((name, number) for name, number in away if number)]


def _rule(tally: Tally) -> str:
    """Say in words what quorum and share the step asks for."""
    parts = []
    if tally.quorum is not None:
        met = _("已达到") if tally.quorum_met else _("未达到")
        parts.append(_("法定人数%(share)s，%(met)s", share=_share(tally.quorum.text), met=met))
    if tally.is_vote:
        parts.append(_("通过须%(share)s同意", share=_share(tally.share.text)))
    return "；".join(parts)


def _share(text: str) -> str:
    if text == "1":
        return _("全体")
    if text.startswith(">"):
        return _("超过 %(part)s", part=text[1:])
    return _("至少 %(part)s", part=text)


def _outcome(tally: Tally, *, is_open: bool) -> tuple[str, str]:
    """Return the pill of a round and its word."""
    if is_open:
        return "azure", _("进行中")
    if not tally.is_vote:
        return "green", _("已结束")
    return ("green", _("通过")) if tally.passed else ("red", _("未通过"))


def _named(
    one: Named, tasks: Mapping[str | None, Task], number: str, *, is_open: bool
) -> dict[str, str]:
    task = tasks.get(one.key)
    is_late = one.vote == WAITING and not is_open
    return {
        "name": one.name,
        "word": _("未办理") if is_late else vote_word(one.vote),
        "pill": PILLS.get(one.vote, "plain"),
        "reason": one.reason,
        "absent_url": url_for("cases.note_absent", number=number, task_id=task.id) if task else "",
    }
