"""Working time as one line of minutes, so that generated cases happen in office hours only."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from engine.days import ZONE
from engine.limits.calendar import Calendar

#: 09:00-12:00 and 13:00-17:00.
MORNING, DAY = 180, 420


@dataclass(frozen=True)
class WorkingTime:
    """The working days of a stretch; minute 0 is 09:00 of the first, minute 420 of the second."""

    days: tuple[date, ...]

    def moment(self, minute: int) -> datetime:
        """Return the moment of a working minute."""
        day, of_day = divmod(minute, DAY)
        passed = of_day if of_day < MORNING else of_day + 60
        return datetime.combine(self.days[day], time(9), ZONE) + timedelta(minutes=passed)

    def minute(self, moment: datetime) -> int:
        """Return the working minute at or after a moment."""
        local = moment.astimezone(ZONE)
        day = sum(each < local.date() for each in self.days)
        if day == len(self.days) or self.days[day] != local.date():
            return day * DAY
        passed = max(0, local.hour * 60 + local.minute - 9 * 60)
        lunch = min(60, max(0, passed - MORNING))
        return day * DAY + min(DAY, passed - lunch)


def working_time(first: date, last: date, calendar: Calendar) -> WorkingTime:
    """Return the working days from `first` to `last`, both included."""
    span = (last - first).days + 1
    days = (first + timedelta(days=number) for number in range(span))
    return WorkingTime(tuple(day for day in days if calendar.is_working(day)))
