"""Rules about tasks that several persons do, and about a person the diagram names."""

from collections.abc import Iterator

from .drawing import Drawing
from .finding import Finding, error
from .model import Element
from .naming import label
from .several import WAYS

#: Properties that mean something only where several act.
BELONGING = ("share", "quorum", "vote", "convener")


def check_several(drawing: Drawing) -> Iterator[Finding]:
    """Yield what is wrong with `several` and `assignee`."""
    for element in drawing.elements.values():
        if "several" in element.properties:
            yield from _several(element, drawing)
        else:
            yield from _alone(element)


def _several(element: Element, drawing: Drawing) -> Iterator[Finding]:
    way = element.properties["several"]
    if element.type not in ("userTask", "manualTask"):
        yield _fault(
            element,
            "不是人工任务，不能由几个人办理",
            "is no task of a person and cannot be done by several",
            ("请改用用户任务", "Use a user task"),
        )
    elif way not in WAYS:
        yield _fault(
            element,
            f"的 several 写作 {way}",
            f"has several = {way}",
            (
                "请写 all（会签）、any（或签）或 sequence（依次）",
                "Write all, any or sequence",
            ),
        )
    elif element.multi != WAYS[way]:
        yield _fault(
            element,
            f"写了 several = {way}，图上的多实例标记却不相符",
            f"has several = {way}, but the multi-instance marker drawn is another",
            (
                "all、any 画并行多实例（三条竖线），sequence 画串行多实例（三条横线）",
                "Draw a parallel marker for all and any, a sequential one for sequence",
            ),
        )
    elif _is_repeated(element, drawing):
        yield _fault(
            element,
            "处在另一个多实例之内，几个人的办理情况无法分开统计",
            "lies in another multi-instance, whose rounds could not be told apart",
            ("请画在多实例之外，或把外层改为循环", "Draw it outside, or make the outer one a loop"),
        )


def _alone(element: Element) -> Iterator[Finding]:
    for name in BELONGING:
        if name in element.properties:
            yield _fault(
                element,
                f"写了 {name} 却没有 several",
                f"has {name} without several",
                ("请补上 several，或去掉它", "Add several, or remove it"),
            )
    if "assignee" in element.properties and not (
        element.properties.get("section") and element.properties.get("post")
    ):
        yield _fault(
            element,
            "指定了办理人，却没有 section 和 post：该人须回避或离岗时无人接手",
            "names a person but no section and post: nobody could take over",
            ("请补上 section 和 post", "Add section and post"),
        )


def _is_repeated(element: Element, drawing: Drawing) -> bool:
    around = drawing.elements.get(element.parent_id or "")
    while around is not None:
        if around.multi in ("parallel", "sequential"):
            return True
        around = drawing.elements.get(around.parent_id or "")
    return False


def _fault(element: Element, zh: str, en: str, remedy: tuple[str, str]) -> Finding:
    name = label(element)
    return error(element.id, "several", f"{name}{zh}", f"{name} {en}", remedy)
