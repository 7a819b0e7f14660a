"""Documents a case produces (文书): rendered from a template, numbered, kept with their hash."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, ChainableUndefined, DictLoader, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup
from sqlalchemy import select

from engine import materials, papers
from engine.bpmn.model import Element
from engine.definitions import Definition, names_in
from engine.errors import BanjieError, NotFound
from engine.handling import Handling
from engine.lazy import LateMapping
from engine.limits.counting import last_day
from engine.limits.units import Amount
from engine.matters import DocumentKind
from engine.store.cases import Document
from engine.store.clocks import Clock
from engine.store.locking import count_up, give_back
from engine.store.people import Person


class DocumentFailed(BanjieError):
    """A document's template could not be rendered."""

    code = "document_failed"


def issue_for(
    handling: Handling, element: Element, scope: Mapping[str, object] | None = None
) -> list[Document]:
    """Issue every document the element's property `documents` names, in that order.

    All or none: when one cannot be made, none is kept and their numbers are free again.
    Raises DocumentFailed, or NotFound for a kind the matter does not have.
    """
    papers: list[Paper] = []
    try:
        for key in names_in(element.properties.get("documents", "")):
            papers.append(_prepare(handling, key))
            papers[-1].html = _render(handling, papers[-1], scope or {})
    except BanjieError:
        for paper in papers:
            if paper.counter:
                give_back(handling.session, paper.counter)
        raise
    return [_keep(handling, paper, element) for paper in papers]


@dataclass
class Paper:
    """A document being made: its kind, its number and the series that gave it, its page."""

    kind: DocumentKind
    number: str
    #: None when the number was not counted.
    counter: str | None
    html: str = ""


def _prepare(handling: Handling, key: str) -> Paper:
    """Give a document its number."""
    kind = handling.definition.matter.documents.get(key)
    if kind is None:
        raise NotFound(f"事项没有文书 {key}", f"The matter has no document {key}.")
    if kind.number.startswith("="):
        return Paper(kind, str(handling.evaluate(kind.number)), None)
    year = handling.day.year
    pattern = kind.number or f"{kind.key}-{{year}}-{{seq:04}}"
    counter = f"document:{handling.case.matter_key}:{kind.key}:{year}"
    sequence = count_up(handling.session, counter)
    return Paper(kind, pattern.format(year=year, seq=sequence), counter)


def _keep(handling: Handling, paper: Paper, element: Element) -> Document:
    """Write a document and the entry that says it was issued."""
    kind = paper.kind
    row = Document(
        case_id=handling.case.id,
        document_key=kind.key,
        title=kind.title,
        title_en=kind.title_en,
        number=paper.number,
        issued_on=handling.day,
        issued_at=handling.at,
        issued_by=handling.by,
        element_id=element.id,
        html=paper.html,
        sha256=hashlib.sha256(paper.html.encode()).hexdigest(),
    )
    handling.session.add(row)
    handling.record(
        "document_issued",
        element_id=element.id,
        document=kind.key,
        title=kind.title,
        number=row.number,
        sha256=row.sha256,
    )
    return row


def _render(handling: Handling, paper: Paper, scope: Mapping[str, object]) -> str:
    template = paper.kind.template
    try:
        page = _environment(handling.definition).get_template(template)
        return page.render(**_variables(handling, paper.kind, paper.number, scope))
    except TemplateError as error:
        raise DocumentFailed(
            f"文书模板 {template} 无法生成：{error}",
            f"The template {template} cannot be rendered: {error}",
        ) from error


#: Templates by definition, compiled once per process; a version never changes.
_ENVIRONMENTS: dict[str, SandboxedEnvironment] = {}


def _environment(definition: Definition) -> SandboxedEnvironment:
    if definition.id not in _ENVIRONMENTS:
        environment = SandboxedEnvironment(
            loader=_loader(definition), autoescape=True, undefined=ChainableUndefined
        )
        environment.filters.update(papers.FILTERS)
        _ENVIRONMENTS[definition.id] = environment
    return _ENVIRONMENTS[definition.id]


def _loader(definition: Definition) -> BaseLoader:
    folder = "documents/"
    own = {
        path.removeprefix(folder): content.decode()
        for path, content in definition.files.items()
        if path.startswith(folder)
    }
    base = Path(papers.__file__).parent / "_document.html"
    return DictLoader({**own, "_document.html": base.read_text(encoding="utf-8")})


def _variables(
    handling: Handling, kind: DocumentKind, number: str, scope: Mapping[str, object]
) -> dict[str, Any]:
    matter = handling.definition.matter
    return {
        **scope,
        "case": handling.case.document,
        "number": handling.case.number,
        "title": handling.case.title,
        "applicant": handling.case.applicant,
        "matter": matter.raw,
        "document": {
            "key": kind.key,
            "title": kind.title,
            "number": number,
            "date": handling.day,
            "legal_ground": kind.legal_ground,
            "remedies": kind.remedies,
            "seal": kind.seal,
        },
        "bureau": LateMapping(lambda: handling.standing.bureau),
        "clocks": LateMapping(lambda: _clocks(handling)),
        "materials": materials.grid(matter, handling.case.document, handling.at),
        "person": _person(handling),
        "persons": LateMapping(lambda: _names(handling)),
        **handling.register_functions,
    }


def _clocks(handling: Handling) -> dict[str, Any]:
    """Return what a paper may say of each limit: the newest clock, or the one about to start."""
    query = select(Clock).where(Clock.case_id == handling.case.id).order_by(Clock.id)
    written = list(handling.session.scalars(query))
    started = [clock for clock in handling.rows.clocks if clock not in written]
    running = {
        clock.limit_key: {
            "name": clock.rule["name"],
            "amount": clock.amount,
            "article": clock.rule.get("article", ""),
            "start_on": clock.start_on,
            "last_day": clock.last_on,
            "provisional": clock.is_provisional,
        }
        for clock in (*written, *started)
    }
    return {**_expected(handling), **running}


def _expected(handling: Handling) -> dict[str, Any]:
    """Return the limits whose start fact the case already holds, as their clocks will run."""
    found = {}
    for rule in handling.standing.rules_on(handling.day):
        start = handling.evaluate(rule.start) if rule.start else None
        if isinstance(start, str) and not rule.amount.startswith("="):
            start_on, amount = date.fromisoformat(start), Amount.parse(rule.amount)
            last = last_day(start_on, amount, handling.calendar)
            found[rule.key] = {
                "name": rule.name,
                "amount": rule.amount,
                "article": rule.article,
                "start_on": start_on,
                "last_day": last.day,
                "provisional": last.provisional,
            }
    return found


def _names(handling: Handling) -> dict[str, str]:
    return {person.id: person.name for person in handling.session.scalars(select(Person))}


def _person(handling: Handling) -> Markup:
    person = handling.session.get(Person, handling.by) if handling.by else None
    return Markup("{}").format(person.name if person else "")
