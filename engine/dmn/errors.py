"""What can be wrong with a decision model, said in Chinese and in English."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault or remark: a stable `code`, where (names from outside in), and both texts."""

    code: str
    where: tuple[str, ...]
    zh: str
    en: str


class InvalidDecision(Exception):
    """A decision model cannot be used; `findings` holds every reason."""

    code = "invalid_decision"

    def __init__(self, *findings: Finding) -> None:
        """Keep all findings; the first one is the message."""
        self.findings = findings
        self.zh = "；".join(finding.zh for finding in findings)
        self.en = " ".join(finding.en for finding in findings)
        super().__init__(self.en)


class UnknownDecision(InvalidDecision):
    """The model has no decision of this key."""

    code = "unknown_decision"
