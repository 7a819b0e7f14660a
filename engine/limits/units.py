"""What a limit is measured in: units and amounts."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date
from enum import StrEnum

from engine.limits.errors import CountingError, out_of_range

#: More of any unit is a slip of the pen, not a statute.
LARGEST_AMOUNT = 9999

_AMOUNT = re.compile(r"\s*(\d{1,6})\s*([A-Za-z]{2})\s*", re.ASCII)


class Unit(StrEnum):
    """The unit of a limit."""

    #: 工作日 (行政许可法 82)
    WD = "WD"
    #: 日 (自然日)
    ND = "ND"
    #: 月 (民法典 202)
    MO = "MO"
    #: 年
    YR = "YR"
    #: 小时, by the wall clock
    NH = "NH"
    #: 工作小时
    WH = "WH"

    @property
    def is_hours(self) -> bool:
        """Tell whether the unit runs from instant to instant instead of from day to day."""
        return self is Unit.NH or self is Unit.WH

    @property
    def is_months(self) -> bool:
        """Tell whether the unit runs to the same day of another month (民法典 202)."""
        return self is Unit.MO or self is Unit.YR

    @property
    def name_zh(self) -> str:
        """Return the measure word with its noun, as in 7 + 个工作日."""
        return _NAMES[self][0]

    def name_en(self, n: int) -> str:
        """Return the English name, plural unless `n` is 1."""
        return _NAMES[self][1] + ("" if n == 1 else "s")


_NAMES = {
    Unit.WD: ("个工作日", "working day"),
    Unit.ND: ("日", "day"),
    Unit.MO: ("个月", "month"),
    Unit.YR: ("年", "year"),
    Unit.NH: ("小时", "hour"),
    Unit.WH: ("个工作小时", "office hour"),
}

_IN_MONTHS = {Unit.MO: 1, Unit.YR: 12}


@dataclass(frozen=True)
class Amount:
    """A budget of time, at least one unit."""

    n: int
    unit: Unit

    def __post_init__(self) -> None:
        """Refuse what no law ever set."""
        if not 1 <= self.n <= LARGEST_AMOUNT:
            raise CountingError(
                f"时限数量须在 1 至 {LARGEST_AMOUNT} 之间，而不是 {self.n}",
                f"the amount must be between 1 and {LARGEST_AMOUNT}, not {self.n}",
                code="invalid_amount",
            )

    @classmethod
    def parse(cls, text: str) -> "Amount":
        """Read an amount such as "7WD"; raises CountingError."""
        match = _AMOUNT.fullmatch(text)
        if not match or match[2].upper() not in Unit.__members__:
            raise CountingError(
                f"时限“{text}”无法识别，请写成数字加单位，如 7WD（单位：WD、ND、MO、YR、NH、WH）",
                f"cannot read the amount {text!r}; write a number and one of "
                "WD, ND, MO, YR, NH, WH, such as 7WD",
                code="invalid_amount",
            )
        return cls(int(match[1]), Unit(match[2].upper()))

    def __str__(self) -> str:
        return f"{self.n}{self.unit}"

    @property
    def name_zh(self) -> str:
        """Return it for people, such as 7个工作日."""
        return f"{self.n}{self.unit.name_zh}"

    @property
    def name_en(self) -> str:
        """Return it for people, such as "7 working days"."""
        return f"{self.n} {self.unit.name_en(self.n)}"

    def plus(self, n: int) -> "Amount":
        """Return the amount lengthened by `n` of the same unit."""
        return Amount(self.n + n, self.unit)

    def exceeds(self, other: "Amount") -> bool | None:
        """Tell whether this is certainly longer; None where the two units cannot be compared.

        Months compare with years; otherwise only equal units do. A promised limit that exceeds
        its statutory one is refused when saved.
        """
        if {self.unit, other.unit} <= _IN_MONTHS.keys():
            return self.n * _IN_MONTHS[self.unit] > other.n * _IN_MONTHS[other.unit]
        return self.n > other.n if self.unit == other.unit else None


def add_months(day: date, months: int) -> date:
    """Return the same day `months` later (negative: earlier), else that month's last day.

    Source: 民法典 202. Raises CountingError outside the years 1 to 9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        raise out_of_range()
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_of(amount: Amount) -> int:
    """Return the length in months of an amount given in MO or YR."""
    return amount.n * _IN_MONTHS[amount.unit]
