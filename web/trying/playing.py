"""Play a step: by the forms and the use cases, in one transaction of the scratch town."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from engine.days import ZONE
from engine.definitions import Definition, current_definition
from engine.errors import BanjieError, Conflict, InvalidSubmission, NotAllowed
from engine.store.cases import Attachment
from engine.store.database import reading, transaction
from engine.store.publishing import Setting
from engine.sweep import open_case
from forms.submit import submit_message, submit_start, submit_task
from web.trying import seeing
from web.trying.places import Place, places_of
from web.trying.seeing import Mark
from web.trying.steps import Step, as_table, plain, read_step
from web.trying.town import Town
from web.walking.stage import PAPER, PICTURE, hand_in

#: The row in the scratch town's settings that holds the run.
KEY = "run"
#: People act one after another.
PAUSE = timedelta(minutes=1)
#: Steps of one run: more would only make stepping back slow.
MOST_STEPS = 300


@dataclass(frozen=True)
class Run:
    """A run as it stands: its case, its moment, and the steps that led there."""

    matter_key: str
    begun_at: datetime
    #: The scratch town's present.
    at: datetime
    case_id: int | None = None
    mark: Mark = field(default_factory=Mark)
    steps: tuple[Step, ...] = ()


def begin(session: Session, matter_key: str, at: datetime) -> Run:
    """Write down a new run of a matter, at its first moment."""
    run = Run(matter_key, at, at)
    session.add(Setting(key=KEY, value=_row(run)))
    return run


def read_run(session: Session) -> Run:
    """Return the run of a scratch town."""
    row = session.get_one(Setting, KEY).value
    return Run(
        row["matter"],
        _moment(row["begun_at"]),
        _moment(row["at"]),
        row["case"],
        Mark(*row["mark"]),
        tuple(read_step(one) for one in row["steps"]),
    )


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(ZONE)


def _row(run: Run) -> dict[str, Any]:
    return {
        "matter": run.matter_key,
        "begun_at": run.begun_at.isoformat(),
        "at": run.at.isoformat(),
        "case": run.case_id,
        "mark": [run.mark.step, run.mark.firing],
        "steps": [as_table(step) for step in run.steps],
    }


def play(town: Town, step: Step) -> Run:
    """Play a step and write it down; of several who may act, the first who can.

    Raises InvalidSubmission with every field's messages, Conflict where the step is not to be
    done, and whatever the use case says.
    """
    last: BanjieError = NotAllowed(
        "没有人任该环节的岗位，请在人员岗位中安排，或改正环节的岗位。",
        "Nobody holds the post of this step; appoint somebody or correct its post.",
        code="post_empty",
    )
    for person in _who(town, step):
        try:
            with transaction(town.database) as session:
                return _play(town, session, step, person)
        except InvalidSubmission:
            raise
        except BanjieError as error:
            last = error
    raise last


def _who(town: Town, step: Step) -> list[str]:
    if step.by or step.act == "wait":
        return [step.by]
    with reading(town.database) as session:
        run = read_run(session)
        definition = current_definition(session, run.matter_key)
        return [person.id for person in _place(session, definition, run, step).persons]


def _place(session: Session, definition: Definition, run: Run, step: Step) -> Place:
    """Return where a step is done; raises Conflict when nothing waits there, or for others."""
    places = places_of(session, definition, run.case_id, step.at)
    found = next((one for one in places if _is_at(one, step)), None)
    name = _name(definition, step)
    if found is None:
        waiting = "、".join(dict.fromkeys(one.element.name or one.element.id for one in places))
        raise Conflict(
            f"“{name}”此时不在办。在办的是：{waiting or '无'}。",
            f"{step.element} does not wait now; what waits: "
            f"{', '.join(dict.fromkeys(one.element.id for one in places)) or 'nothing'}.",
            code="step_not_waiting",
        )
    if step.post and found.post_text != step.post:
        raise Conflict(
            f"“{name}”现由岗位 {found.post_text or '任何人'} 办理，原为 {step.post}。",
            f"{step.element} is now done by {found.post_text or 'anybody'}, not by {step.post}.",
            code="step_of_another_post",
        )
    return found


def _is_at(place: Place, step: Step) -> bool:
    is_here = (place.act, place.element.id, place.item) == (step.act, step.element, step.item)
    is_own = not place.is_personal or not step.by or place.persons[0].id == step.by
    return is_here and is_own


def _name(definition: Definition, step: Step) -> str:
    element = definition.process.elements.get(step.element)
    return (element.name if element else "") or step.element


def _play(town: Town, session: Session, step: Step, person: str) -> Run:
    run = read_run(session)
    if len(run.steps) >= MOST_STEPS:
        raise Conflict(
            f"一次试运行最多 {MOST_STEPS} 步，请重新开始。",
            f"A run has at most {MOST_STEPS} steps; begin anew.",
            code="run_too_long",
        )
    definition = current_definition(session, run.matter_key)
    case_id, done = _do(town, session, definition, run, step, person)
    reached, rungs, mark = seeing.since(session, case_id, run.mark)
    done = replace(done, reached=reached, rungs=rungs)
    at = step.at if step.act == "wait" else step.at + PAUSE
    after = replace(run, at=at, case_id=case_id, mark=mark, steps=(*run.steps, done))
    session.get_one(Setting, KEY).value = _row(after)
    return after


def _do(
    town: Town, session: Session, definition: Definition, run: Run, step: Step, person: str
) -> tuple[int, Step]:
    """Do a step; returns its case and the step as it is written down."""
    if step.act == "wait":
        return _let_pass(session, run, step.at), step
    place = _place(session, definition, run, step)
    raw = hand_in(town.files, session, step.data, person, step.at)
    if place.act == "start":
        case = submit_start(session, run.matter_key, raw, by=person, at=step.at)
    elif place.act == "task":
        case = submit_task(session, place.task_id, raw, by=person, at=step.at)
    else:
        case = submit_message(session, run.case_id or 0, step.element, raw, by=person, at=step.at)
    data = _without_files(session, plain(step.data))
    return case.id, replace(step, post=place.post_text, by=person, data=data)


def _let_pass(session: Session, run: Run, until: datetime) -> int:
    if run.case_id is None:
        raise Conflict(
            "还没有办件，先填写申请，再拨时间。",
            "There is no case yet; start one before time passes.",
            code="nothing_started",
        )
    if until < run.at:
        raise Conflict(
            "试运行的时间只能向前；要回到从前，请用“回到这一步”。",
            "Time only moves on in a run; to go back, step back.",
            code="clock_backward",
        )
    open_case(session, run.case_id, at=until)
    return run.case_id


def _without_files(session: Session, data: Any) -> Any:
    """Return what was entered with a sample's name for each file: the file itself stays here."""
    if isinstance(data, Mapping):
        return {key: _without_files(session, one) for key, one in data.items()}
    if isinstance(data, list):
        return [_without_files(session, one) for one in data]
    found = session.get(Attachment, data) if isinstance(data, str) and len(data) == 32 else None
    if found is None:
        return data
    return PICTURE if found.content_type.startswith("image/") else PAPER
