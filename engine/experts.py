"""The register of experts (专家库): specialities, who is registered for them, and until when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from engine.errors import BanjieError, Conflict, NotFound
from engine.store.experts import Expert, ExpertSpeciality, Speciality
from engine.store.locking import count_up


@dataclass(frozen=True)
class Entry:
    """One expert as entered; whoever makes it has checked the codes."""

    name: str
    unit: str
    unit_code: str
    #: Keys of specialities, at least one.
    specialities: tuple[str, ...]
    title: str = ""
    mobile: str = ""
    until_on: date | None = None
    #: Empty: the next number of the register is given.
    id: str = ""


class WrongExpert(BanjieError):
    """An expert's data is not acceptable; `field` says which."""

    code = "wrong_expert"

    def __init__(self, field: str, zh: str, en: str) -> None:
        """Keep the field beside the message."""
        self.field = field
        super().__init__(zh, en)


def all_specialities(session: Session) -> list[Speciality]:
    """Return every speciality by its key."""
    return list(session.scalars(select(Speciality).order_by(Speciality.key)))


def name_speciality(session: Session, key: str, name: str, name_en: str = "") -> Speciality:
    """Add a speciality or name it anew; raises WrongExpert."""
    key, name = key.strip(), name.strip()
    if not key.isidentifier() or not key.isascii() or not name:
        raise WrongExpert(
            "speciality",
            f"专业“{key or name}”须有英文字母组成的代码和名称，例如 structure=结构。",
            f"Speciality {key or name!r} needs a key of ASCII letters and a name: structure=结构.",
        )
    found = session.get(Speciality, key) or Speciality(key=key, name=name)
    found.name, found.name_en = name, name_en.strip() or found.name_en or name
    session.add(found)
    session.flush()
    return found


def get_expert(session: Session, expert_id: str) -> Expert:
    """Return an expert; raises NotFound."""
    found = session.get(Expert, expert_id)
    if found is None:
        raise NotFound(
            f"专家库中没有编号 {expert_id}。", f"There is no expert {expert_id} in the register."
        )
    return found


def add_expert(session: Session, entry: Entry) -> Expert:
    """Add an expert; raises Conflict for a number or a person that is there already."""
    if entry.id and session.get(Expert, entry.id) is not None:
        raise Conflict(
            f"专家编号 {entry.id} 已被使用，请改用其他编号，或留空由系统编号。",
            f"The number {entry.id} is taken; choose another, or leave it empty.",
        )
    _refuse_twin(session, entry)
    expert = Expert(id=entry.id or _next_id(session))
    _write(session, expert, entry)
    return expert


def change_expert(session: Session, expert_id: str, entry: Entry) -> Expert:
    """Write an expert's data anew; draws made before keep what they saw. Raises NotFound."""
    expert = get_expert(session, expert_id)
    _write(session, expert, entry)
    return expert


def end_expert(session: Session, expert_id: str, *, until_on: date) -> Expert:
    """Let an expert leave the register after a day; raises NotFound."""
    expert = get_expert(session, expert_id)
    expert.until_on = until_on
    return expert


def set_active(session: Session, expert_id: str, *, active: bool) -> Expert:
    """Leave an expert out of draws for now, or take in again; raises NotFound."""
    expert = get_expert(session, expert_id)
    expert.is_active = active
    return expert


def import_experts(session: Session, entries: Sequence[Entry]) -> tuple[int, int]:
    """Add or change experts by their number; returns how many were added and changed."""
    added = 0
    for entry in entries:
        if entry.id and session.get(Expert, entry.id) is not None:
            change_expert(session, entry.id, entry)
        else:
            add_expert(session, entry)
            added += 1
    return added, len(entries) - added


def find_experts(
    session: Session, *, q: str = "", speciality: str = "", state: str = "", on: date
) -> list[Expert]:
    """Return experts by number whose name, number, unit or code holds `q`.

    `state`: "" all, "current" who may be drawn on a day, "ended" who may not.
    """
    query = select(Expert).order_by(Expert.id)
    if q:
        like = f"%{q}%"
        columns = (Expert.name, Expert.id, Expert.unit, Expert.unit_code)
        query = query.where(or_(*(column.like(like) for column in columns)))
    if speciality:
        of = select(ExpertSpeciality.expert_id).where(ExpertSpeciality.speciality_key == speciality)
        query = query.where(Expert.id.in_(of))
    found = session.scalars(query)
    return [one for one in found if not state or is_current(one, on) == (state == "current")]


def is_current(expert: Expert, on: date) -> bool:
    """Say whether an expert may be drawn on a day."""
    return expert.is_active and (expert.until_on is None or expert.until_on >= on)


def specialities_of(session: Session, expert_ids: Iterable[str]) -> dict[str, list[str]]:
    """Return the keys of the specialities of some experts, by expert."""
    ids = list(expert_ids)
    found: dict[str, list[str]] = {one: [] for one in ids}
    rows = session.scalars(
        select(ExpertSpeciality)
        .where(ExpertSpeciality.expert_id.in_(ids))
        .order_by(ExpertSpeciality.speciality_key)
    )
    for row in rows:
        found[row.expert_id].append(row.speciality_key)
    return found


def _refuse_twin(session: Session, entry: Entry) -> None:
    """Raise Conflict for a second entry of one person: it would be drawn twice as often."""
    twins = select(Expert).where(Expert.name == entry.name, Expert.unit_code == entry.unit_code)
    twin = session.scalars(twins).first()
    if twin is not None and (not entry.mobile or twin.mobile in ("", entry.mobile)):
        raise Conflict(
            f"{entry.unit}的{entry.name}已在专家库中，编号 {twin.id}；请在该编号下修改。",
            f"{entry.name} of {entry.unit} is in the register as {twin.id}; change that entry.",
            code="expert_known",
        )


def _next_id(session: Session) -> str:
    while True:
        number = f"ZJ-{count_up(session, 'expert'):04}"
        if session.get(Expert, number) is None:
            return number


def _write(session: Session, expert: Expert, entry: Entry) -> None:
    _refuse_unknown(session, entry)
    expert.name, expert.unit, expert.unit_code = entry.name, entry.unit, entry.unit_code
    expert.title, expert.mobile, expert.until_on = entry.title, entry.mobile, entry.until_on
    session.add(expert)
    session.flush()
    session.execute(delete(ExpertSpeciality).where(ExpertSpeciality.expert_id == expert.id))
    session.add_all(
        ExpertSpeciality(expert_id=expert.id, speciality_key=key)
        for key in dict.fromkeys(entry.specialities)
    )
    session.flush()


def _refuse_unknown(session: Session, entry: Entry) -> None:
    known = {one.key for one in all_specialities(session)}
    unknown = [key for key in entry.specialities if key not in known]
    if unknown or not entry.specialities:
        listed, shown = "、".join(sorted(known)), "、".join(unknown)
        raise WrongExpert(
            "specialities",
            f"{entry.name}的专业“{shown}”未登记；请先登记专业，或从已有的选择：{listed}。",
            f"Specialities of {entry.name} not registered: {shown or 'none given'}. "
            f"Register them first, or choose from: {', '.join(sorted(known))}.",
        )
