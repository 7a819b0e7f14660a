"""Definitions: immutable published versions of a matter, deployed from a folder, read once.

A folder's `limits.toml` only seeds the limits: it is not part of the version, and a later deploy
never overwrites what an administrator changed.
"""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine import act_rules, matters, shared
from engine.bpmn.checking import Finding, check_process, paths_from_timers_without_user_task
from engine.bpmn.drawing import Unreadable
from engine.bpmn.model import Process
from engine.bpmn.reading import read_process
from engine.checking_expressions import check_expressions
from engine.checking_texts import check_texts
from engine.clock_checks import check_clock_names
from engine.decision_checks import check_decisions
from engine.decisions import Decisions, read_decisions
from engine.errors import InvalidMatter, NotFound
from engine.handler_checks import check_handlers
from engine.limit_checks import check_limits
from engine.matters import Matter
from engine.operation_names import OPERATION_NAMES
from engine.register_checks import check_registers
from engine.shared import read_folder as read_folder
from engine.store import publishing
from engine.subscription_rules import check_subscriptions

DIAGRAM = "process.bpmn"
LIMITS = "limits.toml"


@dataclass(frozen=True)
class Definition:
    """One published version of a matter, parsed; shared by all threads, never changed."""

    id: str
    matter_key: str
    version: int
    matter: Matter
    process: Process
    files: Mapping[str, bytes]

    @cached_property
    def decisions(self) -> Decisions:
        """The decision models of this version; raises InvalidDecision."""
        return read_decisions(self.files)

    def form_text(self, form_key: str) -> bytes:
        """Return the form's JSON; raises NotFound naming the form."""
        return self.file(f"forms/{form_key}.form")

    def file(self, path: str) -> bytes:
        """Return one file of the version; raises NotFound naming it."""
        try:
            return self.files[path]
        except KeyError:
            raise NotFound(
                f"事项 {self.matter_key} 没有文件 {path}",
                f"Matter {self.matter_key} has no file {path}.",
            ) from None


def definition_id(files: Mapping[str, bytes]) -> str:
    """Return the sha256 over all files but limits.toml, paths and bytes."""
    digest = hashlib.sha256()
    for path in sorted(files):
        if not shared.is_limits(path):
            digest.update(f"{path}\0{len(files[path])}\0".encode())
            digest.update(files[path])
    return digest.hexdigest()


