"""The only reader of real time: everything else is handed an aware UTC datetime.

Real time may jump: a machine's clock is set right, or wrong, or it slept. What it shows is
followed, for nobody here knows better, but a jump is logged for the administrator to judge. That
the time of a case never runs back, whichever machine and process acts on it, is seen to where it
is written down (`engine.records.in_order`).
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

log = logging.getLogger(__name__)

#: What the machine's clock and its count of seconds may part by between two looks.
UNREMARKED = timedelta(minutes=1)
#: Counts while the machine sleeps too, where the system can.
COUNT = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


class Clock(Protocol):
    """Anything that can say what time it is."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        ...


def read_machine() -> tuple[datetime, float]:
    """Return real time, and seconds counted since some moment in the past."""
    return datetime.now(UTC), time.clock_gettime(COUNT)


@dataclass(eq=False)
class Machine:
    """The machine's clock, compared at each look with the seconds counted since the last."""

    read: Callable[[], tuple[datetime, float]] = read_machine
    _last: tuple[datetime, float] | None = None

    def now(self) -> datetime:
        """Return real time; log when it was set since the last look."""
        last, (real, counted) = self._last, self.read()
        self._last = real, counted
        if last is not None:
            _tell_jump(real - last[0] - timedelta(seconds=counted - last[1]), real)
        return real


def _tell_jump(jump: timedelta, real: datetime) -> None:
    if abs(jump) > UNREMARKED:
        log.error(
            "clock_jumped: the machine's clock went %s by %s and shows %s; "
            "if that is wrong, set it right before limits are counted by it",
            "on" if jump > timedelta(0) else "back",
            abs(jump),
            f"{real:%Y-%m-%d %H:%M:%SZ}",
        )


#: The one this process runs on.
MACHINE = Machine()


@dataclass(frozen=True)
class SystemClock:
    """The machine's own clock, moved by a fixed offset in demo mode."""

    #: Added to real time; zero outside the demo.
    offset: timedelta = timedelta(0)
    machine: Machine = field(default=MACHINE, compare=False, repr=False)

    def now(self) -> datetime:
        """Return real time plus the offset."""
        return self.machine.now() + self.offset


@dataclass
class SettableClock:
    """A clock that stands still until it is moved; forward only."""

    instant: datetime
    moves: list[datetime] = field(default_factory=list)

    def now(self) -> datetime:
        """Return the moment the clock was last set to."""
        return self.instant

    def move_to(self, instant: datetime) -> None:
        """Set the clock; raises ValueError when `instant` is naive or lies in the past."""
        if instant.tzinfo is None:
            raise ValueError("a clock needs an aware datetime")
        if instant < self.instant:
            raise ValueError("a clock only moves forward")
        self.instant = instant
        self.moves.append(instant)
