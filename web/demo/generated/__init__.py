"""Fifty closed cases of September and October, made up with a fixed seed by the same use cases.

They fill the numbers between the told stories, so that lists, search and averages have something
to show; each is marked as generated.
"""

import random
from collections.abc import Iterator
from datetime import date

from engine.limits.calendar import Calendar
from web.demo.acts import Act, moment
from web.demo.generated.office import WorkingTime, working_time
from web.demo.generated.telling import Telling
from web.demo.generated.works import SEED, generated_lots

LOTS = generated_lots()

#: Numbers they fill, and between which receipts: 0346-0351 come before 0352, and so on.
STRETCHES = (
    (range(346, 352), "09-17 09:00", "09-22 09:30"),
    (range(353, 371), "09-22 10:00", "10-10 10:00"),
    (range(372, 390), "10-10 10:30", "10-21 10:50"),
    (range(391, 396), "10-21 11:20", "10-23 14:00"),
    (range(397, 398), "10-23 15:00", "10-26 14:00"),
    (range(399, 401), "10-26 15:00", "10-27 16:00"),
)
FIRST_DAY, LAST_DAY = date(2026, 9, 17), date(2026, 10, 30)

#: What is not a plain grant, by place among the fifty.
TURNS = {
    0: "returned",
    3: "supplemented",
    8: "visited",
    11: "refused",
    15: "promised",
    19: "supplemented",
    22: "not_ours",
    26: "refused",
    30: "promised",
    34: "visited",
    37: "refused",
    40: "supplemented",
}


def stories() -> tuple[tuple[Act, ...], ...]:
    """Return the fifty cases as acts."""
    chance = random.Random(SEED)  # noqa: S311 - demo data, and it must come out the same each time
    office = working_time(FIRST_DAY, LAST_DAY, Calendar.national())
    received = [row for stretch in STRETCHES for row in _receipts(office, *stretch)]
    return tuple(
        tuple(Telling(office, chance, number, lot, TURNS.get(place, "granted"), at).acts())
        for place, ((number, at), lot) in enumerate(zip(received, LOTS, strict=True))
    )


def _receipts(
    office: WorkingTime, numbers: range, after: str, before: str
) -> Iterator[tuple[str, int]]:
    first, last = office.minute(moment(after)), office.minute(moment(before))
    step = (last - first) / (len(numbers) + 1)
    for place, number in enumerate(numbers, start=1):
        yield f"SGXK-2026-{number:04}", first + round(step * place)
