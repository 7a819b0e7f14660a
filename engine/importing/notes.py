"""What an import says about each element, and the verdict on a file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from engine.bpmn.finding import Finding

#: What a note tells: it was mapped, it was left out without effect, a person must decide, it
#: cannot run, or it is worth knowing.
MAPPED, DROPPED, DECISION, REFUSED, REMARK = "mapped", "dropped", "decision", "refused", "remark"

RUNS, NEEDS_DECISIONS, NOT_BPMN = "runs", "needs decisions", "not BPMN"


@dataclass(frozen=True)
class Note:
    """One thing an import says about one element; the element is empty for the whole file."""

    element: str
    kind: str
    #: Stable, e.g. `form_key` or a code of the check.
    code: str
    zh: str
    en: str
    remedy_zh: str = ""
    remedy_en: str = ""


@dataclass(frozen=True)
class LimitProposal:
    """A limit to confirm: `amount` in the notation of limits.toml, empty if unknown."""

    key: str
    name: str
    amount: str
    was: str


@dataclass(frozen=True)
class Judgement:
    """What became of one file."""

    #: runs, mapped, needs decisions, refused or not BPMN.
    verdict: str
    notes: tuple[Note, ...]
    #: The mapped diagram; empty when the file is no BPMN.
    diagram: bytes = b""
    process_id: str = ""
    name: str = ""
    limits: tuple[LimitProposal, ...] = ()
    #: Forms that lay inside the diagram: JSON by name.
    forms: Mapping[str, str] = field(default_factory=dict)


#: Faults of the check that are mended by naming something, without drawing anew.
TO_BE_NAMED = (
    "flow_without_condition",
    "no_default",
    "default_elsewhere",
    "not_feel",
    "feel_syntax",
    "message_unnamed",
    "timer_empty",
    "condition_empty",
    "script_empty",
    "call_target",
    "loop",
    "reference_missing",
    "error_uncaught",
    "unreachable",
    "id_missing",
    "trigger_missing",
    "scope_empty",
)


def note_of(finding: Finding) -> Note:
    """Return a finding of the check as a note."""
    kind = REMARK
    if finding.severity == "error":
        kind = DECISION if finding.code in TO_BE_NAMED else REFUSED
    return Note(
        finding.element_id,
        kind,
        finding.code,
        finding.zh,
        finding.en,
        finding.remedy_zh,
        finding.remedy_en,
    )


def verdict_of(notes: Iterable[Note]) -> str:
    """Return the gravest thing the notes say of a file."""
    kinds = {note.kind for note in notes}
    if REFUSED in kinds:
        return REFUSED
    if DECISION in kinds:
        return NEEDS_DECISIONS
    return MAPPED if kinds & {MAPPED, DROPPED} else RUNS
