"""A stop watched itself: longer than told, or without its document in time (停表的监督).

Each is found once: the stop's row says when to look next and what was found, so nothing grows
however often the sweep comes.
"""

from collections.abc import Iterator
from datetime import datetime

from engine import notices, people
from engine.days import ZONE, day_of, legal_text
from engine.handling import Handling
from engine.limits.counting import last_day
from engine.limits.moments import end_of
from engine.limits.units import Amount, Unit
from engine.store.clocks import Stop

#: The document that tells the applicant is due within this time of the stop (本局规定, U): the
#: law says "书面告知" (行政许可法 45) and no time; `[special] document_within` overrides it.
DOCUMENT_WITHIN = Amount(1, Unit.WD)

UNDOCUMENTED, OVERLONG = "undocumented", "overlong"
WORDS = {
    UNDOCUMENTED: ("停表没有告知文书", "was stopped without the document that tells the applicant"),
    OVERLONG: ("停表超过告知的时间", "is stopped for longer than was told"),
}


def arm(handling: Handling, stop: Stop) -> None:
    """Write when the stop is to be looked at next; nothing when nothing could be found."""
    stop.watch_at = min((at for _, at in _waiting(handling, stop)), default=None)


def _waiting(handling: Handling, stop: Stop) -> Iterator[tuple[str, datetime]]:
    """Yield what the stop may still be found wanting in, with its legal instant."""
    special = handling.definition.matter.raw.get("special", {})
    found = stop.wanting or []
    if UNDOCUMENTED not in found and not stop.document_number:
        within = str(special.get("document_within", DOCUMENT_WITHIN))
        yield UNDOCUMENTED, _after(handling, stop, Amount.parse(within))
    # A limit that measures the time told raises its own card.
    is_measured = stop.activity_id and special.get("told_limit")
    if OVERLONG not in found and stop.told.isdigit() and int(stop.told) and not is_measured:
        yield OVERLONG, _after(handling, stop, Amount(int(stop.told), Unit.WD))


def _after(handling: Handling, stop: Stop, amount: Amount) -> datetime:
    last = last_day(day_of(stop.stopped_at), amount, handling.calendar)
    return end_of(last.day, ZONE)


def look(handling: Handling, stop: Stop) -> None:
    """Find what the stop is wanting in at `handling.at`: record it, tell those who answer for it.

    Its lamp is yellow from then on.
    """
    for what, at in _waiting(handling, stop):
        if at <= handling.at:
            stop.wanting = [*(stop.wanting or []), what]
            handling.record(
                "stop_wanting",
                what=what,
                level="yellow",
                ground=stop.ground,
                ground_name=stop.ground_name,
                instant=at,
            )
            _tell(handling, stop, what, at)
    arm(handling, stop)


def _tell(handling: Handling, stop: Stop, what: str, at: datetime) -> None:
    number, when = handling.case.number, legal_text(at)
    zh, en = WORDS[what]
    told = [*filter(None, (stop.asked_by, stop.approved_by)), *_supervisors(handling)]
    notices.notify(
        handling.session,
        dict.fromkeys(told),
        case=handling.case,
        at=at,
        zh=f"黄牌：{number} {zh}（{stop.ground_name}，{when}）",
        en=f"Yellow: {number} {en} ({stop.ground}, {when})",
        level="yellow",
    )


def _supervisors(handling: Handling) -> list[str]:
    return people.holders_of_post(handling.session, "supervisor", handling.day)
