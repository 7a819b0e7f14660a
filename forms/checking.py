"""Everything that keeps a matter's files from running, each told with the file it stands in.

The engine checks diagram, matter and limits; forms are judged here, by what reads them for staff.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from engine.bpmn.finding import Finding, error
from engine.definitions import DIAGRAM, LIMITS, check_files
from engine.matters import FILE as MATTER
from forms.problems import Problem
from forms.reading import inspect_form

FORMS, FORM = "forms/", ".form"
#: Findings about the tables of matter.toml and of limits.toml, whose element is a key in them.
OF_MATTER = frozenset({"act", "subscription", "access"})
OF_LIMITS = frozenset({"limit"})
CORRECT = ("请在表单里改正", "Correct it in the form")


@dataclass(frozen=True)
class Placed:
    """A finding and the file it is about."""

    path: str
    finding: Finding


def check_matter(files: Mapping[str, bytes]) -> list[Placed]:
    """Return every finding on a matter's files; errors forbid publishing."""
    found = [Placed(_path_of(one, files), one) for one in check_files(files)]
    faulty = {path: list(_of_form(path, text)) for path, text in files.items() if is_form(path)}
    # A form's own judge says more exactly what the general check says of its expressions.
    told = {path for path, findings in faulty.items() if findings}
    found = [one for one in found if not (one.path in told and _is_said_twice(one.finding))]
    return [*found, *(Placed(path, one) for path, many in faulty.items() for one in many)]


def is_form(path: str) -> bool:
    """Say whether a path of a matter is one of its forms."""
    return path.startswith(FORMS) and path.endswith(FORM)


def form_key(path: str) -> str:
    """Return the key of the form at a path."""
    return path.removeprefix(FORMS).removesuffix(FORM)


def _is_said_twice(finding: Finding) -> bool:
    return finding.code in {"feel_syntax", "unreadable"}


def _path_of(finding: Finding, files: Mapping[str, bytes]) -> str:
    """Return the file a finding is about; what names none is about the diagram."""
    first = finding.element_id.partition(" ")[0]
    if first in files or "." in first:
        return first
    if finding.code in OF_LIMITS:
        return LIMITS
    return MATTER if finding.code in OF_MATTER else DIAGRAM


def _of_form(path: str, text: bytes) -> Iterator[Finding]:
    for problem in problems_in(text, form_key(path)):
        yield error(problem.element, "form", problem.zh, problem.en, CORRECT)


@lru_cache(maxsize=512)
def problems_in(text: bytes, form_id: str) -> tuple[Problem, ...]:
    """Return what is wrong with a form's file; remembered, as most files stay as they are."""
    return tuple(inspect_form(text, form_id)[1])
