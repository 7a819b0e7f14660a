"""The report of an import: every file with its verdict and its notes, as JSON."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from .notes import MAPPED, NEEDS_DECISIONS, NOT_BPMN, REFUSED, RUNS, Judgement

VERDICTS = (RUNS, MAPPED, NEEDS_DECISIONS, REFUSED, NOT_BPMN)


def report_of(judged: Mapping[str, Judgement]) -> dict[str, Any]:
    """Return the report on several files, by path.

    `files` is a list of {path, verdict, process, name, findings, limits}; a finding is {element,
    kind, code, zh, en, remedy_zh, remedy_en}, those of one element together. `counts` tells how
    many files have each verdict.
    """
    counts = Counter(judgement.verdict for judgement in judged.values())
    return {
        "counts": {verdict: counts[verdict] for verdict in VERDICTS},
        "files": [_file(path, judgement) for path, judgement in judged.items()],
    }


def _file(path: str, judgement: Judgement) -> dict[str, Any]:
    places = {note.element: n for n, note in reversed(list(enumerate(judgement.notes)))}
    by_element = sorted(judgement.notes, key=lambda note: places[note.element])
    return {
        "path": path,
        "verdict": judgement.verdict,
        "process": judgement.process_id,
        "name": judgement.name,
        "findings": [asdict(note) for note in by_element],
        "limits": [asdict(limit) for limit in judgement.limits],
    }
