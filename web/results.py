"""What a step's form came to, in words: the choice an element names as its result."""

from collections.abc import Iterable

from engine.definitions import Definition
from engine.handling import Handling
from engine.store.cases import Submission
from forms.fields import Field
from forms.showing import show
from forms.submit import form_of, reading_context
from web.language import language


def result_names(handling: Handling, submissions: Iterable[Submission]) -> dict[str, str]:
    """Return the words of each element's result by "<element>:<value>"."""
    found = _offered(handling.definition)
    for submission in submissions:
        value = _value(handling.definition, submission)
        key = f"{submission.element_id}:{value}"
        if value and key not in found:
            found[key] = _shown(handling, submission)
    return found


def result_of(handling: Handling, submission: Submission) -> str:
    """Return the words of a submission's result; "" where its element has none."""
    value = _value(handling.definition, submission)
    if not value:
        return ""
    key = f"{submission.element_id}:{value}"
    return _offered(handling.definition).get(key) or _shown(handling, submission)


def _value(definition: Definition, submission: Submission) -> object:
    return submission.values.get(_result_field(definition, submission.element_id))


def _result_field(definition: Definition, element_id: str) -> str:
    element = definition.process.elements.get(element_id)
    return element.properties.get("result", "result") if element else "result"


def _offered(definition: Definition) -> dict[str, str]:
    """Return the words of the choices that are offered in every case."""
    found: dict[str, str] = {}
    for element in definition.process.elements.values():
        form_key = element.properties.get("form")
        if form_key:
            for field in _fields(form_of(definition, form_key).fields):
                for option in field.options:
                    found[f"{element.id}:{option.value}"] = option.words.text(language())
    return found


def _shown(handling: Handling, submission: Submission) -> str:
    """Return the words of a choice that depends on the case."""
    wanted = _result_field(handling.definition, submission.element_id)
    form = form_of(handling.definition, submission.form_key)
    context = reading_context(handling, submission.form_key, language=language())
    lines = show(form, submission.values, context)
    return next((line.text for line in lines if line.path == wanted), "")


def _fields(fields: tuple[Field, ...]) -> list[Field]:
    return [inner for field in fields for inner in (field, *_fields(field.fields))]
