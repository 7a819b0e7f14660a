"""Messages a case takes before it waits for them; those it waits for are tasks."""

from typing import Any

from engine.bpmn.model import Element
from engine.cases import find_case
from engine.handling import Handling, view_case
from engine.messages import early_element
from forms.submit import form_of, reading_context, submit_message
from web.access import person
from web.api.blueprint import Blueprint
from web.api.case_data import case_rows
from web.api.form_data import form_data
from web.api.schemas.cases import CaseRow
from web.api.schemas.messages import MessageData
from web.api.schemas.tasks import ValuesArgs
from web.language import language
from web.session import commits, db, now, reads

bp = Blueprint("messages", __name__, path="/cases", zh="消息", en="Messages").for_persons()


@bp.get("/<number>/messages/<element>", zh="可先行提交的消息及其表单")
@bp.gives(MessageData)
@reads
def one(number: str, element: str) -> dict[str, Any]:
    """Read the form of a message the case would keep now."""
    handling = view_case(db(), find_case(db(), number), at=now(), by=person().id)
    found = early_element(handling, element)
    return {
        "element": found.id,
        "name": found.name,
        "label": found.properties.get("button", found.name),
        "form": _form(handling, found),
    }


def _form(handling: Handling, element: Element) -> dict[str, Any] | None:
    key = element.properties.get("form")
    if key is None:
        return None
    context = reading_context(handling, key, language=language())
    definition = handling.definition
    return form_data(form_of(definition, key), definition.form_text(key), {}, context)


@bp.post("/<number>/messages/<element>", zh="先行提交消息")
@bp.takes(ValuesArgs)
@bp.gives(CaseRow)
@commits
def send(sent: dict[str, Any], number: str, element: str) -> dict[str, Any]:
    """Keep a message until the case comes to wait for it."""
    case = submit_message(
        db(),
        find_case(db(), number).id,
        element,
        sent["values"],
        by=person().id,
        at=now(),
        language=language(),
    )
    return case_rows(db(), [case], at=now())[0]