def check_files(files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """Return everything that keeps a matter's files from running, all at once."""
    if DIAGRAM not in files or "matter.toml" not in files:
        missing = [name for name in (DIAGRAM, "matter.toml") if name not in files]
        return tuple(
            _finding(name, f"缺少文件 {name}", f"The file {name} is missing.") for name in missing
        )
    clashes = tuple(shared.check_shared(files))
    try:
        tables, files = shared.matter_tables(files), shared.unfold(files)
    except (Unreadable, tomllib.TOMLDecodeError) as fault:
        return (*clashes, _finding("shared", f"共用流程读不懂：{fault}", f"Shared: {fault}"))
    findings = (*clashes, *check_process(files[DIAGRAM]))
    try:
        matter = matters.read_matter(files["matter.toml"], tables)
    except InvalidMatter as error:
        return (*findings, _finding("matter.toml", error.zh, error.en))
    grounds = frozenset(row["key"] for row in matter.raw.get("special", {}).get("grounds", ()))
    limits = check_limits(files.get(LIMITS, b""), grounds)
    if any(finding.severity == "error" for finding in findings):
        return (*findings, *limits)
    process = read_process(files[DIAGRAM])
    silent = tuple(paths_from_timers_without_user_task(process, matter.grants))
    unknown = [
        *check_expressions(process),
        *_unknown_operations(process),
        *check_decisions(process, files),
        *check_registers(process, files),
        *act_rules.check_acts(matter, frozenset(process.elements)),
        *check_subscriptions(matter, process),
        *check_clock_names(process, files),
        *check_handlers(process, matter, files),
    ]
    if limits:
        return (*findings, *silent, *unknown, *limits)
    texts = check_texts(process, matter, files)
    return (*findings, *silent, *unknown, *_missing_parts(process, matter, files), *texts)


def _unknown_operations(process: Process) -> list[Finding]:
    known = ", ".join(sorted(OPERATION_NAMES))
    return [
        Finding(
            element_id=element.id,
            code="unknown_operation",
            severity="error",
            zh=f"没有操作 {element.properties.get('operation', '')!r}",
            en=f"There is no operation {element.properties.get('operation', '')!r}.",
            remedy_zh=f"在属性 operation 中写：{known}",
            remedy_en=f"Name one in the property operation: {known}.",
        )
        for element in process.elements.values()
        if element.type == "serviceTask"
        and element.properties.get("operation") not in OPERATION_NAMES
    ]


def _missing_parts(process: Process, matter: Matter, files: Mapping[str, bytes]) -> list[Finding]:
    limits = tomllib.loads(files[LIMITS].decode()) if LIMITS in files else {}
    known = limits.get("limits", {})
    found = [
        _finding(process.id, f"limits.toml 没有时限 {key}", f"No limit {key}.")
        for key in names_in(process.properties.get("limit", ""))
        if key not in known
    ]
    for element in process.elements.values():
        form = element.properties.get("form")
        if form and f"forms/{form}.form" not in files:
            found.append(
                _finding(element.id, f"没有表单 forms/{form}.form", f"There is no form {form}.")
            )
        for key in names_in(element.properties.get("limit", "")):
            if key not in known:
                found.append(
                    _finding(element.id, f"limits.toml 没有时限 {key}", f"No limit {key}.")
                )
        for key in names_in(element.properties.get("documents", "")):
            if key not in matter.documents:
                found.append(
                    _finding(element.id, f"matter.toml 没有文书 {key}", f"No document {key}.")
                )
    for kind in matter.documents.values():
        if f"documents/{kind.template}" not in files:
            found.append(
                _finding(kind.key, f"没有模板 {kind.template}", f"No template {kind.template}.")
            )
    return found


def names_in(text: str) -> list[str]:
    """Split a property that may name several things by commas."""
    return [name.strip() for name in text.split(",") if name.strip()]


def _finding(element_id: str, zh: str, en: str) -> Finding:
    return Finding(
        element_id=element_id,
        code="missing_part",
        severity="error",
        zh=zh,
        en=en,
        remedy_zh="补上该文件或改正名称",
        remedy_en="Add it or correct the name.",
    )


def deploy_files(
    session: Session, files: Mapping[str, bytes], *, at: datetime, by: str | None = None
) -> Definition:
    """Publish a matter's files as a new version; the same files again change nothing.

    Raises InvalidMatter with every finding when something would not run.
    """
    identity = add_version(session, files, at=at, by=by)
    put_in_force(session, identity, shared.unfold(files).get(LIMITS, b""), at=at, by=by)
    return load_definition(session, identity)


def add_version(
    session: Session, files: Mapping[str, bytes], *, at: datetime, by: str | None = None
) -> str:
    """Keep a matter's files as a version that is not in force yet; returns its id.

    The same files have one version. Raises InvalidMatter with every finding when something would
    not run.
    """
    errors = tuple(f for f in check_files(files) if f.severity == "error")
    if errors:
        first = errors[0]
        raise InvalidMatter(
            f"事项不能发布，共 {len(errors)} 处问题。第一处：{first.element_id}：{first.zh}",
            f"The matter cannot be published: {len(errors)} finding(s). "
            f"First: {first.element_id}: {first.en}",
            errors,
        )
    identity, matter = definition_id(files), _matter_in(files)
    if session.get(publishing.Matter, matter.key) is None:
        session.add(publishing.Matter(key=matter.key, name=matter.name, name_en=matter.name_en))
        session.flush()
    if session.get(publishing.Definition, identity) is None:
        _add_definition(session, identity, matter.key, files, at=at, by=by)
        session.flush()
    return identity


def put_in_force(
    session: Session, identity: str, limits: bytes, *, at: datetime, by: str | None = None
) -> None:
    """Let new cases begin with a version, and seed the limits the matter does not have yet.

    `limits` is limits.toml as `shared.unfold` gives it.
    """
    definition = session.get_one(publishing.Definition, identity)
    files = {file.path: file.content for file in definition.files}
    matter, row = _matter_in(files), session.get_one(publishing.Matter, definition.matter_key)
    row.name, row.name_en, row.current_definition_id = matter.name, matter.name_en, identity
    definition.taken_back_at = None
    _seed_limits(session, matter.key, limits, at=at, by=by)
    session.flush()


def _matter_in(files: Mapping[str, bytes]) -> Matter:
    return matters.read_matter(files["matter.toml"], shared.matter_tables(files))


def _add_definition(
    session: Session,
    identity: str,
    matter_key: str,
    files: Mapping[str, bytes],
    *,
    at: datetime,
    by: str | None,
) -> None:
    last = session.scalar(
        select(func.max(publishing.Definition.version)).where(
            publishing.Definition.matter_key == matter_key
        )
    )
    session.add(
        publishing.Definition(
            id=identity,
            matter_key=matter_key,
            version=(last or 0) + 1,
            published_at=at,
            published_by=by,
            files=[
                publishing.DefinitionFile(path=path, content=content)
                for path, content in files.items()
                if not shared.is_limits(path)
            ],
        )
    )


#: The day from which seeded limits hold: before any case a new database can have.
SEED_DAY = date(2000, 1, 1)


def _seed_limits(
    session: Session, matter_key: str, limits: bytes, *, at: datetime, by: str | None
) -> None:
    known = set(
        session.scalars(
            select(publishing.LimitVersion.limit_key).where(
                publishing.LimitVersion.matter_key == matter_key
            )
        )
    )
    rules: dict[str, Any] = tomllib.loads(limits.decode()).get("limits", {})
    for key, rule in rules.items():
        if key not in known:
            session.add(
                publishing.LimitVersion(
                    matter_key=matter_key,
                    limit_key=key,
                    from_on=SEED_DAY,
                    rule=rule,
                    changed_at=at,
                    changed_by=by,
                )
            )


def load_definition(session: Session, identity: str) -> Definition:
    """Return a published version, parsed once per process."""
    return _CACHE.get(identity) or _read_definition(session, identity)


def current_definition(session: Session, matter_key: str) -> Definition:
    """Return the version new cases of a matter begin with; raises NotFound."""
    row = session.get(publishing.Matter, matter_key)
    if row is None or row.current_definition_id is None:
        raise NotFound(f"没有事项 {matter_key}", f"There is no matter {matter_key}.")
    return load_definition(session, row.current_definition_id)


#: Parsed versions by id; a version never changes, so neither does an entry.
_CACHE: dict[str, Definition] = {}


def _read_definition(session: Session, identity: str) -> Definition:
    row = session.get(publishing.Definition, identity)
    if row is None:
        raise NotFound(f"没有流程版本 {identity}", f"There is no definition {identity}.")
    files = {file.path: file.content for file in row.files}
    whole = shared.unfold(files)
    definition = Definition(
        id=identity,
        matter_key=row.matter_key,
        version=row.version,
        matter=_matter_in(files),
        process=read_process(whole[DIAGRAM]),
        files=whole,
    )
    _CACHE[identity] = definition
    return definition
