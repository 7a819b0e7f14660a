"""What a matter says of the acts on its cases: the tables `[acts.*]` of matter.toml.

Each kind names who asks and who decides, its closed list of grounds with their articles, the
paper that tells the applicant, and how a case it ends is closed. A kind without a table is not
allowed in the matter.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine import feel
from engine.bpmn.finding import Finding, error
from engine.errors import InvalidMatter
from engine.matters import Matter

#: 撤件, 中止, 恢复, 终止, 更正: the only acts there are.
KINDS = ("withdraw", "suspend", "resume", "terminate", "correct")
#: Those that close the case, and so need an outcome.
ENDING = ("withdraw", "terminate")
#: Those that rest on a ground of the closed list.
GROUNDED = ("withdraw", "suspend", "terminate", "correct")


@dataclass(frozen=True)
class Ground:
    """One ground of a closed list, with the article it comes from."""

    key: str
    name: str
    name_en: str
    article: str
    #: V checked, K from memory, U local: shown to people as 已核对, 待核对, 地方规定.
    mark: str


@dataclass(frozen=True)
class ActRule:
    """How one kind of act is done in a matter."""

    kind: str
    #: (section, post) pairs whose holders ask, and those whose holders decide.
    asks: tuple[tuple[str, str], ...]
    decides: tuple[tuple[str, str], ...]
    grounds: tuple[Ground, ...]
    #: Key of the paper that tells the applicant; empty: none.
    document: str
    #: Key of the outcome of a case it closes.
    outcome: str
    #: FEEL over `case`: only then; empty: always.
    when: str
    #: suspend: elements whose tasks are done all the same.
    allowed: tuple[str, ...]

    def ground(self, key: str) -> Ground | None:
        """Return a ground of the list."""
        return next((one for one in self.grounds if one.key == key), None)


def rules_of(matter: Matter) -> Mapping[str, ActRule]:
    """Return the acts a matter allows, by kind; raises InvalidMatter for what cannot be read."""
    tables = matter.raw.get("acts", {})
    try:
        return {kind: _rule(kind, tables[kind]) for kind in KINDS if kind in tables}
    except (KeyError, ValueError, TypeError, AttributeError) as fault:
        raise InvalidMatter(
            f"matter.toml 的 acts 缺少或写错了 {fault}",
            f"matter.toml, acts: missing or wrong: {fault}",
        ) from fault


def _rule(kind: str, table: Mapping[str, Any]) -> ActRule:
    return ActRule(
        kind=kind,
        asks=tuple(_post(text) for text in table["asks"]),
        decides=tuple(_post(text) for text in table["decides"]),
        grounds=tuple(_ground(row) for row in table.get("grounds", ())),
        document=table.get("document", ""),
        outcome=table.get("outcome", ""),
        when=table.get("when", ""),
        allowed=tuple(table.get("allowed", ())),
    )


def _post(text: str) -> tuple[str, str]:
    """Read "section/post"."""
    section, post = text.split("/")
    return section, post


def _ground(row: Mapping[str, str]) -> Ground:
    return Ground(
        key=row["key"],
        name=row["name"],
        name_en=row.get("name_en", row["name"]),
        article=row["article"],
        mark=row.get("mark", "U"),
    )


def check_acts(matter: Matter, element_ids: frozenset[str]) -> list[Finding]:
    """Return everything that keeps a matter's acts from working, all at once."""
    unknown = [kind for kind in matter.raw.get("acts", {}) if kind not in KINDS]
    found = [
        _finding(kind, f"没有这种办件行为，可用：{'、'.join(KINDS)}", f"known: {', '.join(KINDS)}")
        for kind in unknown
    ]
    try:
        rules = rules_of(matter)
    except InvalidMatter as fault:
        return [*found, _finding("", fault.zh, fault.en)]
    return found + [one for rule in rules.values() for one in _faults(rule, matter, element_ids)]


def _faults(rule: ActRule, matter: Matter, element_ids: frozenset[str]) -> Iterator[Finding]:
    outcomes = {one.key for one in matter.outcomes}
    if not rule.asks or not rule.decides:
        yield _finding(rule.kind, "须写明谁提出、谁决定", "say who asks and who decides")
    if rule.kind in GROUNDED and not rule.grounds:
        yield _finding(rule.kind, "须列明事由 grounds", "list its grounds")
    if rule.kind in ENDING and rule.outcome not in outcomes:
        yield _finding(
            rule.kind,
            f"没有办结方式 {rule.outcome!r}",
            f"there is no outcome {rule.outcome!r}",
        )
    if rule.document and rule.document not in matter.documents:
        yield _finding(
            rule.kind, f"没有文书 {rule.document}", f"there is no document {rule.document}"
        )
    for name in rule.allowed:
        if name not in element_ids:
            yield _finding(rule.kind, f"没有环节 {name}", f"there is no element {name}")
    if rule.when:
        try:
            feel.compile_expression(rule.when)
        except feel.FeelError as fault:
            yield _finding(rule.kind, f"when：{fault.zh}", f"when: {fault.en}")


def _finding(kind: str, zh: str, en: str) -> Finding:
    place = f"acts.{kind}" if kind else "acts"
    return error(
        place,
        "act",
        f"{place}：{zh}",
        f"{place}: {en}",
        ("在 matter.toml 中改正", "Correct it in matter.toml"),
    )
