"""Problem items from found to struck off: 待整改 → 整改中 → 待复验 → 销号.

A user task or message names the list of its form whose rows act on items: by `raises`,
`rectifies`, `rechecks`, `asks_extension` or `grants_extension`. A row that may not act refuses the
whole form, with what is wrong at its place.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.bpmn.model import Element
from engine.errors import Attempt, InvalidSubmission, NotAllowed
from engine.handling import Handling
from engine.limits.counting import last_day
from engine.limits.errors import CountingError
from engine.limits.units import Amount
from engine.problem_items import is_extension_asked
from engine.store.cases import Task
from engine.store.problem_items import ProblemItem

Row = Mapping[str, Any]


class Refusal(Exception):
    """A row may not do what it asks: the column at fault, and why in both languages."""

    def __init__(self, column: str, zh: str, en: str) -> None:
        """Keep the column beside the message."""
        self.column, self.zh, self.en = column, zh, en
        super().__init__(en)


@dataclass(frozen=True)
class Place:
    """Where rows come from."""

    handling: Handling
    element: Element
    task: Task | None
    by: str

    @property
    def item_key(self) -> str | None:
        """The key of the department, inside a multi-instance."""
        return self.task.item_key if self.task else None

    def item(self, row: Row) -> ProblemItem:
        """Return the item a row names by its number."""
        number = str(row.get("number") or "")
        found = next((one for one in self.handling.problems if str(one.number) == number), None)
        if found is None:
            raise Refusal(
                "number",
                f"没有第 {number} 项问题；请从列表中选择",
                f"There is no item {number}; choose from the list",
            )
        return found


def act_on_items(
    handling: Handling, element: Element, values: Row, *, task: Task | None, by: str
) -> None:
    """Let the rows of a form just accepted act on the case's items.

    Raises InvalidSubmission with every refusal at its path, or NotAllowed for a decision on one's
    own act, which the record keeps; nothing else is kept then.
    """
    place = Place(handling, element, task, by)
    refused: dict[str, list[tuple[str, str]]] = {}
    for name, act in ACTS.items():
        grid = element.properties.get(name)
        for index, row in enumerate(values.get(grid) or () if grid else ()):
            try:
                act(place, row)
            except Refusal as refusal:
                path = f"{grid}.{index}.{refusal.column}"
                refused.setdefault(path, []).append((refusal.zh, refusal.en))
    if refused:
        raise InvalidSubmission(refused)


def begin(handling: Handling, element: Element) -> None:
    """Note that rectification begins (整改中), once the step that answers the items is reached."""
    if "rectifies" not in element.properties:
        return
    waiting = [item for item in handling.problems if item.state == "open"]
    for item in waiting:
        item.state = "rectifying"
    if waiting:
        numbers = [item.number for item in waiting]
        handling.record("rectification_begun", by="", element_id=element.id, items=numbers)


def raise_item(place: Place, row: Row) -> None:
    """Add an item: text, clause, place, severity, period or due_on, photos."""
    handling = place.handling
    item = ProblemItem(
        case_id=handling.case.id,
        number=len(handling.problems) + 1,
        element_id=place.element.id,
        item_key=place.item_key,
        section_key=place.task.section_key if place.task else "",
        text=_text(row, "text"),
        clause=_text(row, "clause")[:200],
        place=_text(row, "place")[:200],
        severity=_text(row, "severity")[:40],
        photos=list(row.get("photos") or ()),
        due_on=_due_on(handling, row),
        state="open",
        round=1,
        raised_by=place.by,
        raised_at=handling.at,
    )
    handling.session.add(item)
    handling.problems.append(item)
    _record(place, "problem_raised", item, text=item.text, due_on=item.due_on)


def answer_item(place: Place, row: Row) -> None:
    """Say how an item was put right: number, answer, photos."""
    item = place.item(row)
    _refuse_state(item, ("open", "rectifying"), "不能再次提交整改", "it cannot be answered again")
    item.state = "answered"
    item.answer, item.answer_photos = _text(row, "answer"), list(row.get("photos") or ())
    item.answered_by, item.answered_at = place.by, place.handling.at
    _record(place, "problem_answered", item)


def recheck_item(place: Place, row: Row) -> None:
    """Strike an item off, or send it back: number, result (closed | sent_back), reason."""
    item = place.item(row)
    _refuse_state(item, ("answered",), "不能复验、销号", "it cannot be re-checked")
    _refuse_other_department(place, item)
    _refuse_own(place, item)
    reason, result = _text(row, "reason"), _text(row, "result")
    if result not in ("closed", "sent_back"):
        raise Refusal(
            "result", "请选择销号或退回整改", "Choose closed (销号) or sent_back (退回整改)"
        )
    if result == "sent_back" and not reason:
        raise Refusal(
            "reason", "退回整改须写明哪里不符合要求", "Say what is still wrong when sending it back"
        )
    item.rechecked_by, item.rechecked_at, item.recheck_reason = place.by, place.handling.at, reason
    if result == "closed":
        item.state = "closed"
    else:
        item.state, item.round = "open", item.round + 1
    _record(place, f"problem_{result}", item, reason=reason)


def ask_extension(place: Place, row: Row) -> None:
    """Ask for more time, once for each item: number, until_on, reason."""
    item = place.item(row)
    _refuse_state(item, ("open", "rectifying"), "不能申请延期", "it cannot be extended")
    if item.extension_asked_at is not None:
        raise Refusal(
            "number",
            f"第 {item.number} 项已申请过延期，每项只能申请一次；请按期整改",
            f"An extension of item {item.number} was asked for already; only one is allowed",
        )
    until_on = _day(row, "until_on")
    if until_on is None or until_on <= (item.due_on or place.handling.day):
        raise Refusal(
            "until_on",
            f"延至日期须晚于现在的整改期限 {item.due_on or place.handling.day}",
            f"It must be later than the present last day, {item.due_on or place.handling.day}",
        )
    item.extension_until_on, item.extension_reason = until_on, _text(row, "reason")
    item.extension_asked_by, item.extension_asked_at = place.by, place.handling.at
    _record(place, "extension_asked", item, until_on=until_on, reason=item.extension_reason)


def grant_extension(place: Place, row: Row) -> None:
    """Decide on an extension: number, result (granted | refused), reason."""
    item = place.item(row)
    _refuse_other_department(place, item)
    if not is_extension_asked(item):
        raise Refusal(
            "number",
            f"第 {item.number} 项没有待决定的延期申请",
            f"No extension of item {item.number} waits for a decision",
        )
    if item.extension_asked_by == place.by:
        raise _own(
            place,
            f"第 {item.number} 项的延期由您申请，须由他人决定。",
            f"You asked for the extension of item {item.number}; somebody else must decide.",
        )
    item.extension_granted = _text(row, "result") == "granted"
    item.extension_decided_by, item.extension_decided_at = place.by, place.handling.at
    if item.extension_granted:
        item.due_on = item.extension_until_on
    kind = "extension_granted" if item.extension_granted else "extension_refused"
    _record(place, kind, item, due_on=item.due_on, reason=_text(row, "reason"))


#: What the rows of the form's list named by a property do.
ACTS: Mapping[str, Callable[[Place, Row], None]] = {
    "raises": raise_item,
    "rectifies": answer_item,
    "rechecks": recheck_item,
    "asks_extension": ask_extension,
    "grants_extension": grant_extension,
}


def _refuse_state(item: ProblemItem, states: Iterable[str], zh: str, en: str) -> None:
    if item.state in states:
        return
    now_zh, now_en = {
        "open": ("尚未整改", "is not put right yet"),
        "rectifying": ("尚未提交整改", "is being put right"),
        "answered": ("已提交整改、待复验", "waits for its re-check"),
        "closed": ("已销号", "is struck off"),
    }[item.state]
    raise Refusal(
        "number", f"第 {item.number} 项{now_zh}，{zh}", f"Item {item.number} {now_en}; {en}"
    )


def _refuse_other_department(place: Place, item: ProblemItem) -> None:
    if place.item_key and item.item_key and place.item_key != item.item_key:
        raise Refusal(
            "number",
            f"第 {item.number} 项由其他部门提出，须由提出部门复验、决定",
            f"Item {item.number} was raised by another department, which must decide on it",
        )


def _refuse_own(place: Place, item: ProblemItem) -> None:
    if place.by == item.answered_by:
        raise _own(
            place,
            f"第 {item.number} 项的整改由您提交，须由他人复验。",
            f"You answered item {item.number}; somebody else must re-check it.",
        )


def _own(place: Place, zh: str, en: str) -> NotAllowed:
    """Return the refusal of deciding on one's own act, marked for the record."""
    error = NotAllowed(zh, en, code="same_person")
    error.attempt = Attempt(place.handling.case.id, place.by, place.element.id)
    return error


def _due_on(handling: Handling, row: Row) -> date | None:
    """Return the last day: as given, or counted from today by a period such as 30 or 10WD."""
    period = str(row.get("period") or "").strip()
    if not period:
        return _day(row, "due_on")
    try:
        amount = Amount.parse(f"{period}ND" if period.isdigit() else period)
        return last_day(handling.day, amount, handling.calendar).day
    except CountingError:
        raise Refusal(
            "period",
            f"整改期限“{period}”须为天数，或如 10WD（工作日）、30ND（日）",
            f"The period {period!r} is a number of days, or like 10WD or 30ND",
        ) from None


def _day(row: Row, column: str) -> date | None:
    value = row.get(column)
    return date.fromisoformat(str(value)) if value else None


def _text(row: Row, column: str) -> str:
    return str(row.get(column) or "").strip()


def _record(place: Place, kind: str, item: ProblemItem, **body: Any) -> None:
    place.handling.record(
        kind,
        by=place.by,
        element_id=place.element.id,
        item_number=item.number,
        item=place.task.item.get("name") if place.task else None,
        round=item.round,
        **body,
    )
