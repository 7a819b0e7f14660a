"""Working days by place: the n-th after or before a day, and how many lie between two.

Each year is walked once and then only looked up, so that a count costs the same whatever its
amount. The tables only ever grow by what the calendar gives; threads may share them.
"""

from collections.abc import Callable
from datetime import MAXYEAR, MINYEAR, date
from itertools import accumulate, compress
from typing import NamedTuple


class _Year(NamedTuple):
    """One year, walked."""

    #: The ordinal of 1 January.
    first: int
    #: How many working days lie before each day of the year, and before the next year.
    before: tuple[int, ...]
    #: The working days in their order.
    days: tuple[date, ...]


class WorkingDays:
    """The working days of one calendar."""

    def __init__(self, is_working: Callable[[date], bool]) -> None:
        """Take the calendar's judgement of a day, which never changes."""
        self._is_working = is_working
        self._years: dict[int, _Year] = {}

    def after(self, day: date, number: int) -> date:
        """Return the working day with this number, at least 1, after `day`.

        Raises OverflowError after the year 9999.
        """
        number_of_year = day.year
        year = self._years.get(number_of_year) or self._walk(number_of_year)
        place = year.before[day.toordinal() - year.first + 1] + number
        while place > len(year.days):
            place -= len(year.days)
            number_of_year += 1
            year = self._years.get(number_of_year) or self._walk(number_of_year)
        return year.days[place - 1]

    def before(self, day: date, number: int) -> date:
        """Return the working day with this number, at least 1, before `day`.

        Raises OverflowError before the year 1.
        """
        number_of_year = day.year
        year = self._years.get(number_of_year) or self._walk(number_of_year)
        place = year.before[day.toordinal() - year.first] - number
        while place < 0:
            number_of_year -= 1
            year = self._years.get(number_of_year) or self._walk(number_of_year)
            place += len(year.days)
        return year.days[place]

    def between(self, after: date, until: date) -> int:
        """Return how many working days lie after one day, up to and including the other."""
        if until <= after:
            return 0
        years = (self._year(number) for number in range(after.year, until.year))
        return sum(len(year.days) for year in years) + self._passed(until) - self._passed(after)

    def _passed(self, day: date) -> int:
        """Return how many working days of its year have passed at the end of `day`."""
        year = self._year(day.year)
        return year.before[day.toordinal() - year.first + 1]

    def _year(self, number: int) -> _Year:
        return self._years.get(number) or self._walk(number)

    def _walk(self, number: int) -> _Year:
        if not MINYEAR <= number <= MAXYEAR:
            raise OverflowError(number)
        first, last = date(number, 1, 1).toordinal(), date(number, 12, 31).toordinal()
        days = [date.fromordinal(ordinal) for ordinal in range(first, last + 1)]
        is_worked = [self._is_working(day) for day in days]
        year = _Year(
            first, tuple(accumulate(is_worked, initial=0)), tuple(compress(days, is_worked))
        )
        self._years[number] = year
        return year
