"""Shares of several handlers, and how a vote stands: counted from a round, without a database.

A round is what `engine.rounds` keeps of a step that several do: who was called, who acted with
which vote, who was absent, and who had to keep away.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

#: What a vote can be: 同意, 反对, 弃权.
YES, NO, ABSTAIN = WORDS = ("yes", "no", "abstain")
#: What the column of a tally says of somebody without a vote.
ABSENT, RECUSED, WAITING, ACTED = "absent", "recused", "waiting", "acted"


@dataclass(frozen=True)
class Share:
    """A part of those called: "2/3" is at least two thirds, ">1/2" more than half."""

    part: Fraction
    is_more: bool = False

    @classmethod
    def parse(cls, text: str) -> "Share":
        """Read a share; raises ValueError for what is none, or is not between 0 and 1."""
        found = re.fullmatch(r"\s*(>?)\s*(\d+(?:\.\d+)?|\d+/\d+)\s*", text)
        try:
            part = Fraction(found[2]) if found else Fraction(2)
        except ZeroDivisionError:
            raise ValueError(text) from None
        if not found or part > 1 or (found[1] and part == 1):
            raise ValueError(text)
        return cls(part, bool(found[1]))

    @property
    def text(self) -> str:
        """Return the share as it is read: "2/3", or ">1/2"."""
        return f"{'>' * self.is_more}{self.part}"

    def is_reached(self, number: int, of: int) -> bool:
        """Say whether `number` of `of` is this share; of nobody nothing is."""
        if of == 0:
            return False
        return Fraction(number, of) > self.part if self.is_more else number >= self.part * of


EVERYBODY = Share(Fraction(1))


@dataclass(frozen=True)
class Named:
    """One of those called, and what became of it."""

    key: str
    name: str
    #: yes | no | abstain, or acted where nothing is voted; absent | recused | waiting.
    vote: str
    #: Why absent or recused.
    reason: str = ""


@dataclass(frozen=True)
class Tally:
    """How a step that several do stands."""

    named: tuple[Named, ...]
    share: Share
    #: The share that must be present; None where no quorum is asked for.
    quorum: Share | None
    is_vote: bool

    def count(self, *votes: str) -> int:
        """Return how many stand with one of some votes."""
        return sum(one.vote in votes for one in self.named)

    @property
    def eligible(self) -> int:
        """Return how many count: all called but those who keep away."""
        return len(self.named) - self.count(RECUSED)

    @property
    def present(self) -> int:
        """Return how many acted."""
        return self.count(*WORDS, ACTED)

    @property
    def waiting(self) -> int:
        """Return how many may still act."""
        return self.count(WAITING)

    @property
    def yes(self) -> int:
        """Return how many agreed; where nothing is voted whoever acted did."""
        return self.count(YES, ACTED)

    @property
    def quorum_met(self) -> bool:
        """Say whether enough acted."""
        if self.quorum is None:
            return self.present > 0
        return self.quorum.is_reached(self.present, self.eligible)

    @property
    def can_meet_quorum(self) -> bool:
        """Say whether enough could still act."""
        could = self.present + self.waiting
        return self.quorum is None or self.quorum.is_reached(could, self.eligible)

    @property
    def passed(self) -> bool:
        """Say whether the share agreed, with the quorum met."""
        return self.quorum_met and self.share.is_reached(self.yes, self.eligible)

    @property
    def decided(self) -> bool:
        """Say whether nothing that is still to come changes the outcome.

        A quorum wants everybody heard: then only the last one decides.
        """
        if self.quorum is not None or self.waiting == 0:
            return self.waiting == 0
        could = self.yes + self.waiting
        return self.passed or not self.share.is_reached(could, self.eligible)

    def as_feel(self) -> dict[str, Any]:
        """Return what `votes("element")` gives an expression."""
        return {
            "eligible": self.eligible,
            "present": self.present,
            "absent": self.count(ABSENT),
            "recused": self.count(RECUSED),
            "waiting": self.waiting,
            "yes": self.yes,
            "no": self.count(NO),
            "abstain": self.count(ABSTAIN),
            "share": float(Fraction(self.yes, self.eligible)) if self.eligible else 0,
            "quorum_met": self.quorum_met,
            "passed": self.passed,
            "decided": self.decided,
            "named": [
                {"key": one.key, "name": one.name, "vote": one.vote, "reason": one.reason}
                for one in self.named
            ],
        }


def tally_of(round_: Mapping[str, Any]) -> Tally:
    """Count a round as it is kept: {called, acted, absent, recused, share, quorum, is_vote}."""
    return Tally(
        named=tuple(_named(one, round_) for one in round_.get("called", ())),
        share=Share.parse(round_["share"]) if round_.get("share") else EVERYBODY,
        quorum=Share.parse(round_["quorum"]) if round_.get("quorum") else None,
        is_vote=bool(round_.get("is_vote")),
    )


def _named(one: Mapping[str, str], round_: Mapping[str, Any]) -> Named:
    key, name = one["key"], one["name"]
    for vote in (RECUSED, ABSENT):
        if key in round_[vote]:
            return Named(key, name, vote, round_[vote][key])
    return Named(key, name, round_["acted"].get(key, WAITING))
