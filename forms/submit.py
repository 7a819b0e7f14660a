"""Submitting a form: judge it, then call the use case. Web, API, dry run and walker come here."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import cases, clocks, feel, materials, messages, people, tasks
from engine.case_document import plain
from engine.clock_functions import clock_functions
from engine.days import day_of
from engine.definitions import Definition
from engine.errors import Attempt, NotAllowed
from engine.feel.host import Functions
from engine.handling import Handling
from engine.lazy import LazyMapping
from engine.lending import lend
from engine.limits.counting import counted_day
from engine.limits.units import Amount
from engine.records import add_record
from engine.store.cases import Attachment, Case, Task
from engine.store.people import Person
from engine.store.publishing import Setting
from engine.store.registers import Certificate, Organisation
from engine.sweep import open_case
from forms.attachments import attachment_ids
from forms.context import FormContext
from forms.fields import Form
from forms.judging import Submission, Unaccepted, judge
from forms.reading import read_form

#: Posts whose holders may let a wrong check digit pass (核验放行).
OVERRIDERS = ("chief", "supervisor")


@dataclass(frozen=True)
class Registers:
    """The shared registers, as a form asks them."""

    session: Session
    person_id: str
    case_id: int | None = None

    def certificate(self, kind: str, number: str) -> Certificate | None:
        """Return a certificate by kind and number."""
        return self.session.scalar(
            select(Certificate).where(Certificate.kind == kind, Certificate.number == number)
        )

    def organisation(self, code: str) -> Organisation | None:
        """Return an organisation by its code."""
        return self.session.get(Organisation, code)

    def person(self, person_id: str) -> Person | None:
        """Return an active person."""
        person = self.session.get(Person, person_id)
        return person if person is not None and person.is_active else None

    def attachment(self, attachment_id: str) -> Attachment | None:
        """Return a file of this case, or one this person uploaded for it just now."""
        found = self.session.get(Attachment, attachment_id)
        if found is None:
            return None
        own = found.case_id is None and found.uploaded_by == self.person_id
        return found if own or found.case_id == self.case_id else None


_FORMS: dict[tuple[str, str], Form] = {}


def form_of(definition: Definition, form_key: str) -> Form:
    """Return a form of a published version, read once per process."""
    key = (definition.id, form_key)
    if key not in _FORMS:
        _FORMS[key] = read_form(definition.form_text(form_key), form_key)
    return _FORMS[key]


def task_context(handling: Handling, task: Task, *, language: str = "zh_CN") -> FormContext:
    """Return what the form of a task is judged and drawn in."""
    activity = handling.activity(task.id)
    scope = dict(activity.scope) if activity else {}
    return _context(
        handling.session,
        handling.definition,
        handling.case.document,
        at=handling.at,
        by=handling.by or "",
        case_id=handling.case.id,
        form_key=task.form_key,
        scope=scope,
        functions=_functions(handling, task),
        language=language,
    )


def reading_context(handling: Handling, form_key: str, *, language: str = "zh_CN") -> FormContext:
    """Return what accepted data of a form is shown in."""
    return _context(
        handling.session,
        handling.definition,
        handling.case.document,
        at=handling.at,
        by=handling.by or "",
        case_id=handling.case.id,
        form_key=form_key,
        functions=handling.register_functions,
        language=language,
    )


def start_context(
    session: Session, definition: Definition, *, by: str, at: datetime, language: str = "zh_CN"
) -> FormContext:
    """Return what the start form of a matter is judged and drawn in."""
    return _context(
        session,
        definition,
        {},
        at=at,
        by=by,
        case_id=None,
        form_key=cases.start_form(definition),
        language=language,
    )


def _context(
    session: Session,
    definition: Definition,
    document: Mapping[str, Any],
    *,
    at: datetime,
    by: str,
    case_id: int | None,
    form_key: str | None,
    scope: Mapping[str, object] | None = None,
    functions: Functions | None = None,
    language: str,
) -> FormContext:
    later: dict[str, Callable[[], object]] = {
        "materials": lambda: _material_rows(definition, document, form_key, at),
        "applicant": lambda: _applicant(session, definition, document, at),
        "people": lambda: _people(session, at),
        "regions": lambda: _regions(session),
    }
    known = {**(scope or {}), "case": document, "matter": definition.matter.raw}
    return FormContext(
        now=at,
        variables=LazyMapping(known, later),
        functions={**definition.decisions.functions, **(functions or {})},
        lookups=Registers(session, by, case_id),
        language=language,
    )


def _material_rows(
    definition: Definition, document: Mapping[str, Any], form_key: str | None, at: datetime
) -> list[dict[str, Any]]:
    """Return the rows of the materials grid.

    The start form decides itself which are needed, from what is being typed; other forms take it
    from the case.
    """
    if form_key == cases.start_form(definition):
        return list(definition.matter.raw.get("materials", []))
    return materials.grid(definition.matter, document, at)


def _applicant(
    session: Session, definition: Definition, document: Mapping[str, Any], at: datetime
) -> dict[str, object]:
    text = definition.matter.applicant_code
    code = feel.evaluate(text, {"case": document}, now=at) if text else None
    found = session.get(Organisation, code) if isinstance(code, str) else None
    if found is None:
        return {"code": code if isinstance(code, str) else None, "name": None, "credit_grade": ""}
    return {"code": found.code, "name": found.name, "credit_grade": found.credit_grade}


def _people(session: Session, at: datetime) -> list[dict[str, object]]:
    day = day_of(at)
    sections = people.sections_by_person(session, day)
    return [
        {
            "id": person.id,
            "name": person.name,
            "certificate_valid": person.certificate_until_on is None
            or person.certificate_until_on >= day,
            "sections": sections.get(person.id, []),
        }
        for person in session.scalars(select(Person).where(Person.is_active).order_by(Person.id))
    ]


def _regions(session: Session) -> list[dict[str, str]]:
    row = session.get(Setting, "regions")
    return list(row.value.get("regions", [])) if row else []


def _functions(handling: Handling, task: Task) -> Functions:
    def day_with_left(limit_key: object, left: object) -> date | None:
        """Return the counted day on which `left` units of a limit remain."""
        return _day_with_left(handling, task, str(limit_key), int(str(left)))

    around = clock_functions(handling, lambda: clocks.around(handling, task.id))
    lent = lend(handling.session, handling.case, handling.day)
    return {**lent, **handling.register_functions, **around, "day_with_left": day_with_left}


def _day_with_left(handling: Handling, task: Task, limit_key: str, left: int) -> date | None:
    clock = clocks.clock_for(handling, limit_key, task.id)
    if clock is not None:
        facts = clocks.facts_of(handling, clock)
        start, amount = clock.start_on, facts.budget
    else:
        rule = handling.standing.rule_on(limit_key, handling.day)
        start, amount = handling.day, Amount.parse(rule.amount)
    return counted_day(start, max(amount.n - left, 0), amount.unit, handling.calendar)


def submit_task(
    session: Session,
    task_id: str,
    raw: Mapping[str, Any],
    *,
    by: str,
    at: datetime,
    overrides: Collection[str] = (),
    released_by: str | None = None,
    language: str = "zh_CN",
) -> Case:
    """Judge what was entered in a task's form and complete the task; returns its case.

    Raises InvalidSubmission with every field's messages, and whatever `take_up` raises. A wrong
    check digit at a path of `overrides` passes when `released_by` (or `by`) may let it pass.
    """
    opened = tasks.take_up(session, task_id, by=by, at=at)
    handling = opened.handling
    context = task_context(handling, opened.task, language=language)
    try:
        submission = _judge(handling.definition, opened.task.form_key, raw, context, overrides)
    except Unaccepted as refused:
        if refused.recorded:
            said = refused.recorded[0]
            refused.attempt = Attempt(handling.case.id, by, opened.element.id, said)
        raise
    if submission.overridden:
        releaser = _releaser(session, released_by or by, at)
        handling.record(
            "check_digit_overridden",
            form=opened.task.form_key,
            paths=list(submission.overridden),
            released_by=releaser,
        )
    tasks.complete_task(opened, plain(submission.data))
    _bind(session, handling.case.id, handling.definition, opened.task.form_key, submission)
    return handling.case


def submit_message(
    session: Session,
    case_id: int,
    element_id: str,
    raw: Mapping[str, Any],
    *,
    by: str,
    at: datetime,
    language: str = "zh_CN",
) -> Case:
    """Judge a message that comes before the case waits for it, and keep it; returns the case."""
    handling = open_case(session, case_id, at=at, by=by)
    element = messages.early_element(handling, element_id)
    form_key = element.properties.get("form")
    context = reading_context(handling, form_key or "", language=language)
    submission = _judge(handling.definition, form_key, raw, context, ())
    messages.keep_message(handling, element, plain(submission.data))
    _bind(session, case_id, handling.definition, form_key, submission)
    return handling.case


def submit_start(
    session: Session,
    matter_key: str,
    raw: Mapping[str, Any],
    *,
    by: str,
    at: datetime,
    overrides: Collection[str] = (),
    released_by: str | None = None,
    language: str = "zh_CN",
) -> Case:
    """Judge what was entered in a matter's start form and start a case; returns it."""
    opening = cases.open_start(session, matter_key, by=by, at=at)
    context = start_context(session, opening.definition, by=by, at=at, language=language)
    submission = _judge(opening.definition, opening.form_key, raw, context, overrides)
    releaser = _releaser(session, released_by or by, at) if submission.overridden else None
    case = cases.start_case(session, opening, plain(submission.data), by=by, at=at)
    if releaser is not None:
        add_record(
            session,
            case,
            "check_digit_overridden",
            at=at,
            written_at=at,
            by=by,
            form=opening.form_key,
            paths=list(submission.overridden),
            released_by=releaser,
        )
    _bind(session, case.id, opening.definition, opening.form_key, submission)
    return case


def _judge(
    definition: Definition,
    form_key: str | None,
    raw: Mapping[str, Any],
    context: FormContext,
    overrides: Collection[str],
) -> Submission:
    if form_key is None:
        return Submission(form_id="", data={}, warnings=(), overridden=())
    return judge(form_of(definition, form_key), raw, context, overrides=overrides)


def _releaser(session: Session, person_id: str, at: datetime) -> str:
    """Return who lets a wrong check digit pass; raises NotAllowed unless chief or supervisor."""
    if not people.holds_post(session, person_id, OVERRIDERS, day_of(at)):
        raise NotAllowed(
            "校验码不符须由科室负责人或监督员核验放行。请改正号码，或请负责人放行。",
            "Only a chief or supervisor may let a wrong check digit pass.",
            code="override_not_allowed",
        )
    return person_id


def _bind(
    session: Session,
    case_id: int,
    definition: Definition,
    form_key: str | None,
    submission: Submission,
) -> None:
    """Tie the files a submission names to its case."""
    if form_key is not None:
        ids = attachment_ids(form_of(definition, form_key), submission.data)
        cases.bind_attachments(session, case_id, sorted(ids))
