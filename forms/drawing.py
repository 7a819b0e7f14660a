"""Draw a form: its fields, values and errors as a view model for `web/templates/forms/`.

`values` may be a draft, what was just sent (text, faults and all) or accepted data; fields not
mentioned in it show their default. Hidden fields are left out, their values carried in `kept`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forms.answers import Answers, fixed_value, is_fixed, object_of, read_answers, rows_of
from forms.context import FormContext
from forms.defaults import with_defaults
from forms.dependence import names_depended_on
from forms.drawn import DrawnField, DrawnForm, DrawnRow
from forms.fields import Field, Form
from forms.keeping import kept_values
from forms.kinds.files import accepted_endings, most_files, takes_photos
from forms.kinds.kind import Place
from forms.layout import widths
from forms.markup import drawn_html, drawn_text
from forms.messages import Message, pick
from forms.notes import note_on
from forms.parts import drawn_files, drawn_materials, drawn_options
from forms.scope import Scope
from forms.speaking import spoken
from forms.summary import summary_of
from forms.wording import words_in
from forms.writing import typed_text

Errors = Mapping[str, Sequence[Message]]

WIDGETS = {
    "textarea": "textarea",
    "number": "number",
    "money_wan": "number",
    "area": "number",
    "datetime": "date",
    "checkbox": "tick",
    "statement": "tick",
    "radio": "radio",
    "select": "select",
    "person": "select",
    "checklist": "checklist",
    "taglist": "checklist",
    "people": "checklist",
    "filepicker": "files",
    "attachments": "files",
    "materials": "materials",
    "expression": "computed",
    "dynamiclist": "rows",
    "group": "group",
    "text": "html",
    "html": "html",
    "separator": "separator",
    "spacer": "spacer",
}
#: Keyboards on a phone.
INPUT_MODES = {"number": "decimal", "money_wan": "decimal", "area": "decimal"} | dict.fromkeys(
    ("mobile", "phone"), "tel"
)


def draw(
    form: Form,
    values: Mapping[str, Any],
    errors: Errors,
    context: FormContext,
    language: str = "",
    *,
    overridable: Collection[str] = (),
) -> DrawnForm:
    """Return `form` ready to print, in `language` or the context's.

    `errors` are those of InvalidSubmission; `overridable` the paths to offer a release for.
    """
    language = language or context.language
    filled = with_defaults(form, values, context)
    answers = read_answers(form, filled, context)
    artist = _Artist(
        answers, errors, language, frozenset(overridable), names_depended_on(form, context)
    )
    fields = artist.level(form.fields, "", answers.scope, filled)
    return DrawnForm(
        id=form.id,
        title=form.words.text(language),
        language=language,
        fields=fields,
        summary=summary_of(fields, errors, language),
        kept=tuple(kept_values(answers, filled)),
        words=words_in(language),
    )


@dataclass(frozen=True)
class _Artist:
    answers: Answers
    errors: Errors
    language: str
    overridable: frozenset[str]
    depended_on: frozenset[str]

    def level(
        self, fields: tuple[Field, ...], prefix: str, scope: Scope, raw: Mapping[str, Any]
    ) -> tuple[DrawnField, ...]:
        shown = [
            field
            for field in fields
            if not self.answers.hides(prefix, field) and not _is_silent(field, scope)
        ]
        width = widths(shown)
        return tuple(self.field(field, prefix, scope, raw, width[field.id]) for field in shown)

    def field(
        self, field: Field, prefix: str, scope: Scope, raw: Mapping[str, Any], columns: int
    ) -> DrawnField:
        path = f"{prefix}{field.key}" if field.key else f"{prefix}{field.id}"
        name = path.replace(".", "-")
        place = Place(field, path, scope)
        readonly = is_fixed(field, scope)
        value = fixed_value(field, scope) if readonly else raw.get(field.key)
        drawn: dict[str, Any] = {
            "widget": self.widget(place),
            "id": f"f-{name}",
            "name": name,
            "path": path,
            "kind": field.kind,
            "label": field.words.text(self.language),
            "help": field.help.text(self.language),
            "unit": field.unit.text(self.language),
            "required": field.required or (field.has_rows and field.min_rows > 0),
            "readonly": readonly,
            "errors": tuple(pick(each, self.language) for each in self.errors.get(path, ())),
            "columns": columns,
            "refreshes": field.key in self.depended_on,
            "overridable": path in self.overridable,
            "input_mode": INPUT_MODES.get(field.kind, ""),
        }
        return DrawnField(**{**drawn, **self.content(place, value, raw)})

    def widget(self, place: Place) -> str:
        if place.field.kind in ("person", "region") and drawn_options(place, "", self.language):
            return "select"
        if place.field.kind == "person" and place.field.type == "textfield":
            return "text"
        return WIDGETS.get(place.field.kind, "text")

    def content(self, place: Place, value: object, raw: Mapping[str, Any]) -> dict[str, Any]:
        """Return what differs from widget to widget."""
        field, widget = place.field, self.widget(place)
        if widget == "group":
            return {"fields": self.group(place, raw)}
        if widget == "rows":
            return self.rows(place, raw)
        if widget == "html":
            return {"html": self.html(place)}
        if widget == "materials":
            return {"materials": drawn_materials(place, value, self.errors, self.language)}
        if widget == "files":
            return {
                "files": drawn_files(place, value),
                "accept": ",".join(accepted_endings(field)),
                "multiple": most_files(field) > 1,
                "takes_photos": takes_photos(field),
            }
        if widget == "computed":
            return {"value": spoken(value, self.language)}
        if widget == "tick":
            return {"ticked": self.ticks(field, value)}
        if widget in ("radio", "select", "checklist"):
            options = drawn_options(place, value, self.language)
            return {"options": options, "value": typed_text(field, value)}
        return {"value": typed_text(field, value), "note": note_on(place, value, self.language)}

    def ticks(self, field: Field, value: object) -> bool:
        return value is True or str(value).lower() in ("true", "on", "1", "yes")

    def group(self, place: Place, raw: Mapping[str, Any]) -> tuple[DrawnField, ...]:
        if not place.field.key:
            prefix = place.path.removesuffix(place.field.id)
            return self.level(place.field.fields, prefix, place.scope, raw)
        key = place.field.key
        below = place.scope.below(object_of(place.scope.this.get(key)))
        return self.level(place.field.fields, f"{place.path}.", below, object_of(raw.get(key)))

    def rows(self, place: Place, raw: Mapping[str, Any]) -> dict[str, Any]:
        field = place.field
        typed = rows_of(place.scope.this.get(field.key))
        sent = rows_of(raw.get(field.key), field)
        rows = tuple(
            self.row(place, str(index), place.scope.below(object_of(this), index + 1), row)
            for index, (this, row) in enumerate(zip(typed, sent, strict=True))
        )
        blank = self.row(place, "__index__", place.scope.below({}), {})
        return {"rows": rows, "blank_row": blank, "can_add": len(rows) < field.max_rows}

    def row(self, place: Place, index: str, scope: Scope, raw: object) -> DrawnRow:
        name = f"{place.path}.{index}".replace(".", "-")
        title = place.field.option_named(
            "row_label" if self.language.startswith("zh") else "row_label_en",
            place.field.words.text(self.language),
        )
        number = "" if index == "__index__" else f" {int(index) + 1}"
        fields = self.level(place.field.fields, f"{place.path}.{index}.", scope, object_of(raw))
        return DrawnRow(f"f-{name}", name, f"{title}{number}", fields)

    def html(self, place: Place) -> Any:
        content = place.field.content.text(self.language)
        paint = drawn_html if place.field.type == "html" else drawn_text
        return paint(content, lambda feel: spoken(place.scope.value(feel), self.language))


def _is_silent(field: Field, scope: Scope) -> bool:
    """Say whether a computed value is kept off the page."""
    return field.type == "expression" and bool(field.hide) and scope.hides(field.hide)
