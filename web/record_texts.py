"""What each kind of record says, for the timeline and the record's own list."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.days import legal_text
from engine.limits.units import Amount
from engine.store.records import Record
from web.language import _, pick

Body = Mapping[str, Any]


def kind_text(kind: str) -> str:
    """Return the name of a kind of record."""
    return {
        "case_started": _("发起办件"),
        "case_closed": _("办结"),
        "case_moved": _("移动"),
        "case_stepped_back": _("退回上一环节"),
        "activity_withdrawn": _("撤销一支"),
        "case_goes_on": _("继续于"),
        "case_migrated": _("移到新版本"),
        "case_migration_undone": _("撤回移动"),
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
        "clock_recounted": _("重新计算"),
        "rung_fired": _("到档"),
        "rung_passed": _("已过档"),
        "card_raised": _("发牌"),
        "card_answered": _("说明原因"),
        "card_appealed": _("申诉"),
        "appeal_decided": _("申诉决定"),
        "urged": _("催办"),
        "ordered": _("督办"),
        "order_answered": _("回复督办"),
        "timer_fired": _("到期"),
        "document_issued": _("出具文书"),
        "number_given": _("编号"),
        "prechecked": _("预检"),
        "evidence_gathered": _("归集留痕"),
        "computed": _("系统"),
        "decision_made": _("决策"),
        "feel_warning": _("算式提醒"),
        "notified": _("通知"),
        "published": _("公示"),
        "sealed": _("归档"),
        "incident": _("待处理"),
        "called": _("已请外部办理"),
        "call_answered": _("外部已答复"),
        "call_failed": _("外部报错"),
        "check_digit_overridden": _("校验放行"),
        "unmasked": _("查看号码"),
        "round_opened": _("通知办理"),
        "handler_absent": _("缺席"),
        "handler_recused": _("回避"),
        "vote_closed": _("结束表决"),
        "recused": _("回避"),
        "reader_added": _("增加在案人员"),
        "attempt_refused": _("拒绝办理"),
        "experts_drawn": _("抽取专家"),
        "expert_replied": _("专家答复"),
        "expert_names_seen": _("查看专家名单"),
        "lot_drawn": _("随机抽查"),
        "problem_raised": _("提出问题"),
        "rectification_begun": _("开始整改"),
        "problem_answered": _("提交整改"),
        "problem_closed": _("销号"),
        "problem_sent_back": _("退回整改"),
        "extension_asked": _("申请延期整改"),
        "extension_granted": _("同意延期整改"),
        "extension_refused": _("不同意延期整改"),
        "time_corrected": _("时钟更正"),
        "act_asked": _("提出申请"),
        "act_decided": _("决定申请"),
        "case_suspended": _("中止"),
        "case_resumed": _("恢复办理"),
        "fact_corrected": _("更正"),
        "rung_voided": _("撤销到档"),
        "stop_wanting": _("停表不合规"),
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


@dataclass(frozen=True)
class Words:
    """What a case's records name by key, in the language of the request."""

    people: Mapping[str, str]
    #: Names by element id, limit key, document key and ground key.
    elements: Mapping[str, str]
    limits: Mapping[str, str]
    documents: Mapping[str, str]
    grounds: Mapping[str, str]
    #: Names of the departments a step repeats for, by the name they are recorded with.
    items: Mapping[str, str]
    #: Words of a form's choice by "<element id>:<value>".
    results: Mapping[str, str]
    #: Return the name of a form's field by form key and data path.
    field: Callable[[str, str], str]


