"""Silence never grants: from a timer, no way leads to a grant without a person in between."""

import re
from collections.abc import Collection, Iterator

from .finding import Finding, error
from .model import Element, Process
from .naming import label
from .wiring import Wiring

PEOPLE = ("userTask", "manualTask", "task")


def paths_from_timers_without_user_task(
    process: Process, grants: Collection[str]
) -> tuple[Finding, ...]:
    """Return a finding for each timer from which one of `grants` is reached without a user task.

    Source: 行政许可法 grants no first licence by silence (renewal differs: 第五十条).
    """
    timers = [e for e in process.elements.values() if _is_told_by_time(e)]
    walker = _Walker(process)
    return tuple(
        _silent(timer, process.elements[grant])
        for timer in timers
        for grant in grants
        if grant in process.elements and grant in walker.reached_from(timer)
    )


def granted_from(process: Process, element_id: str, grants: Collection[str]) -> list[str]:
    """Return which of `grants` a token put on an element comes to with no person on the way."""
    reached = _Walker(process).reached_at(process.elements[element_id])
    return [grant for grant in grants if grant in reached]


def _is_told_by_time(element: Element) -> bool:
    asks_the_time = re.search(r"\b(now|today)\s*\(", element.expression or "")
    return element.event == "timer" or (element.event == "conditional" and bool(asks_the_time))


class _Walker:
    """Follows a token through scopes until it comes to a person."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.elements = process.elements
        self.wiring = Wiring(process.elements, process.flows)

    def reached_from(self, timer: Element) -> set[str]:
        """Return every element a token may come to after `timer`, with no person on the way."""
        return self._reached(list(self._after(timer)))

    def reached_at(self, element: Element) -> set[str]:
        """Return `element` and what comes after it, with no person on the way."""
        return self._reached([element.id])

    def _reached(self, queue: list[str]) -> set[str]:
        seen: set[str] = set()
        while queue:
            here = queue.pop()
            if here not in seen:
                seen.add(here)
                queue += self._steps(self.elements[here])
        return seen

    def _steps(self, element: Element) -> Iterator[str]:
        """Yield where a token goes that has come to `element`."""
        inside = element.called or element.id
        yield from self.wiring.boundaries[element.id]
        if element.type in PEOPLE and not element.loop:
            return
        if element.type in ("subProcess", "callActivity"):
            yield from (s.id for s in self.wiring.starts_of(inside))
            yield from self._armed(inside)
        # A collection may be empty: then nobody is asked.
        if element.type not in ("subProcess", "callActivity") or element.multi:
            yield from self._after(element)

    def _armed(self, scope: str) -> Iterator[str]:
        for inner in self.wiring.inside[scope]:
            if inner.triggered:
                yield from (s.id for s in self.wiring.starts_of(inner.id))

    def _after(self, element: Element) -> Iterator[str]:
        """Yield where a token goes that has done `element`: on, or out of its scope."""
        ahead = [t for t in self.wiring.next_of(element.id) if t not in self._events_on(element)]
        yield from ahead
        if ahead and element.event != "terminate":
            return
        for around in self._around(element):
            yield from self._after(around)
            yield from (b for b in self._events_on(around) if self._is_thrown(b))

    def _events_on(self, element: Element) -> list[str]:
        return self.wiring.boundaries[element.id]

    def _is_thrown(self, element_id: str) -> bool:
        return self.elements[element_id].event in ("error", "escalation")

    def _around(self, element: Element) -> Iterator[Element]:
        if element.parent_id is not None:
            yield self.elements[element.parent_id]
            return
        yield from (e for e in self.elements.values() if e.called == element.process_id)


def _silent(timer: Element, grant: Element) -> Finding:
    return error(
        timer.id,
        "silence_grants",
        f"{label(timer)}到期后,不经任何人办理就会走到{label(grant)}",
        f"After {label(timer)} runs out, {label(grant)} is reached without a person",
        ("请在这条路上画一个用户任务:沉默不产生许可", "Draw a user task on the way"),
    )
