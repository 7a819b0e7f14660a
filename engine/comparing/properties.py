"""The properties of elements in a designer's words: their names, and what their keys name."""

from collections.abc import Callable

from .change import Words, listed, quoted
from .side import Side

PROPERTIES = {
    "name_en": Words("英文名", "English name"),
    "form": Words("表单", "form"),
    "section": Words("科室", "section"),
    "post": Words("岗位", "post"),
    "limit": Words("时限", "limit"),
    "not_same_as": Words("不得由办过下列环节的人办理", "not by who did"),
    "result": Words("结论字段", "field with the result"),
    "needs_running": Words("停表期间不能办理的时限", "limits that must be running"),
    "documents": Words("文书", "documents"),
    "set": Words("写进办件的内容", "what is written to the case"),
    "message": Words("消息", "message"),
    "button": Words("按钮", "button"),
    "button_en": Words("按钮英文", "button in English"),
    "early": Words("提前接收的条件", "when the message may come early"),
    "copy": Words("抄送科室", "copied to"),
    "collection": Words("多实例的集合", "collection of the multi-instance"),
    "item": Words("条目名", "name of the item"),
    "item_view": Words("条目可见的内容", "what is seen of the item"),
    "assignee": Words("办理人", "assignee"),
    "several": Words("多人办理方式", "how several persons act"),
    "share": Words("同意比例", "share that agrees"),
    "quorum": Words("法定人数", "quorum"),
    "vote": Words("表决字段", "field of the vote"),
    "convener": Words("召集人", "convener"),
    "recuse": Words("须回避的人", "who must recuse"),
    "operation": Words("操作", "operation"),
    "payload": Words("随消息给出的内容", "content of the message"),
    "decision": Words("决策", "decision"),
    "file": Words("决策表文件", "file of the decision"),
    "inputs": Words("决策的输入", "inputs of the decision"),
    "number": Words("编号规则", "series of numbers"),
    "scope": Words("作用于环节", "acts on"),
    "ground": Words("停表事由", "ground to stop"),
    "days": Words("天数", "days"),
    "asked_at": Words("提出时刻", "moment asked"),
    "limits": Words("时限", "limits"),
    "to": Words("告知对象", "who is told"),
    "text": Words("告知内容", "text"),
    "service": Words("外部系统", "outside system"),
    "specialities": Words("专业", "specialities"),
    "minimum": Words("最少名额", "fewest experts"),
    "odd": Words("须为单数", "odd number"),
    "avoid": Words("须回避的单位和人", "units and persons to avoid"),
    "reveal_on": Words("公布姓名的日子", "day the names are shown"),
    "raises": Words("提出问题项的列表", "list that raises problems"),
    "rectifies": Words("提交整改的列表", "list that rectifies problems"),
    "rechecks": Words("复验问题项的列表", "list that rechecks problems"),
    "asks_extension": Words("申请延期的列表", "list that asks for extensions"),
    "grants_extension": Words("决定延期的列表", "list that grants extensions"),
}

OPERATIONS = {
    "check_codes": Words("查共享证照", "check registers"),
    "issue_document": Words("出具文书", "issue documents"),
    "number": Words("编号", "give a number"),
    "suspend_clock": Words("停表", "stop clocks"),
    "resume_clock": Words("恢复计时", "resume clocks"),
    "extend_clock": Words("延期", "extend a limit"),
    "notify": Words("告知", "notify"),
    "publish": Words("公示", "publish"),
    "call": Words("请外部系统办理", "call an outside system"),
    "draw_experts": Words("抽取专家", "draw experts"),
    "archive": Words("归档", "archive"),
}
SEVERAL = {
    "all": Words("会签", "all sign"),
    "any": Words("或签", "any one signs"),
    "sequence": Words("依次", "one after another"),
}


def _key(table: dict[str, Words]) -> Callable[[Side, str], Words]:
    return lambda side, value: table.get(value, quoted(value))


_SAYINGS: dict[str, Callable[[Side, str], Words]] = {
    "form": lambda side, value: side.form(value),
    "section": lambda side, value: side.several(value, side.section),
    "copy": lambda side, value: side.several(value, side.section),
    "post": lambda side, value: side.several(value, side.post),
    "convener": lambda side, value: side.post(value),
    "limit": lambda side, value: side.several(value, side.limit),
    "limits": lambda side, value: side.several(value, side.limit),
    "needs_running": lambda side, value: side.several(value, side.limit),
    "documents": lambda side, value: side.several(value, side.document),
    "not_same_as": lambda side, value: side.several(value, side.element),
    "scope": lambda side, value: side.several(value, side.element),
    "number": lambda side, value: side.number(value),
    "operation": _key(OPERATIONS),
    "several": _key(SEVERAL),
}


def property_words(side: Side, key: str, value: str) -> Words:
    """Return a property's value as one says it; FEEL stands as it was written."""
    say = _SAYINGS.get(key)
    if say is None or value.startswith("="):
        return quoted(value.removeprefix("="))
    return say(side, value) if value.strip() else listed(())
