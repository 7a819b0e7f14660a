"""A message that comes before the case waits for it: its form, and keeping it."""

from flask import flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from engine.bpmn.model import Element
from engine.cases import find_case
from engine.errors import InvalidSubmission
from engine.handling import Handling, view_case
from engine.messages import early_element
from forms.drawing import draw
from forms.submit import form_of, reading_context, submit_message
from web import forming
from web.access import person
from web.language import _, language
from web.naming import button_name
from web.pages import cases
from web.session import commits, db, now, reads


def _opened(number: str, element_id: str) -> tuple[Handling, Element]:
    handling = view_case(db(), find_case(db(), number), at=now(), by=person().id)
    return handling, early_element(handling, element_id)


def _raw(handling: Handling, element: Element) -> dict[str, object]:
    form_key = element.properties.get("form")
    return forming.raw_of_request(form_of(handling.definition, form_key)) if form_key else {}


def _page(
    handling: Handling,
    element: Element,
    values: dict[str, object],
    error: InvalidSubmission | None = None,
) -> str:
    form_key = element.properties.get("form")
    drawn = None
    if form_key:
        context = reading_context(handling, form_key, language=language())
        form = form_of(handling.definition, form_key)
        drawn = draw(form, values, error.errors if error else {}, context, language())
    return render_template(
        "cases/message.html",
        case={
            "number": handling.case.number,
            "title": handling.case.title,
            "url": url_for("cases.show", number=handling.case.number),
        },
        name=button_name(element),
        drawn=drawn,
        redraw_url=url_for(
            "cases.message_redraw", number=handling.case.number, element_id=element.id
        ),
        upload_url=url_for("attachments.upload"),
    )


@cases.bp.get("/<number>/messages/<element_id>")
@reads
def message(number: str, element_id: str) -> str:
    """Show the form of a message the case would keep."""
    return _page(*_opened(number, element_id), {})


@cases.bp.post("/<number>/messages/<element_id>/redraw")
@reads
def message_redraw(number: str, element_id: str) -> str:
    """Return the form anew with what is typed."""
    handling, element = _opened(number, element_id)
    return _page(handling, element, _raw(handling, element))


@cases.bp.post("/<number>/messages/<element_id>")
def message_post(number: str, element_id: str) -> Response:
    """Keep the message; a wrong entry comes back as 422."""
    try:
        return _keep(number, element_id)
    except InvalidSubmission as error:
        return _again(number, element_id, error)


@commits
def _keep(number: str, element_id: str) -> Response:
    handling, element = _opened(number, element_id)
    case = submit_message(
        db(),
        handling.case.id,
        element_id,
        _raw(handling, element),
        by=person().id,
        at=now(),
        language=language(),
    )
    flash(_("已收到，流程走到该环节时自动办理。"))
    return redirect(url_for("cases.show", number=case.number))


@commits
def _again(number: str, element_id: str, error: InvalidSubmission) -> Response:
    handling, element = _opened(number, element_id)
    return make_response(_page(handling, element, _raw(handling, element), error), 422)
