"""What the database keeps of a case, to hold a page against."""

from dataclasses import dataclass

from playwright.sync_api import Locator
from serving import Served
from sqlalchemy import select

from engine.cases import find_case
from engine.days import legal_text
from engine.store.cases import Document, Task
from engine.store.clocks import Card
from engine.store.database import reading
from engine.store.records import Record


@dataclass(frozen=True)
class Kept:
    """A case as its rows tell it."""

    #: (title, number) of the documents, oldest first.
    papers: list[tuple[str, str]]
    #: (number, moment as a page writes it, kind).
    records: list[tuple[str, str, str]]
    #: How many tasks and messages were completed.
    completed: int
    #: (colour, limit).
    cards: list[tuple[str, str]]


def read_case(served: Served, number: str) -> Kept:
    """Return what is kept of the case of a number."""
    with reading(served.town.database) as session:
        case = find_case(session, number)
        papers = session.scalars(select(Document).where(Document.case_id == case.id))
        records = session.scalars(
            select(Record).where(Record.case_id == case.id).order_by(Record.number)
        )
        done = session.scalars(
            select(Task).where(Task.case_id == case.id, Task.state == "completed")
        )
        cards = session.scalars(select(Card).where(Card.case_id == case.id))
        return Kept(
            papers=[(one.title, one.number) for one in papers],
            records=[(str(one.number), legal_text(one.at), one.kind) for one in records],
            completed=len(list(done)),
            cards=[(one.colour, one.limit_name) for one in cards],
        )


def cells(table: Locator, *columns: int) -> list[tuple[str, ...]]:
    """Return the texts of some columns of a table, row by row."""
    rows = table.locator("tbody tr").all()
    return [
        tuple((row.locator("td").nth(column).text_content() or "").strip() for column in columns)
        for row in rows
    ]
