"""Cases: start one, list them, read one with its timeline, clocks, papers and record."""

from typing import Any

from flask import url_for

from engine.cases import find_case
from engine.errors import NotFound
from engine.store import lists
from engine.store.cases import Document
from forms.submit import submit_start
from web.access import person
from web.api.blueprint import Blueprint
from web.api.case_data import case_data, case_rows, document_data, records_data
from web.api.paging import SIZE, page_data
from web.api.schemas.cases import (
    CaseData,
    CaseRow,
    CasesArgs,
    CasesData,
    DocumentPageData,
    RecordsData,
    StartArgs,
)
from web.language import language
from web.session import commits, db, now, reads

bp = Blueprint("cases", __name__, path="/cases", zh="办件", en="Cases").for_persons()


@bp.get("", zh="全部办件")
@bp.takes(CasesArgs, location="query")
@bp.gives(CasesData)
@reads
def all(sent: dict[str, Any]) -> dict[str, Any]:
    """List cases, newest first."""
    page = lists.cases_page(
        db(),
        q=sent["q"].strip(),
        matter=sent["matter"],
        state=sent["state"],
        outcome=sent["outcome"],
        number=sent["page"],
        size=SIZE,
    )
    return page_data(case_rows(db(), page.rows, at=now()), page)


@bp.post("", zh="发起办件")
@bp.takes(StartArgs)
@bp.gives(CaseRow, status=201)
@commits
def start(sent: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Start a case with the values of its matter's start form; Location says where it is."""
    case = submit_start(
        db(),
        sent["matter"],
        sent["values"],
        by=person().id,
        at=now(),
        overrides=sent["overrides"],
        language=language(),
    )
    place = url_for("api_cases.one", number=case.number)
    return case_rows(db(), [case], at=now())[0], {"Location": place}


@bp.get("/<number>", zh="一个办件")
@bp.gives(CaseData)
@reads
def one(number: str) -> dict[str, Any]:
    """Read a case with its tasks, clocks and their count by days, timeline, papers and cards."""
    return case_data(db(), find_case(db(), number), by=person().id, at=now())


@bp.get("/<number>/records", zh="留痕")
@bp.gives(RecordsData)
@reads
def records(number: str) -> dict[str, Any]:
    """Read a case's record, entry by entry with its hashes, and whether the chain is whole."""
    return records_data(db(), find_case(db(), number))


@bp.get("/<number>/documents/<int:document_id>", zh="一份文书")
@bp.gives(DocumentPageData)
@reads
def document(number: str, document_id: int) -> dict[str, Any]:
    """Read a paper of a case with its page as it was issued."""
    case = find_case(db(), number)
    found = db().get(Document, document_id)
    if found is None or found.case_id != case.id:
        raise NotFound(
            f"办件 {number} 没有文书 {document_id}。",
            f"Case {number} has no document {document_id}.",
        )
    return {**document_data(found), "html": found.html}
