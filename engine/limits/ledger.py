"""The facts a clock stores, and the days its legal stops take out of the count."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import cached_property

from engine.limits.errors import CountingError
from engine.limits.excluded import Excluded
from engine.limits.moments import SHANGHAI, Ends, day_of, require_aware
from engine.limits.units import Amount


@dataclass(frozen=True)
class Suspension:
    """A legal stop of a clock, in force from its approval to its resumption (行政许可法 45).

    Moments may be bare dates where only days are counted; limits in hours need instants.
    """

    stopped_at: datetime | date
    #: None while the stop is open.
    resumed_at: datetime | date | None
    #: What stops, for people, such as 专家评审.
    ground: str
    #: Number of the document that told the applicant.
    document: str | None = None
    #: The English name of the ground; the Chinese one stands in.
    ground_en: str = ""

    def __post_init__(self) -> None:
        """Refuse a stop that ends before it begins."""
        if self.resumed_at is not None and _is_before(self.resumed_at, self.stopped_at):
            raise CountingError(
                f"停表“{self.ground}”的恢复日早于停表日，请更正",
                f"the stop {self.ground!r} is resumed before it begins; correct its days",
                code="invalid_suspension",
            )

    @property
    def is_open(self) -> bool:
        """Tell whether the clock still stands."""
        return self.resumed_at is None


def _is_before(moment: datetime | date, other: datetime | date) -> bool:
    if isinstance(moment, datetime) and isinstance(other, datetime):
        return require_aware(moment) < require_aware(other)
    return day_of(moment) < day_of(other)


@dataclass(frozen=True)
class Exclusion:
    """Days in a row that do not count, both ends included, and why."""

    first: date
    last: date
    ground: str
    note_zh: str
    note_en: str

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last


def exclusions(
    suspensions: Iterable[Suspension], *, until: date | None = None, tz: tzinfo = SHANGHAI
) -> tuple[Exclusion, ...]:
    """Return the days each suspension takes out of the count.

    A stop that spans a 24:00 takes out every day from the stop to the resumption, both included
    (自停表之日起至恢复之日止不计算); a stop resumed the same day takes out nothing. An open stop
    runs to `until`, as if resumed then; without `until` it takes out nothing yet.
    """
    spans = ((stop, day_of(stop.stopped_at, tz), _end(stop, until, tz)) for stop in suspensions)
    return tuple(
        Exclusion(first, last, stop.ground, *_note(stop))
        for stop, first, last in spans
        if last is not None and first < last
    )


def _end(stop: Suspension, until: date | None, tz: tzinfo) -> date | None:
    return until if stop.resumed_at is None else day_of(stop.resumed_at, tz)


def _note(stop: Suspension) -> tuple[str, str]:
    document = f" ({stop.document})" if stop.document else ""
    zh = f"停表：{stop.ground}" + (f"（{stop.document}）" if stop.document else "")
    return zh, f"clock stopped: {stop.ground_en or stop.ground}{document}"


def excluded_days(
    suspensions: Iterable[Suspension], *, until: date | None = None, tz: tzinfo = SHANGHAI
) -> Excluded:
    """Return every day that does not count: the union over all suspensions."""
    return Excluded.union(
        (one.first, one.last) for one in exclusions(suspensions, until=until, tz=tz)
    )


@dataclass(frozen=True)
class Facts:
    """All that a clock stores: what it counts from, its budget, its extensions and its stops."""

    #: The day of the start fact, or its instant; limits in hours need the instant.
    start: date | datetime
    amount: Amount
    #: Approved lengthenings, in the amount's unit.
    extensions: tuple[int, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    ends: Ends | str = Ends.MIDNIGHT

    def __post_init__(self) -> None:
        """Refuse a limit in hours that starts on a bare date."""
        if self.amount.unit.is_hours and not isinstance(self.start, datetime):
            raise CountingError(
                f"以小时计的时限（{self.amount}）须从具体时刻起算，而不是日期 {self.start}",
                f"a limit in hours ({self.amount}) starts at an instant, not on the date "
                f"{self.start}",
                code="invalid_instant",
            )

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        # Worked out once: very many clocks are looked up by facts they share.
        return hash((self.start, self.amount, self.extensions, self.suspensions, self.ends))

    @property
    def budget(self) -> Amount:
        """Return the amount with its extensions."""
        return self.amount.plus(sum(self.extensions)) if self.extensions else self.amount

    @property
    def start_at(self) -> datetime:
        """Return the instant of the start fact; only limits in hours are sure to have one."""
        if not isinstance(self.start, datetime):
            raise TypeError(f"the start {self.start} is a date, not an instant")
        return require_aware(self.start)

    def start_on(self, tz: tzinfo = SHANGHAI) -> date:
        """Return the day of the start fact."""
        return day_of(self.start, tz)

    def open_since(self, tz: tzinfo = SHANGHAI) -> date | None:
        """Return the day from which the clock stands, or None while it runs."""
        return min(
            (day_of(stop.stopped_at, tz) for stop in self.suspensions if stop.is_open),
            default=None,
        )
