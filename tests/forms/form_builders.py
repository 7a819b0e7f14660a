"""Builders of small forms and of the world around them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from forms.context import FormContext
from forms.fields import Form
from forms.reading import read_form

#: 2026-11-10 09:00 in Shanghai, the morning of the demo.
MORNING = datetime(2026, 11, 10, 1, 0, tzinfo=UTC)


def component(type_: str, key: str, kind: str = "", **settings: Any) -> dict[str, Any]:
    """Return a form-js component with both labels; `properties` may add to them."""
    properties = {"label_en": key.title() or "Label", **settings.pop("properties", {})}
    if kind:
        properties["kind"] = kind
    name = "path" if type_ in ("group", "dynamiclist") else "key"
    own = {"type": type_, "id": f"id_{key}", "label": f"标签{key}", name: key}
    return {**own, **settings, "properties": properties}


def required(type_: str, key: str, kind: str = "", **settings: Any) -> dict[str, Any]:
    """Return a component that must be answered."""
    return component(type_, key, kind, validate={"required": True}, **settings)


def form_text(*components: Mapping[str, Any], rules: list[dict[str, Any]] | None = None) -> str:
    """Return form-js JSON."""
    return json.dumps(
        {
            "type": "default",
            "schemaVersion": 19,
            "properties": {"title": "测试", "title_en": "Test", "rules": rules or []},
            "components": components,
        },
        ensure_ascii=False,
    )


def form_of(*components: Mapping[str, Any], rules: list[dict[str, Any]] | None = None) -> Form:
    """Return the form of these components."""
    return read_form(form_text(*components, rules=rules), "test")


@dataclass(frozen=True)
class Certificate:
    number: str
    title: str
    valid_until_on: date | None = None


@dataclass(frozen=True)
class Organisation:
    code: str
    name: str


@dataclass(frozen=True)
class Person:
    id: str
    name: str
    certificate_until_on: date | None = None


@dataclass(frozen=True)
class Attachment:
    id: str
    file_name: str
    content_type: str = "application/pdf"
    size_bytes: int = 20_480


@dataclass(frozen=True)
class Town:
    """Registers with the demo's rows that tests ask for."""

    certificates: Mapping[tuple[str, str], Certificate] = field(
        default_factory=lambda: {
            ("land_use", "地字第990102202600001号"): Certificate(
                "地字第990102202600001号", "建设用地规划许可证"
            ),
            ("land_use", "地字第990102202000009号"): Certificate(
                "地字第990102202000009号", "建设用地规划许可证", date(2025, 12, 31)
            ),
        }
    )
    organisations: tuple[Organisation, ...] = (
        Organisation("9199010000000006XA", "江城云栖置业有限公司"),
    )
    persons: tuple[Person, ...] = (
        Person("wugang", "吴刚", date(2028, 5, 31)),
        Person("tianye", "田野", date(2026, 9, 30)),
        Person("linshu", "林树"),
    )
    attachments: tuple[Attachment, ...] = (
        Attachment("a1", "合同.pdf"),
        Attachment("a2", "照片.jpg", "image/jpeg"),
    )

    def certificate(self, kind: str, number: str) -> Certificate | None:
        return self.certificates.get((kind, number))

    def organisation(self, code: str) -> Organisation | None:
        return next((each for each in self.organisations if each.code == code), None)

    def person(self, person_id: str) -> Person | None:
        return next((each for each in self.persons if each.id == person_id), None)

    def attachment(self, attachment_id: str) -> Attachment | None:
        return next((each for each in self.attachments if each.id == attachment_id), None)


MATERIALS = [
    {
        "code": "contract",
        "name": "施工合同",
        "name_en": "Construction contract",
        "necessity": "main",
    },
    {
        "code": "bid-award",
        "name": "中标通知书",
        "name_en": "Letter of award",
        "necessity": "main",
        "when": "case.test.tendered = true",
    },
    {
        "code": "insurance",
        "name": "工伤保险证明",
        "name_en": "Proof of work injury insurance",
        "necessity": "promise",
        "when": "",
    },
    {
        "code": "land",
        "name": "用地批准手续",
        "name_en": "Land approval",
        "necessity": "main",
        "certificate": "land_use",
        "number": "case.test.land_no",
        "when": "",
    },
    {
        "code": "seal",
        "name": "申请表（盖章）",
        "name_en": "Sealed application",
        "necessity": "statement",
        "form": "paper",
        "when": "",
    },
]


def context(language: str = "zh_CN", **variables: object) -> FormContext:
    """Return a context on the morning of the demo with the town's registers."""
    known = {"materials": MATERIALS, "regions": [{"code": "990102", "name": "滨江区"}]}
    return FormContext(
        now=MORNING, variables={**known, **variables}, lookups=Town(), language=language
    )
