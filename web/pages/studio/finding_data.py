"""The findings of the check on a matter's files, as editors and pages show them."""

from collections.abc import Mapping
from typing import Any

from engine.bpmn.drawing import Unreadable
from engine.bpmn.model import Process
from engine.bpmn.reading import read_process
from engine.days import day_of
from engine.definitions import DIAGRAM
from engine.errors import InvalidMatter
from engine.shared import unfold
from engine.studio.choices import check_posts
from forms.checking import Placed, check_matter
from web.session import db, now


def findings(files: Mapping[str, bytes]) -> list[Placed]:
    """Return every finding on files as they would run in this bureau today."""
    found = check_matter(files)
    process = readable_process(files)
    if process is not None:
        found += [Placed(DIAGRAM, one) for one in check_posts(db(), process, day_of(now()))]
    return found


def readable_process(files: Mapping[str, bytes]) -> Process | None:
    """Return the process of a matter's files, or None while its diagram cannot run."""
    try:
        return read_process(unfold(files)[DIAGRAM])
    except (InvalidMatter, Unreadable, KeyError):
        return None


def finding_data(placed: Placed) -> dict[str, str]:
    """Return a finding as JSON: element, path, severity, code, and texts in both languages."""
    one = placed.finding
    return {
        "element": one.element_id.removeprefix(placed.path).strip(),
        "path": placed.path,
        "severity": one.severity,
        "code": one.code,
        "zh": one.zh,
        "en": one.en,
        "remedy_zh": one.remedy_zh,
        "remedy_en": one.remedy_en,
    }


def findings_data(files: Mapping[str, bytes]) -> list[dict[str, Any]]:
    """Return all findings as JSON, errors first."""
    ordered = sorted(findings(files), key=lambda one: one.finding.severity != "error")
    return [finding_data(one) for one in ordered]
