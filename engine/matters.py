"""A matter as its folder describes it: the parsed `matter.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from engine.errors import InvalidMatter

FILE = "matter.toml"


@dataclass(frozen=True)
class Material:
    """A material of the application (材料)."""

    code: str
    name: str
    name_en: str
    #: main: never 容缺; promise: may be supplied later; statement: a declaration.
    necessity: str
    #: FEEL over `case`: the situation (情形) in which it is needed; empty = always.
    when: str = ""
    #: Kind in the shared register; empty when the applicant supplies it.
    certificate: str = ""
    #: FEEL: the certificate's number in the application.
    number: str = ""
    note: str = ""
    note_en: str = ""
    form: str = "electronic"


@dataclass(frozen=True)
class DocumentKind:
    """A paper the matter issues (文书)."""

    key: str
    title: str
    title_en: str
    template: str
    #: Pattern with {year} and {seq}; FEEL when it starts with "=" (a paper that bears another
    #: number of the case).
    number: str
    legal_ground: str = ""
    remedies: bool = False
    seal: bool = True
    copies: int = 1


@dataclass(frozen=True)
class NumberRule:
    """A series of numbers, such as the permit's: a pattern over FEEL values."""

    key: str
    pattern: str
    per: tuple[str, ...]
    values: Mapping[str, str]
    max: int = 0


@dataclass(frozen=True)
class Outcome:
    """How a closed case ended (办结), with the code of the data exchange."""

    key: str
    name: str
    name_en: str
    #: End element reached, and a FEEL condition; either may be empty.
    at: str = ""
    when: str = ""
    code: str = ""


@dataclass(frozen=True)
class Phase:
    """A group of elements under one heading of the timeline."""

    name: str
    name_en: str
    elements: tuple[str, ...]


@dataclass(frozen=True)
class Fact:
    """A labelled value on the case page; `value` and `value_en` are FEEL."""

    label: str
    label_en: str
    value: str
    #: The same where it is words, in English.
    value_en: str
    is_personal: bool = False


@dataclass(frozen=True)
class ProjectRule:
    """What a case says of its project and parties (项目与参建单位); all but `roles` are FEEL."""

    name: str = ""
    #: The developer's code.
    developer: str = ""
    #: A list of {role, code, name}.
    parties: str = ""
    #: Names of the roles by key: (Chinese, English).
    roles: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Matter:
    """A kind of procedure the bureau runs (事项)."""

    key: str
    name: str
    name_en: str
    case_number: str
    title: str
    applicant: str
    applicant_code: str = ""
    project_code: str = ""
    #: FEEL: the code of the region whose calendar the case counts by; empty: the bureau's.
    region: str = ""
    #: None: cases enter nothing into the registers of projects and organisations.
    project: ProjectRule | None = None
    #: open: every officer sees its cases; closed: only who is on them (`engine.access`).
    access: str = "open"
    #: Posts, "section/post", that see every closed case, and those that may add persons to one.
    supervisors: tuple[str, ...] = ()
    admitting: tuple[str, ...] = ()
    grants: tuple[str, ...] = ()
    summary: tuple[Fact, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    materials: tuple[Material, ...] = ()
    documents: Mapping[str, DocumentKind] = field(default_factory=dict)
    numbers: Mapping[str, NumberRule] = field(default_factory=dict)
    phases: tuple[Phase, ...] = ()
    raw: Mapping[str, Any] = field(default_factory=dict)


def read_matter(text: str | bytes, shared: Mapping[str, Any] = MappingProxyType({})) -> Matter:
    """Parse a matter.toml, with the tables of the processes it shares (`engine.shared`).

    Raises InvalidMatter naming the key that is missing or wrong.
    """
    try:
        raw = tomllib.loads(text.decode() if isinstance(text, bytes) else text)
        raw |= {name: {**table, **raw.get(name, {})} for name, table in shared.items()}
        return _matter(raw)
    except tomllib.TOMLDecodeError as error:
        raise InvalidMatter(
            f"matter.toml 不是合法的 TOML：{error}", f"matter.toml is not valid TOML: {error}"
        ) from error
    except (KeyError, TypeError) as error:
        raise InvalidMatter(
            f"matter.toml 缺少或写错了 {error}", f"matter.toml: missing or wrong: {error}"
        ) from error


def _matter(raw: dict[str, Any]) -> Matter:
    return Matter(
        key=raw["key"],
        name=raw["name"],
        name_en=raw.get("name_en", raw["name"]),
        case_number=raw["case_number"],
        title=raw["title"],
        applicant=raw.get("applicant", ""),
        applicant_code=raw.get("applicant_code", ""),
        project_code=raw.get("project_code", ""),
        region=raw.get("region", ""),
        project=_project(raw["project"]) if "project" in raw else None,
        access=raw.get("access", "open"),
        supervisors=tuple(raw.get("supervisors", ())),
        admitting=tuple(raw.get("admitting", ())),
        grants=tuple(raw.get("grants", ())),
        summary=tuple(_fact(row) for row in raw.get("summary", ())),
        outcomes=tuple(_outcome(row) for row in raw.get("outcomes", ())),
        materials=tuple(_pick(Material, row) for row in raw.get("materials", ())),
        documents={key: _document(key, row) for key, row in raw.get("documents", {}).items()},
        numbers={key: _number(key, row) for key, row in raw.get("numbers", {}).items()},
        phases=tuple(
            Phase(row["name"], row.get("name_en", row["name"]), tuple(row["elements"]))
            for row in raw.get("states", {}).values()
        ),
        raw=raw,
    )


def _pick(kind: type[Material], row: Mapping[str, Any]) -> Material:
    known = kind.__dataclass_fields__
    return kind(**{key: value for key, value in row.items() if key in known})


def _project(row: Mapping[str, Any]) -> ProjectRule:
    return ProjectRule(
        name=row.get("name", ""),
        developer=row.get("developer", ""),
        parties=row.get("parties", ""),
        roles={
            key: (names["name"], names.get("name_en", names["name"]))
            for key, names in row.get("roles", {}).items()
        },
    )


def _fact(row: Mapping[str, Any]) -> Fact:
    return Fact(
        label=row["label"],
        label_en=row.get("label_en", row["label"]),
        value=row["value"],
        value_en=row.get("value_en", row["value"]),
        is_personal=row.get("personal", False),
    )


def _outcome(row: Mapping[str, Any]) -> Outcome:
    return Outcome(
        key=row["key"],
        name=row["name"],
        name_en=row.get("name_en", row["name"]),
        at=row.get("at", ""),
        when=row.get("when", ""),
        code=str(row.get("code", "")),
    )


def _document(key: str, row: Mapping[str, Any]) -> DocumentKind:
    return DocumentKind(
        key=key,
        title=row["title"],
        title_en=row.get("title_en", row["title"]),
        template=row["template"],
        number=row.get("number", ""),
        legal_ground=row.get("legal_ground", ""),
        remedies=bool(row.get("remedies", False)),
        seal=bool(row.get("seal", True)),
        copies=int(row.get("copies", 1)),
    )


#: Keys of a number rule that are not FEEL values for its pattern.
NOT_FEEL = frozenset({"name", "name_en", "pattern", "per", "max"})


def _number(key: str, row: Mapping[str, Any]) -> NumberRule:
    values = {name: text for name, text in row.items() if name not in NOT_FEEL}
    return NumberRule(
        key=key,
        pattern=row["pattern"],
        per=tuple(row.get("per", ())),
        values=values,
        max=int(row.get("max", 0)),
    )
