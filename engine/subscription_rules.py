"""What a matter says of messages between cases: the rows `[[subscribe]]` of matter.toml.

[[subscribe]]
message = "card_raised"
when = 'message.colour = "red"'          # only these; always without it
correlate = "message.person"             # cases of one key take the same messages
delivers = "clue_found"                  # what it is called in this matter's diagram; else its name
opens = true                             # a new case when none of the key is open
values = "{person: message.person}"      # what the start, or the waiting step, gets
"""

from dataclasses import dataclass

from engine import feel
from engine.bpmn.finding import Finding, error
from engine.bpmn.model import Process
from engine.matters import Matter


@dataclass(frozen=True)
class Subscription:
    """What a matter does with a message."""

    place: int
    message: str
    when: str
    correlate: str
    #: The message of the diagram it becomes, so that one start event takes several.
    delivers: str
    opens: bool
    values: str


def subscriptions_of(matter: Matter) -> list[Subscription]:
    """Return the subscriptions of a matter, in their order."""
    return [
        Subscription(
            place=place,
            message=str(row.get("message", "")),
            when=str(row.get("when", "")),
            correlate=str(row.get("correlate", "")),
            delivers=str(row.get("delivers") or row.get("message", "")),
            opens=bool(row.get("opens", False)),
            values=str(row.get("values", "message")),
        )
        for place, row in enumerate(matter.raw.get("subscribe", ()))
    ]


def check_subscriptions(matter: Matter, process: Process) -> list[Finding]:
    """Return what keeps a matter's subscriptions from working."""
    starts = {e.message for e in process.elements.values() if e.type == "startEvent"}
    waits = {e.message for e in process.elements.values() if e.type != "startEvent"}
    found = []
    for one in subscriptions_of(matter):
        place = f"subscribe.{one.place + 1}"
        if not one.message:
            found.append(_finding(place, "缺少 message", "its message is missing"))
        elif one.delivers not in (starts if one.opens else waits):
            found.append(
                _finding(
                    place,
                    f"流程图没有{'以' if one.opens else '等待'}消息 {one.delivers} "
                    f"{'开始' if one.opens else '的环节'}",
                    f"no {'start event' if one.opens else 'step'} takes message {one.delivers}",
                )
            )
        for text in filter(None, (one.when, one.correlate, one.values)):
            try:
                feel.compile_expression(text)
            except feel.FeelError as fault:
                found.append(_finding(place, f"{text}：{fault.zh}", f"{text}: {fault.en}"))
    return found


def _finding(place: str, zh: str, en: str) -> Finding:
    remedy = ("在 matter.toml 中改正", "Correct it in matter.toml")
    return error(place, "subscription", f"{place}：{zh}", f"{place}: {en}", remedy)
