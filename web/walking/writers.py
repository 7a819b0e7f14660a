"""Which elements of a diagram can still change what its conditions say.

A condition that reads only what nobody writes from here on has had its last word: what the
application said, or how a lot fell.
"""

import re
from collections.abc import Mapping

from engine.bpmn.model import Element, Process
from engine.checking_expressions import FUNCTIONS
from engine.feel import compile_expression

_OF_THE_DAY = re.compile(r"\b(now|today)\s*\(")


def writers_of(process: Process) -> Mapping[int, frozenset[str]]:
    """Return the elements that write what a condition reads, by the number of its flow.

    Absent is a condition that reads other things than the case's document, or what nobody writes.
    """
    found = {
        number: _writing(process, _roots(flow.condition))
        for number, flow in enumerate(process.flows)
        if flow.condition
    }
    return {number: writers for number, writers in found.items() if writers}


def _roots(condition: str) -> frozenset[str]:
    """Return the parts of the document a condition reads; none when it reads other things too."""
    compiled = compile_expression(condition)
    is_of_case = all(path[0] == "case" and len(path) > 1 for path in compiled.names)
    if not is_of_case or compiled.calls & FUNCTIONS or _OF_THE_DAY.search(condition):
        return frozenset()
    return frozenset(path[1] for path in compiled.names)


def _writing(process: Process, roots: frozenset[str]) -> frozenset[str]:
    elements = process.elements.values()
    return frozenset(one.id for one in elements if any(_writes(one, root) for root in roots))


def _writes(element: Element, root: str) -> bool:
    """Say whether an element may write a part of the document: to mention it is enough."""
    if root in (element.id, element.properties.get("form")):
        return True
    texts = (element.properties.get("set", ""), element.expression or "")
    return any(re.search(rf"\b{re.escape(root)}\b", text) for text in texts)
