"""The only reader of real time: everything else is handed an aware UTC datetime."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Anything that can say what time it is."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        ...


@dataclass(frozen=True)
class SystemClock:
    """The machine's own clock, moved by a fixed offset in demo mode."""

    #: Added to real time; zero outside the demo.
    offset: timedelta = timedelta(0)

    def now(self) -> datetime:
        """Return real time plus the offset."""
        return datetime.now(UTC) + self.offset


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