def title_of(entry: Record, words: Words) -> str:
    """Return the headline of an entry in the timeline."""
    body: Body = entry.body
    drawn = str(body.get("item") or "")
    item = f" · {words.items.get(drawn, drawn)}" if drawn else ""
    limit = words.limits.get(str(body.get("limit")), str(body.get("name") or "")) + item
    if entry.kind in {"rung_fired", "rung_passed", "card_raised"}:
        return f"{level_text(str(body.get('level') or body.get('colour') or ''))} · {limit}"
    if entry.kind == "document_issued":
        key = str(body.get("document"))
        return _("出具%(title)s", title=words.documents.get(key, str(body.get("title", ""))))
    if entry.kind in {"act_asked", "act_decided"}:
        return _act_title(entry)
    if entry.kind == "fact_corrected":
        return _("更正 · %(fact)s", fact=body.get("name"))
    if entry.kind in {"case_suspended", "stop_wanting"}:
        return f"{kind_text(entry.kind)} · {_ground(entry, words)}".rstrip(" ·")
    if entry.kind == "rung_voided":
        return f"{kind_text(entry.kind)} · {level_text(str(body.get('level')))} · {limit}"
    if entry.kind == "case_started":
        return _("收到申请")
    if entry.kind in {"clock_started", "clock_ended"}:
        return f"{kind_text(entry.kind)} · {limit}"
    if entry.kind == "clock_stopped":
        ground = words.grounds.get(str(body.get("ground")), str(body.get("ground_name", "")))
        return _("停表 · %(ground)s", ground=ground)
    if (
        entry.kind
        in {"case_moved", "case_stepped_back", "activity_withdrawn", "case_goes_on"} | MIGRATED
    ):
        return kind_text(entry.kind)
    name = words.elements.get(entry.element_id or "", str(body.get("name") or ""))
    return f"{name}{item}" if name else kind_text(entry.kind)


def _act_title(entry: Record) -> str:
    act = {
        "withdraw": _("撤件"),
        "suspend": _("中止"),
        "resume": _("恢复办理"),
        "terminate": _("终止办理"),
        "correct": _("更正"),
    }.get(str(entry.body.get("name")), "")
    if entry.kind == "act_asked":
        return _("申请%(act)s", act=act)
    if entry.body.get("result") == "approved":
        return _("批准%(act)s", act=act)
    return _("不批准%(act)s", act=act)


def text_of(entry: Record, words: Words) -> str:
    """Return the line under the headline."""
    say = TEXTS.get(entry.kind)
    return say(entry, words) if say else ""


def _left(entry: Record, words: Words) -> str:
    left = "、".join(words.elements.get(key, key) for key in entry.body.get("left", ()))
    return _("离开 %(steps)s：%(reason)s", steps=left, reason=entry.body.get("reason", ""))


#: A case came to another version of its matter.
MIGRATED = frozenset({"case_migrated", "case_migration_undone"})


def _migrated(entry: Record, words: Words) -> str:
    old, new = entry.body.get("from_version"), entry.body.get("to_version")
    versions = _("第 %(old)s 版 → 第 %(new)s 版", old=old, new=new)
    return f"{versions} {entry.body.get('reason') or ''}".strip()


def _goes_on(entry: Record, words: Words) -> str:
    return "、".join(words.elements.get(key, key) for key in entry.body.get("elements", ()))


def _result(entry: Record, words: Words) -> str:
    result = entry.body.get("result")
    return words.results.get(f"{entry.element_id}:{result}", str(result)) if result else ""


def _reached(entry: Record, words: Words) -> str:
    note = _("起算时已过，不发牌") if entry.kind == "rung_passed" else ""
    instant = legal_text_of(entry.body.get("instant"))
    parts = ("" if instant == legal_text(entry.at) else instant, note)
    return " ".join(part for part in parts if part)


def _counted(entry: Record, words: Words) -> str:
    amount = Amount.parse(str(entry.body.get("amount")))
    text = pick(amount.name_zh, amount.name_en)
    return _("自 %(start)s 起算，%(amount)s", start=entry.body.get("start_on"), amount=text)


def _told(entry: Record, words: Words) -> str:
    told = _("告知 %(days)s 个工作日", days=entry.body.get("told"))
    return f"{told} {entry.body.get('document') or ''}".strip()


