"""Values looked up in the shared registers: certificates, organisations, persons."""

from collections.abc import Iterator, Mapping

from forms.context import Person
from forms.fields import Bounds, Option, Words
from forms.kinds.choices import options_of, read_choice, read_choices
from forms.kinds.codes import check_uscc, read_code
from forms.kinds.kind import Kind, Place
from forms.kinds.texts import check_text, read_line
from forms.messages import Message

#: `properties.needs` of a person who must hold a valid 执法证.
ENFORCEMENT = "enforcement_certificate"


def check_certificate(value: object, place: Place) -> Iterator[Message]:
    """Yield what is wrong with a certificate's number; one not shared here stops the form.

    With `properties.unresolved = "warn"` an unknown number only warns.
    """
    yield from check_text(value, place)
    if place.field.option_named("unresolved", "refuse") == "refuse":
        yield from _unresolved(value, place)
    yield from certificate_ended(str(value), certificate_kind(place), place)


def advise_certificate(value: object, place: Place) -> Iterator[Message]:
    """Yield the warning about a number the register does not know, where it only warns."""
    if place.field.option_named("unresolved", "refuse") != "refuse":
        yield from _unresolved(value, place)


def certificate_kind(place: Place) -> str:
    """Return the kind of certificate a field asks for."""
    return place.field.option_named("certificate")


def certificate_ended(number: str, kind: str, place: Place) -> Iterator[Message]:
    """Yield that a certificate of the register is no longer valid today."""
    found = place.context.lookups.certificate(kind, number)
    until = found.valid_until_on if found else None
    if until and until < place.context.today:
        yield (
            f"该证照有效期至 {until}，已过期；请填写有效证照编号",
            f"It was valid until {until}; enter one that is valid",
        )


def check_organisation(value: object, place: Place) -> Iterator[Message]:
    """Yield what is wrong with an organisation's code."""
    yield from check_uscc(value, place)


def advise_organisation(value: object, place: Place) -> Iterator[Message]:
    """Yield the warning that an organisation is not in the register yet."""
    if place.context.lookups.organisation(str(value)) is None:
        yield (
            f"主体库中没有 {value}；请核对单位名称与代码是否一致",
            f"{value} is not in the register; check that name and code agree",
        )


def check_person(value: object, place: Place) -> Iterator[Message]:
    """Yield what is wrong with the person or persons picked."""
    offered = {option.value for option in persons_offered(place)}
    for each in value if isinstance(value, list) else [value]:
        found = place.context.lookups.person(str(each))
        if found is None or (offered and each not in offered):
            shown = str(each)[:40]
            yield (
                f"“{shown}”不在可选人员中；请从列表中选择",
                f"“{shown}” is not offered; choose from the list",
            )
        elif place.field.option_named("needs") == ENFORCEMENT:
            yield from _certificate_of(found, place)


def persons_offered(place: Place) -> tuple[Option, ...]:
    """Return the persons to choose from: the form's own choice, or the variable `people`."""
    if place.field.options_feel or place.field.options:
        return options_of(place.field, place.scope)
    people = place.context.variables.get("people")
    rows = people if isinstance(people, (list, tuple)) else ()
    return tuple(
        Option(str(row.get("id")), _name(row, place)) for row in rows if isinstance(row, Mapping)
    )


def _name(row: Mapping[str, object], place: Place) -> Words:
    name = " · ".join(str(row[part]) for part in ("name", "section_name") if row.get(part))
    needs = place.field.option_named("needs") == ENFORCEMENT
    if needs and row.get("certificate_valid") is False:
        return Words(f"{name}（执法证已过期）", f"{name} (certificate expired)")
    return Words(name)


def _certificate_of(person: Person, place: Place) -> Iterator[Message]:
    until = person.certificate_until_on
    if until and until < place.context.today:
        yield (
            f"{person.name}的执法证已于 {until} 到期；请另选一人",
            f"The enforcement certificate of {person.name} ended {until}; choose another person",
        )


def _unresolved(value: object, place: Place) -> Iterator[Message]:
    if place.context.lookups.certificate(certificate_kind(place), str(value)) is None:
        shown = str(value)[:60]
        yield (
            f"共享证照库中没有编号“{shown}”；请核对编号，或在材料清单中上传原件",
            f"The shared register has no number “{shown}”; check it, or upload the original",
        )


_ASK: Message = ("请选择人员", "Choose a person")

REGISTERS = {
    "certificate": Kind(
        frozenset({"textfield"}),
        read_line,
        check_certificate,
        advise=advise_certificate,
        bounds=Bounds(max_length=80),
    ),
    "organisation": Kind(
        frozenset({"textfield"}),
        read_code,
        check_organisation,
        advise=advise_organisation,
        bounds=Bounds(max_length=60),
    ),
    "person": Kind(
        frozenset({"select", "radio", "textfield"}), read_choice, check_person, ask=_ASK
    ),
    "people": Kind(
        frozenset({"taglist", "checklist"}), read_choices, check_person, blank=list, ask=_ASK
    ),
}
