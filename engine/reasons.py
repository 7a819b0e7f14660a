"""What people must say in words: reasons, judged the same everywhere."""

from engine.errors import InvalidSubmission

SHORTEST, LONGEST = 2, 200


def reasoned(reason: str) -> str:
    """Return a reason without needless blanks; raises InvalidSubmission at `reason`."""
    text = " ".join(reason.split())
    if not SHORTEST <= len(text) <= LONGEST:
        raise InvalidSubmission(
            {
                "reason": [
                    (
                        f"请用 {SHORTEST} 至 {LONGEST} 个字写明理由。",
                        f"Give the reason in {SHORTEST} to {LONGEST} characters.",
                    )
                ]
            }
        )
    return text