def _to(entry: Record, words: Words) -> str:
    to = str(entry.body.get("to") or "")
    text = _("改派给%(name)s", name=words.people.get(to, to)) if to else _("退回待签收")
    return " · ".join(part for part in (text, str(entry.body.get("reason") or "")) if part)


def _released(entry: Record, words: Words) -> str:
    body = entry.body
    released_by = str(body.get("released_by") or "")
    fields = [words.field(str(body.get("form") or ""), path) for path in body.get("paths", ())]
    return _(
        "%(name)s放行：%(fields)s",
        name=words.people.get(released_by, released_by),
        fields="、".join(fields),
    )


def _unmasked(entry: Record, words: Words) -> str:
    return words.field(str(entry.body.get("form") or ""), str(entry.body.get("what") or ""))


def _resumed(entry: Record, words: Words) -> str:
    return "、".join(str(ground) for ground in entry.body.get("grounds", ()))


def _decided(entry: Record, words: Words) -> str:
    """Say which rules matched and what they rest on: the first note of each."""
    return "；".join(_matched(table) for table in entry.body.get("tables", []))


def _matched(table: Body) -> str:
    rules = table["rules"]
    if not rules:
        return _("%(table)s：没有规则命中", table=table["decision"])
    grounds = [rule["notes"][0]["text"] for rule in rules if rule["notes"]]
    return _(
        "%(table)s：命中规则 %(rules)s。%(grounds)s",
        table=table["decision"],
        rules="、".join(str(rule["number"]) for rule in rules),
        grounds="；".join(dict.fromkeys(grounds)),
    )


def _warned(entry: Record, words: Words) -> str:
    warnings = entry.body.get("warnings", [])
    return " ".join(f"{pick(one['zh'], one['en'])} {one['expression']}" for one in warnings)


def _recounted(entry: Record, words: Words) -> str:
    body = entry.body
    return _(
        "截止日 %(old)s → %(new)s（%(cause)s）",
        old=body.get("old_on") or "—",
        new=body.get("new_on") or "—",
        cause=body.get("cause", ""),
    )


def _asked(entry: Record, words: Words) -> str:
    """Say what an act was asked for with: ground, reason, and the paper it rests on."""
    parts = (_ground(entry, words), entry.body.get("reason"), entry.body.get("basis"))
    return " · ".join(str(part) for part in parts if part)


def _ground(entry: Record, words: Words) -> str:
    return words.grounds.get(str(entry.body.get("ground")), entry.body.get("ground_name") or "")


def _corrected(entry: Record, words: Words) -> str:
    body = entry.body
    moved = [
        f"{words.limits.get(one['limit'], one['limit'])} "
        f"{one['old_on'] or '—'} → {one['new_on'] or '—'}"
        for one in body.get("clocks", ())
    ]
    return _(
        "%(old)s → %(new)s（%(reason)s）；截止日：%(moved)s",
        old=body.get("old"),
        new=body.get("new"),
        reason=body.get("reason"),
        moved="；".join(moved),
    )


def _wanting(entry: Record, words: Words) -> str:
    return {
        "undocumented": _("没有告知申请人的文书"),
        "overlong": _("超过告知的时间"),
    }.get(str(entry.body.get("what")), "")


def _suspended(entry: Record, words: Words) -> str:
    told = entry.body.get("told")
    days = _("预计 %(days)s 个工作日", days=told) if told else ""
    return f"{days} {entry.body.get('document') or ''}".strip()


def _said(key: str) -> Callable[[Record, Words], str]:
    return lambda entry, words: str(entry.body.get(key, ""))


def _drawn(entry: Record, words: Words) -> str:
    body = entry.body
    return _(
        "%(eligible)s 名可抽取（另排除 %(excluded)s 名），抽取 %(number)s 名，%(day)s 起公布姓名",
        eligible=body.get("eligible"),
        excluded=body.get("excluded"),
        number=body.get("number"),
        day=body.get("reveal_on"),
    )


