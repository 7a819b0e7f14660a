"""What a walk found, for people and for programs."""

from collections.abc import Iterator
from typing import Any

from web.walking.covering import Item, shares
from web.walking.exploring import Walk

#: Failures shown to a person; the JSON has all.
MOST_FAILURES = 20

NAMES = {
    "flow": ("流向", "flows"),
    "end": ("结束事件", "ends"),
    "rung": ("时限档", "rungs"),
    "refusal": ("表单退回规则", "refusals"),
}


def as_data(walk: Walk) -> dict[str, Any]:
    """Return a walk as JSON: what was covered of what, what was not and why, and the failures."""
    coverage = walk.coverage
    return {
        "matter": walk.definition.matter_key,
        "definition": walk.definition.id,
        "covered": shares(coverage),
        "is_whole": coverage.is_whole,
        "missing": [_data(one, coverage.reasons) for one in coverage.missing()],
        "failures": [{"deed": deed, "times": times} for deed, times in walk.failures.most_common()],
        "seconds": round(walk.seconds, 1),
        "cpu_seconds": round(walk.cpu_seconds, 1),
        "deeds": walk.deeds,
        "states": walk.states,
    }


def _data(item: Item, reasons: Any) -> dict[str, Any]:
    reason = reasons.get(f"{item.kind}:{item.key}")
    return {"kind": item.kind, "key": item.key, "name": item.name, "reason": reason}


def as_lines(walk: Walk) -> Iterator[str]:
    """Yield a walk as lines of text, Chinese first."""
    matter, coverage = walk.definition.matter, walk.coverage
    yield (
        f"{matter.name} · v{walk.definition.version}：{walk.deeds} 次操作，{walk.states} 个状态，"
        f"{walk.seconds:.1f} 秒（处理器 {walk.cpu_seconds:.1f} 秒） / {walk.deeds} deeds, "
        f"{walk.states} states, {walk.seconds:.1f} s ({walk.cpu_seconds:.1f} s of processor time)"
    )
    for kind, counts in shares(coverage).items():
        zh, en = NAMES[kind]
        yield f"  {zh} / {en}: {counts['seen']} / {counts['of']}"
    for item in coverage.missing():
        reason = coverage.reasons.get(f"{item.kind}:{item.key}")
        zh = NAMES[item.kind][0]
        yield f"  未走到 / not covered: {zh} {item.key} {item.name}" + (
            f"（{reason}）" if reason else ""
        )
    if coverage.unexplained():
        for deed, times in walk.failures.most_common(MOST_FAILURES):
            yield f"  办不成 / failed ×{times}: {deed}"
