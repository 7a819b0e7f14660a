"""Documents a case produces (文书): rendered from a template, numbered, kept with their hash."""

import hashlib
from collections.abc import Mapping, Sequence
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
from engine.store.locking import count_up
from engine.store.people import Person


class DocumentFailed(BanjieError):
    """A document's template could not be rendered."""

    code = "document_failed"


def issue_for(
    handling: Handling, element: Element, scope: Mapping[str, object] | None = None
) -> list[Document]:
    """Issue every document the element's property `documents` names, in that order."""
    return [
        issue(handling, key, element, scope)
        for key in names_in(element.properties.get("documents", ""))
    ]


def issue(
    handling: Handling,
    key: str,
    element: Element,
    scope: Mapping[str, object] | None = None,
) -> Document:
    """Give a document its number, render and keep it; raises DocumentFailed."""
    kind = handling.definition.matter.documents.get(key)
    if kind is None:
        raise NotFound(f"事项没有文书 {key}", f"The matter has no document {key}.")
    number = _number(handling, kind)
    html = _render(handling, kind, number, scope or {})
    row = Document(
        case_id=handling.case.id,
        document_key=key,
        title=kind.title,
        title_en=kind.title_en,
        number=number,
        issued_on=handling.day,
        issued_at=handling.at,
        issued_by=handling.by,
        element_id=element.id,
        html=html,
        sha256=hashlib.sha256(html.encode()).hexdigest(),
    )
    handling.session.add(row)
    handling.record(
        "document_issued",
        element_id=element.id,
        document=key,
        title=kind.title,
        number=number,
        sha256=row.sha256,
    )
    return row


def issued(handling: Handling, keys: Sequence[str]) -> list[Document]:
    """Return the case's documents of the given kinds, oldest first; of every kind for no keys."""
    handling.session.flush()  # those of this very step as well
    query = select(Document).where(Document.case_id == handling.case.id).order_by(Document.id)
    if keys:
        query = query.where(Document.document_key.in_(keys))
    return list(handling.session.scalars(query))


def _number(handling: Handling, kind: DocumentKind) -> str:
    if kind.number.startswith("="):
        return str(handling.evaluate(kind.number))
    year = handling.day.year
    pattern = kind.number or f"{kind.key}-{{year}}-{{seq:04}}"
    sequence = count_up(handling.session, f"document:{handling.case.matter_key}:{kind.key}:{year}")
    return pattern.format(year=year, seq=sequence)


def _render(
    handling: Handling, kind: DocumentKind, number: str, scope: Mapping[str, object]
) -> str:
    try:
        template = _environment(handling.definition).get_template(kind.template)
        return template.render(**_variables(handling, kind, number, scope))
    except TemplateError as error:
        raise DocumentFailed(
            f"文书模板 {kind.template} 无法生成：{error}",
            f"The template {kind.template} cannot be rendered: {error}",
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
