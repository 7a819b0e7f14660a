"""The macros print a form that is bound, described and usable without scripts."""

from pathlib import Path
from typing import Any

import pytest
from form_builders import component, context, form_of, required
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from lxml import html as lxml_html
from lxml.html import HtmlElement

from engine.errors import InvalidSubmission
from forms.drawing import draw
from forms.judging import Unaccepted, judge
from forms.reading import read_form

ROOT = Path(__file__).parents[2]
FORMS = ROOT / "processes" / "construction_permit" / "forms"
ENVIRONMENT = Environment(
    loader=FileSystemLoader(ROOT / "web" / "templates"), autoescape=True, undefined=StrictUndefined
)
PAGE = ENVIRONMENT.from_string(
    '{% from "forms/_form.html" import form_body %}'
    "<form>{{ form_body(drawn, upload_url=upload_url, redraw_url=redraw_url) }}</form>"
)
CHOICES = [{"value": "a", "label": "甲", "label_en": "A"}]
FORM = form_of(
    required("textfield", "name", description="与证照一致"),
    component("textarea", "notes"),
    component("number", "price", "money_wan"),
    component("datetime", "day", subtype="date"),
    component("checkbox", "tendered"),
    component("textfield", "award", conditional={"hide": "=tendered != true"}),
    required("radio", "way", values=CHOICES),
    component("checklist", "kinds", values=CHOICES),
    component("select", "one", values=CHOICES),
    component("textfield", "code", "uscc"),
    required("filepicker", "photos", accept=".jpg"),
    component("expression", "sum", expression="=1 + 1"),
    component("textfield", "fixed", readonly=True, properties={"default": '="x"'}),
    component("dynamiclist", "units", components=[required("textfield", "name")]),
    component("textfield", "materials", "materials"),
    {"type": "group", "id": "g", "label": "组", "components": [component("number", "floors")]},
    {"type": "text", "id": "t", "text": "说明"},
    {"type": "separator", "id": "s"},
    {"type": "spacer", "id": "p"},
)
RAW: dict[str, Any] = {
    "name": "",
    "award": "A<1",
    "code": "11990100000000019G",
    "units": [{"name": ""}, {"name": "甲"}, {"x": "y"}],
    "photos": [],
    "materials": {"contract": {"state": "supplied", "attachments": []}},
}


def _page(errors: Any = (), *, language: str = "zh_CN", **urls: str) -> HtmlElement:
    urls = {"upload_url": "", "redraw_url": "", **urls}
    overridable: tuple[str, ...] = ()
    if errors == "judged":
        with pytest.raises(InvalidSubmission) as refused:
            judge(FORM, RAW, context())
        errors = refused.value.errors
        overridable = refused.value.overridable if isinstance(refused.value, Unaccepted) else ()
    drawn = draw(FORM, RAW, dict(errors), context(language), language, overridable=overridable)
    return lxml_html.fromstring(PAGE.render(drawn=drawn, **urls))


def test_every_control_has_a_label() -> None:
    page = _page()
    labelled = {label.get("for") for label in page.iter("label")}

    for control in page.iter("input", "select", "textarea"):
        if control.get("type") == "hidden" or control.xpath("ancestor::label"):
            continue
        assert control.get("id") in labelled, control.get("name")


def test_ids_are_unique() -> None:
    ids = [element.get("id") for element in _page("judged").iter() if element.get("id")]

    assert len(ids) == len(set(ids))


def test_descriptions_and_errors_are_bound_to_their_control() -> None:
    page = _page("judged")

    for element in page.xpath("//*[@aria-describedby]"):
        for name in element.get("aria-describedby").split():
            assert page.get_element_by_id(name) is not None
    name = page.get_element_by_id("f-name")
    assert name.get("aria-invalid") == "true"
    assert name.get("aria-describedby") == "f-name-help f-name-errors"
    assert page.get_element_by_id("f-name-errors").text_content().strip() == "请填写此项"


def test_the_summary_takes_the_focus_and_each_line_leads_to_a_control() -> None:
    page = _page("judged")
    summary = page.get_element_by_id("errors-test")

    assert (summary.get("role"), summary.get("tabindex")) == ("alert", "-1")
    links = summary.findall(".//a")
    assert len(links) >= 6
    for link in links:
        assert page.get_element_by_id(link.get("href").removeprefix("#")) is not None


def test_a_summary_is_absent_when_nothing_is_wrong() -> None:
    assert not _page().xpath("//*[@role='alert']")


def test_our_own_date_and_file_controls_speak_our_language() -> None:
    page = _page(language="en")

    assert not page.xpath("//input[@type='date' or @type='number']")
    assert page.get_element_by_id("f-day").get("data-date") is not None
    button = page.get_element_by_id("f-photos").getparent()
    assert button.text_content().strip() == "Choose files"
    assert button.tag == "label"


def test_rows_can_be_added_and_removed_without_a_script() -> None:
    page = _page()

    [add] = page.xpath("//button[@name='_add']")
    assert (add.get("type"), add.get("value"), add.get("data-row-add")) == (
        "submit",
        "units",
        "units",
    )
    removes = [each.get("value") for each in page.xpath("//button[@name='_remove']")]
    assert removes[:3] == ["units-0", "units-1", "units-2"]
    [template] = page.xpath("//template[@data-row-template='units']")
    assert template.xpath(".//input[@name='units-__index__-name']")


def test_a_field_others_depend_on_redraws_the_fields_through_the_server() -> None:
    tendered = _page(redraw_url="/tasks/1/redraw").get_element_by_id("f-tendered")

    assert tendered.get("hx-post") == "/tasks/1/redraw"
    assert tendered.get("hx-target") == "#body-test"


def test_without_a_redraw_address_a_button_does_it() -> None:
    assert _page().xpath("//noscript//button[@name='_redraw']")


def test_hidden_values_travel_escaped() -> None:
    [award] = _page().xpath("//input[@name='award']")

    assert (award.get("type"), award.get("value")) == ("hidden", "A<1")


def test_uploads_go_where_the_page_says() -> None:
    picker = _page(upload_url="/attachments").get_element_by_id("f-photos")

    assert picker.get("data-upload-url") == "/attachments"
    assert (picker.get("name"), picker.get("data-upload-name")) == ("photos-file", "photos")


def test_a_wrong_check_digit_offers_its_release() -> None:
    [override] = _page("judged").xpath("//input[@name='_override']")

    assert override.get("value") == "code"


def test_nothing_runs_inline() -> None:
    page = _page("judged")

    assert not page.xpath("//script")
    assert not [
        name for element in page.iter() for name in element.attrib if str(name).startswith("on")
    ]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("path", sorted(FORMS.glob("*.form")), ids=lambda path: path.stem)
def test_every_form_of_the_construction_permit_is_drawn(path: Path, language: str) -> None:
    form = read_form(path.read_bytes(), path.stem)

    drawn = draw(form, {}, {}, context(language, case={}), language)

    assert PAGE.render(drawn=drawn, upload_url="", redraw_url="").count("form-field") > 0