def _lot(entry: Record, words: Words) -> str:
    chance = entry.body.get("chance")
    if entry.body.get("drawn"):
        return _("抽中（比例 %(chance)s）", chance=chance)
    return _("未抽中（比例 %(chance)s）", chance=chance)


def _replied(entry: Record, words: Words) -> str:
    body = entry.body
    said = {
        "accepted": _("参加"),
        "refused": _("不能参加"),
        "no_answer": _("联系不上"),
    }.get(str(body.get("reply")), "")
    follows = _("，按次序递补") if body.get("redrawn") else ""
    vacant = _("，席位空缺") if body.get("vacant") else ""
    return _("第 %(seat)s 席", seat=body.get("seat")) + f" {said}{follows}{vacant}"


def _problem(entry: Record, words: Words) -> str:
    """Say which item it is, and what was said of it."""
    body = entry.body
    number = _("第 %(n)s 项", n=body.get("item_number"))
    day = body.get("until_on") or body.get("due_on")
    until = _("限 %(day)s", day=day) if day else ""
    parts = (kind_text(entry.kind), number, body.get("text"), body.get("reason"), until)
    return " · ".join(str(part) for part in parts if part)


def _begun(entry: Record, words: Words) -> str:
    return _("第 %(n)s 项", n="、".join(str(one) for one in entry.body.get("items", ())))


def _called(entry: Record, words: Words) -> str:
    return "、".join(str(name) for name in entry.body.get("called", ()))


def _person_and_why(entry: Record, words: Words) -> str:
    """Say who it is about, and why."""
    key = str(entry.body.get("person") or "")
    return f"{words.people.get(key, key)}：{entry.body.get('reason') or ''}"


def _refused(entry: Record, words: Words) -> str:
    return pick(str(entry.body.get("text", "")), str(entry.body.get("text_en", "")))


TEXTS: Mapping[str, Callable[[Record, Words], str]] = {
    "task_completed": _result,
    "experts_drawn": _drawn,
    "lot_drawn": _lot,
    "expert_replied": _replied,
    "problem_raised": _problem,
    "rectification_begun": _begun,
    "problem_answered": _problem,
    "problem_closed": _problem,
    "problem_sent_back": _problem,
    "extension_asked": _problem,
    "extension_granted": _problem,
    "extension_refused": _problem,
    "case_moved": _left,
    "case_stepped_back": _left,
    "activity_withdrawn": _left,
    "case_goes_on": _goes_on,
    "case_migrated": _migrated,
    "case_migration_undone": _migrated,
    "document_issued": _said("number"),
    "rung_fired": _reached,
    "rung_passed": _reached,
    "card_raised": _reached,
    "clock_started": _counted,
    "clock_stopped": _told,
    "task_reassigned": _to,
    "card_answered": _said("reason"),
    "card_appealed": _said("reason"),
    "appeal_decided": _said("reason"),
    "urged": _said("text"),
    "ordered": _said("text"),
    "order_answered": _said("reason"),
    "number_given": _said("number"),
    "decision_made": _decided,
    "feel_warning": _warned,
    "notified": _said("text"),
    "incident": _said("text"),
    "clock_resumed": _resumed,
    "clock_recounted": _recounted,
    "check_digit_overridden": _released,
    "unmasked": _unmasked,
    "round_opened": _called,
    "handler_absent": _person_and_why,
    "handler_recused": _person_and_why,
    "vote_closed": _said("reason"),
    "recused": _person_and_why,
    "reader_added": _person_and_why,
    "attempt_refused": _refused,
    "time_corrected": _said("reason"),
    "act_asked": _asked,
    "act_decided": _said("reason"),
    "case_suspended": _suspended,
    "case_resumed": _resumed,
    "fact_corrected": _corrected,
    "rung_voided": _reached,
    "stop_wanting": _wanting,
}


def legal_text_of(value: object) -> str:
    """Return a stored moment as the law writes it."""
    from_text = value if isinstance(value, str) else ""
    return legal_text(datetime.fromisoformat(from_text)) if from_text else ""
