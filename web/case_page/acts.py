"""The acts on a case: those the person may ask for, and those that wait for a decision."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from engine import acts
from engine.act_rules import rules_of
from engine.handling import Handling
from engine.people import get_person
from engine.store.acts import Act
from engine.store.cases import Attachment
from web.access import person
from web.language import _, pick
from web.session import db
from web.times import full_moment, long_moment


def kind_name(kind: str) -> str:
    """Return the name of a kind of act."""
    return {
        "withdraw": _("撤件"),
        "suspend": _("中止"),
        "resume": _("恢复办理"),
        "terminate": _("终止办理"),
        "correct": _("更正"),
    }.get(kind, kind)


def buttons(handling: Handling) -> list[dict[str, str]]:
    """Return the acts the person may ask for now."""
    number = handling.case.number
    return [
        {
            "label": _("申请%(act)s", act=kind_name(rule.kind)),
            "url": url_for("cases.act", number=number, kind=rule.kind),
        }
        for rule in acts.open_to(handling, person().held)
    ]


def suspended(handling: Handling) -> dict[str, str] | None:
    """Return since when and why the whole case is suspended; None when it is not."""
    since = handling.case.suspended_at
    if since is None:
        return None
    found = [act for act in acts.acts_of(db(), handling.case.id) if act.kind == "suspend"]
    done = next((act for act in found if act.decision == "approved"), None)
    return {
        "since": long_moment(since),
        "ground": ground_name(handling, done) if done else "",
        "document": (done.document_number or "") if done else "",
    }


def ground_name(handling: Handling, act: Act) -> str:
    """Return the ground of an act in the language of the request."""
    rule = rules_of(handling.definition.matter).get(act.kind)
    ground = rule.ground(act.ground) if rule else None
    return pick(ground.name, ground.name_en) if ground else act.ground_name


def waiting(handling: Handling, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the acts that wait for a decision; decided ones are in the timeline."""
    if handling.case.state != "open":
        return []
    return [
        _row(handling, act, names)
        for act in acts.acts_of(db(), handling.case.id)
        if act.decision is None
    ]


def to_decide() -> list[dict[str, str]]:
    """Return the acts that wait for the person's decision, the longest waiting first."""
    return [
        {
            "kind": kind_name(act.kind),
            "case_number": act.case.number,
            "title": act.case.title,
            "url": url_for("cases.show", number=act.case.number),
            "reason": act.reason,
            "who": get_person(db(), act.asked_by).name,
            "at": long_moment(act.asked_at),
        }
        for act in acts.waiting_for(db(), person().held, person().id)
    ]


def _row(handling: Handling, act: Act, names: Mapping[str, str]) -> dict[str, Any]:
    attachment = db().get(Attachment, act.attachment_id) if act.attachment_id else None
    return {
        "kind": kind_name(act.kind),
        "ground": ground_name(handling, act),
        "reason": act.reason,
        "basis": act.basis,
        "file": {
            "name": attachment.file_name,
            "url": url_for("attachments.show", attachment_id=attachment.id),
        }
        if attachment
        else None,
        "more": details_text(act.details),
        "who": names.get(act.asked_by, act.asked_by),
        "at": full_moment(act.asked_at),
        "may_decide": acts.may_decide(handling, act, person().held),
        "url": url_for("cases.decide_act", number=handling.case.number, act_id=act.id),
    }


def details_text(details: Mapping[str, Any]) -> str:
    """Return what else an act says: the days told, or the fact with its old and new value."""
    if "days" in details:
        return _("预计 %(days)s 个工作日", days=details["days"])
    if "new" in details:
        label = pick(str(details["label"]), str(details["label_en"]))
        return f"{label}：{details['old']} → {details['new']}"
    return ""
