"""The limits of one evaluation and the state that is charged against them.

A text is bounded by its length, so straight code is free: only what repeats charges. Every
iteration and call charges the size of its body, every built-in the size of what it reads and makes.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.feel.errors import LimitExceeded
from engine.feel.warnings import Warning

LIMITS = {
    "steps": 200_000,
    "depth": 60,
    "list": 100_000,
    "string": 1_000_000,
    "source": 10_000,
    "nesting": 60,
}
MAX_DEPTH = LIMITS["depth"]
MAX_LIST = LIMITS["list"]
MAX_STRING = LIMITS["string"]
STEPS = LIMITS["steps"]
CHARACTERS_PER_STEP = 16

DEFAULT_ZONE = "Asia/Shanghai"


class Run:
    """Hold what one evaluation reads and has left; never shared between threads."""

    __slots__ = ("depth", "functions", "now", "root", "steps", "types", "warnings", "zone")

    def __init__(
        self,
        root: Mapping[str, object],
        now: datetime | None = None,
        functions: Mapping[str, Any] | None = None,
        warnings: list[Warning] | None = None,
        zone: str = DEFAULT_ZONE,
        types: Mapping[str, object] | None = None,
    ) -> None:
        """Start with a full budget; `root` is read only.

        `types` maps names to `types.Type`, `functions` to `host.Lent`.
        """
        self.root = root
        self.now = now
        self.functions = functions
        self.warnings = warnings
        self.zone = zone
        self.types = types
        self.steps = STEPS
        self.depth = 0

    def charge(self, steps: int) -> None:
        """Take `steps` from the budget; raise LimitExceeded when it is used up."""
        self.steps -= steps
        if self.steps < 0:
            raise LimitExceeded("steps", STEPS)

    def charge_list(self, length: int) -> None:
        """Pay for making or reading a list of `length` items."""
        if length > MAX_LIST:
            raise LimitExceeded("list", MAX_LIST)
        self.charge(length)

    def charge_string(self, length: int) -> None:
        """Pay for making or reading a text of `length` characters."""
        if length > MAX_STRING:
            raise LimitExceeded("string", MAX_STRING)
        self.charge(length // CHARACTERS_PER_STEP)

    def enter(self) -> None:
        """Go one call deeper; the caller takes it back with `leave`."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise LimitExceeded("depth", MAX_DEPTH)

    def leave(self) -> None:
        """Come back from a call."""
        self.depth -= 1

    def warn(self, warning: Warning) -> None:
        """Keep a warning once, if the caller wants warnings at all."""
        if self.warnings is not None and warning not in self.warnings:
            self.warnings.append(warning)


class Frame:
    """Bind local names; `names` is a Context of FEEL values, or a plain dict of host data."""

    __slots__ = ("names", "outer")

    def __init__(self, names: dict[str, object], outer: "Frame | None") -> None:
        """Lie over `outer`; None is the root context of the run."""
        self.names = names
        self.outer = outer
