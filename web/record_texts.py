"""What each kind of record says, for the timeline and the record's own list."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from engine.days import legal_text
from engine.store.records import Record
from web.language import _

Body = Mapping[str, Any]


def kind_text(kind: str) -> str:
    """Return the name of a kind of record."""
    return {
        "case_started": _("发起办件"),
        "case_closed": _("办结"),
        "task_opened": _("到达"),
        "task_claimed": _("签收"),
        "task_released": _("退回待签收"),
        "task_reassigned": _("改派"),
        "task_completed": _("办理"),
        "task_cancelled": _("终止"),
        "message_received": _("收到"),
        "message_sent": _("发出"),
        "message_kept": _("先行收到"),
        "clock_started": _("起算"),
        "clock_ended": _("计时结束"),
        "clock_stopped": _("停表"),
        "clock_resumed": _("恢复计时"),
        "clock_extended": _("延期"),
        "rung_fired": _("到档"),
        "rung_passed": _("已过档"),
        "card_raised": _("发牌"),
        "card_answered": _("说明原因"),
        "timer_fired": _("到期"),
        "document_issued": _("出具文书"),
        "number_given": _("编号"),
        "prechecked": _("预检"),
        "computed": _("系统"),
        "notified": _("通知"),
        "published": _("公示"),
        "sealed": _("归档"),
        "incident": _("待处理"),
        "check_digit_overridden": _("校验放行"),
        "unmasked": _("查看号码"),
    }.get(kind, kind)


LEVELS: Mapping[str, Callable[[], str]] = {
    "warn": lambda: _("预警"),
    "yellow": lambda: _("黄牌"),
    "red": lambda: _("红牌"),
    "none": lambda: _("届满"),
}


def level_text(level: str) -> str:
    """Return the word of a rung's level."""
    return LEVELS[level]() if level in LEVELS else level


def title_of(entry: Record, names: Mapping[str, str]) -> str:
    """Return the headline of an entry in the timeline."""
    body: Body = entry.body
    name = str(body.get("name") or "")
    if entry.kind in {"rung_fired", "rung_passed", "card_raised"}:
        colour = level_text(str(body.get("level") or body.get("colour") or ""))
        return f"{colour} · {name}"
    if entry.kind == "document_issued":
        return _("出具%(title)s", title=body.get("title", ""))
    if entry.kind == "case_started":
        return _("收到申请")
    if entry.kind in {"clock_started", "clock_ended"}:
        return f"{kind_text(entry.kind)} · {name}"
    if entry.kind == "clock_stopped":
        return _("停表 · %(ground)s", ground=body.get("ground_name", ""))
    item = f" · {body['item']}" if body.get("item") else ""
    return f"{name}{item}" if name else kind_text(entry.kind)


def text_of(entry: Record, names: Mapping[str, str], results: Mapping[str, str]) -> str:
    """Return the line under the headline."""
    body: Body = entry.body
    if entry.kind == "task_completed":
        result = body.get("result")
        return results.get(f"{entry.element_id}:{result}", str(result)) if result else ""
    if entry.kind == "document_issued":
        return str(body.get("number", ""))
    if entry.kind in {"rung_fired", "card_raised", "rung_passed"}:
        note = _("起算时已过，不发牌") if entry.kind == "rung_passed" else ""
        return " ".join(part for part in (legal_text_of(body.get("instant")), note) if part)
    if entry.kind == "clock_started":
        return _(
            "自 %(start)s 起算，%(amount)s", start=body.get("start_on"), amount=body.get("amount")
        )
    if entry.kind == "clock_stopped":
        told = _("告知 %(days)s 个工作日", days=body.get("told"))
        return f"{told} {body.get('document') or ''}".strip()
    if entry.kind == "task_reassigned":
        to = str(body.get("to") or "")
        return _("改派给%(name)s", name=names.get(to, to))
    if entry.kind == "card_answered":
        return str(body.get("reason", ""))
    if entry.kind == "number_given":
        return str(body.get("number", ""))
    if entry.kind in {"notified", "incident"}:
        return str(body.get("text", ""))
    if entry.kind == "unmasked":
        return str(body.get("what", ""))
    return ""


def legal_text_of(value: object) -> str:
    """Return a stored moment as the law writes it."""
    from_text = value if isinstance(value, str) else ""
    return legal_text(datetime.fromisoformat(from_text)) if from_text else ""
