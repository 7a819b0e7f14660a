"""Count days of the Gregorian calendar for any year, also before 1 and after 9999."""

DAYS_IN_400_YEARS = 146_097
# Day 0 is 1970-01-01; a year counted from March makes the leap day its last day.
_DAYS_TO_1970 = 719_468


def day_number(year: int, month: int, day: int) -> int:
    """Return the days since 1970-01-01."""
    march_year = year - (month <= 2)
    era, year_of_era = divmod(march_year, 400)
    day_of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    day_of_era = year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year
    return era * DAYS_IN_400_YEARS + day_of_era - _DAYS_TO_1970


def from_day_number(number: int) -> tuple[int, int, int]:
    """Return year, month and day of a day counted from 1970-01-01."""
    era, day_of_era = divmod(number + _DAYS_TO_1970, DAYS_IN_400_YEARS)
    leaps = day_of_era // 1460 - day_of_era // 36_524 + day_of_era // 146_096
    year_of_era = (day_of_era - leaps) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    march_month = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * march_month + 2) // 5 + 1
    month = (march_month + 2) % 12 + 1
    return era * 400 + year_of_era + (month <= 2), month, day


def is_leap(year: int) -> bool:
    """Tell whether `year` has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    """Return 28 to 31."""
    if month == 2:
        return 29 if is_leap(year) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def weekday(number: int) -> int:
    """Return 1 (Monday) to 7 (Sunday) of a day counted from 1970-01-01, a Thursday."""
    return (number + 3) % 7 + 1


def week_of_year(number: int) -> int:
    """Return the ISO 8601 week, 1 to 53: the week belongs to the year of its Thursday."""
    thursday = number - weekday(number) + 4
    year, _, _ = from_day_number(thursday)
    return (thursday - day_number(year, 1, 1)) // 7 + 1
