"""What of BPMN is run: the page docs/bpmn-support.md, made from the tables the check reads.

`python -m engine.bpmn.support > docs/bpmn-support.md` writes it anew.
"""

import sys
from collections.abc import Iterable
from typing import Any

from .drawing import ACTIVITIES, EVENTS, GATEWAYS
from .rules_of_events import SCOPE_TRIGGERS, TRIGGERS
from .vocabulary import (
    ABSTRACT,
    ATTRIBUTES,
    DRAWN,
    REFUSED,
    REFUSED_ATTRIBUTES,
    RUN,
    VENDORS,
    Refusal,
)

_HEAD = """# BPMN 支持表 / What of BPMN is run

由 `python -m engine.bpmn.support` 从代码生成,请勿手改。
Made from the code by `python -m engine.bpmn.support`; do not edit.

一个元素要么照 BPMN 2.0.2 执行,要么只是图,要么在检查时拒绝;没有第四种。
表里没有的名称一律拒绝。表达式只有 FEEL。
An element is run as BPMN 2.0.2 says, or it is drawing only, or the check refuses it; there is no
fourth way. A name that is in no table is refused. Every expression is FEEL.
"""

_RULES = (
    (
        "每层流程一个开始事件;定时、信号、条件不能发起办件",
        "One start event a scope; no timer, signal or condition starts a case",
    ),
    (
        "一个事件一个触发条件",
        "One trigger an event",
    ),
    (
        "一个文件一个要执行的流程,其余由调用活动调用",
        "One process to run a file; others are called",
    ),
    (
        "调用活动调用同一文件里的流程,或 `_shared` 文件夹里的共用流程",
        "A call activity calls a process of the same file, or a shared one of the folder `_shared`",
    ),
    (
        "链接两端在同一层,名称相同",
        "Both ends of a link lie in one scope and bear one name",
    ),
    (
        "信号只在本办件内传播",
        "A signal is heard within its case only",
    ),
    (
        "消息由人或系统交给一个办件的一个活动",
        "A message is delivered to one activity of one case",
    ),
    (
        "条件事件在办件停下时求值;不中断的,由假变真才触发",
        "Conditions are asked whenever a case rests; one beside its host fires as it becomes true",
    ),
    (
        "定时写 `timeDate` 或 `timeDuration`,值是 FEEL 或 ISO 8601",
        "Timers have a `timeDate` or `timeDuration`: FEEL or ISO 8601",
    ),
    (
        "多人办理:多实例用户任务写属性 `several`(all、any、sequence)、`share`、`quorum`、`vote`",
        "Several do a multi-instance user task: properties `several`, `share`, `quorum`, `vote`",
    ),
    (
        "终止事件只结束所在的一层",
        "A terminate event ends its own scope",
    ),
    (
        "编号不能含点号,不能用 `Start`、`End`、`Root` 等保留名",
        "Ids have no dot and are not `Start`, `End`, `Root` and the like",
    ),
)


def page() -> str:
    """Return the page as Markdown."""
    parts = (_HEAD, _events(), _run(), _rules(), _drawn(), _refused(), _attributes(), _vendors())
    return "\n".join(part.strip("\n") + "\n" for part in parts)


def offered() -> dict[str, Any]:
    """Return what an editor may offer: {tags, triggers, scopeTriggers}; "" is no trigger."""
    return {
        "tags": [tag for tag in (*ACTIVITIES, *EVENTS, *GATEWAYS, "sequenceFlow") if tag in RUN],
        "triggers": {tag: [kind or "" for kind in kinds] for tag, kinds in TRIGGERS.items()},
        "scopeTriggers": list(SCOPE_TRIGGERS),
    }


def _events() -> str:
    kinds = [None, *dict.fromkeys(k for ks in TRIGGERS.values() for k in ks if k)]
    columns: dict[str, tuple[str | None, ...]] = {**TRIGGERS, "event sub-process": SCOPE_TRIGGERS}
    rows = [
        [kind or "(none)", *("✓" if kind in allowed else "–" for allowed in columns.values())]
        for kind in kinds
    ]
    rows += [[kind, *("–" for _ in columns)] for kind in ("compensate", "cancel", "multiple")]
    title = "## 事件与触发条件 / Events and their triggers\n\n"
    return title + _table(["trigger", *columns], rows)


def _run() -> str:
    groups = {
        "活动 / activities": ACTIVITIES,
        "事件 / events": EVENTS,
        "网关 / gateways": GATEWAYS,
        "触发条件 / triggers": sorted(t for t in RUN if t.endswith("EventDefinition")),
    }
    named = {tag for tags in groups.values() for tag in tags}
    groups["其余 / other"] = sorted(RUN - named)
    rows = [[name, _tags(t for t in tags if t in RUN)] for name, tags in groups.items()]
    return "## 执行 / Run\n\n" + _table(["", "elements"], rows)


def _rules() -> str:
    return "## 另外的规则 / Further rules\n\n" + _table(["规则", "rule"], [[*r] for r in _RULES])


def _drawn() -> str:
    return "## 只是图 / Drawing only\n\n" + _tags(sorted(DRAWN)) + "\n"


def _refused() -> str:
    title = "## 拒绝 / Refused\n\n"
    return title + _refusals("element", REFUSED)


def _attributes() -> str:
    rows = [[f"`{tag}`", _tags(ATTRIBUTES[tag].split())] for tag in ATTRIBUTES if tag in RUN]
    allowed = _table(["element", "attributes"], [row for row in rows if row[1]])
    refused = _refusals("attribute", REFUSED_ATTRIBUTES)
    return (
        "## 属性 / Attributes\n\n除 `id`、`name` 外;`a=v` 表示只能取这个值。\n"
        "Beside `id` and `name`; `a=v` admits that value only.\n\n"
        f"{allowed}\n其余属性拒绝。All others are refused.\n\n{refused}"
    )


def _vendors() -> str:
    names = ", ".join(f"`{name}:`" for name in sorted(set(VENDORS.values()) - {"spiffworkflow"}))
    abstract = _tags(sorted(ABSTRACT))
    return (
        "## 其他引擎的扩展 / Extensions of other engines\n\n"
        f"{names}:会改变执行,所以拒绝;用 `banjie import` 转换。\n"
        "They would change what happens and are refused; `banjie import` maps them.\n"
        "`spiffworkflow:properties` 是我们的属性。\n"
        "`spiffworkflow:properties` holds our properties.\n"
        "其他命名空间的扩展不执行,只提醒。Extensions of other namespaces are passed over "
        "with a remark.\n\n"
        f"抽象类型,文件里不会出现 / abstract types, never in a file: {abstract}\n"
    )


def _refusals(head: str, refusals: dict[str, Refusal]) -> str:
    grouped: dict[Refusal, list[str]] = {}
    for name, refusal in refusals.items():
        grouped.setdefault(refusal, []).append(name)
    rows = [
        [_tags(names), refusal.reason[0], refusal.remedy[0], refusal.reason[1], refusal.remedy[1]]
        for refusal, names in grouped.items()
    ]
    return _table([head, "原因", "改法", "reason", "remedy"], rows)


def _tags(names: Iterable[str]) -> str:
    return " ".join(f"`{name}`" for name in names)


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


if __name__ == "__main__":
    sys.stdout.write(page())
