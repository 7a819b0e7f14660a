"""One finding of the check: what is wrong with which element, and what to do about it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """A fault ("error": cannot be published) or a remark ("warning") about one element."""

    #: Empty when the finding concerns the file as a whole.
    element_id: str
    #: Stable, e.g. `timer_cycle`.
    code: str
    severity: str
    zh: str
    en: str
    remedy_zh: str = ""
    remedy_en: str = ""


def error(element_id: str, code: str, zh: str, en: str, remedy: tuple[str, str]) -> Finding:
    """Return a finding that forbids publishing; `remedy` is a pair (zh, en)."""
    return Finding(element_id, code, "error", zh, en, *remedy)


def warning(element_id: str, code: str, zh: str, en: str, remedy: tuple[str, str]) -> Finding:
    """Return a finding that only advises; `remedy` is a pair (zh, en)."""
    return Finding(element_id, code, "warning", zh, en, *remedy)
