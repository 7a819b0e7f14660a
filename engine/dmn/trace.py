"""Keep why a decision came out as it did: the rules that matched, and what was wrong with a value.

The trace belongs to a `Tracing` run; tables write into it, `decide` hands it out.
"""

from dataclasses import dataclass

from engine.dmn.errors import Finding
from engine.dmn.model import Output, Table
from engine.feel.budget import Run
from engine.feel.values import export


@dataclass(frozen=True, slots=True)
class Match:
    """The rules of one table that matched, counted from 1, with their ids and notes."""

    decision: str
    #: Labels of the input columns, and what was found in the case for each.
    columns: tuple[str, ...]
    inputs: tuple[object, ...]
    rules: tuple[int, ...]
    rule_ids: tuple[str, ...]
    notes: tuple[tuple[str, ...], ...]
    headings: tuple[str, ...]


class Tracing(Run):
    """A run that remembers matches and findings, and which decision is being made."""

    __slots__ = ("deciding", "findings", "matches")

    deciding: str
    findings: list[Finding]
    matches: list[Match]


def match(run: Run, table: Table, values: list[object], hits: list[int]) -> None:
    """Remember the rules that matched."""
    if isinstance(run, Tracing):
        rules = [table.rules[index] for index in hits]
        run.matches.append(
            Match(
                run.deciding,
                tuple(column.label or column.text for column in table.inputs),
                tuple(export(run, value) for value in values),
                tuple(index + 1 for index in hits),
                tuple(rule.id for rule in rules),
                tuple(rule.notes for rule in rules),
                table.headings,
            )
        )


def refuse_input(run: Run, table: Table, index: int, value: object) -> None:
    """Say that an input's value is not among those allowed."""
    column = table.inputs[index]
    label = column.label or column.text
    find(
        run,
        "input_not_allowed",
        f"输入“{label}”的值 {value} 不在允许的范围 {column.values} 内。",
        f"The value {value} of input “{label}” is not among those allowed: {column.values}.",
    )


def refuse_output(run: Run, column: Output, value: object) -> None:
    """Say that a result is not among those its column lists."""
    label = column.name
    find(
        run,
        "output_not_allowed",
        f"结果“{label}”的值 {value} 不在允许的范围 {column.values} 内。",
        f"The value {value} of result “{label}” is not among those allowed: {column.values}.",
    )


def conflict(run: Run, table: Table, hits: list[int]) -> None:
    """Say that rules matched together which must not."""
    numbers = "、".join(str(index + 1) for index in hits)
    find(
        run,
        "rules_conflict",
        f"规则 {numbers} 同时匹配，命中策略 {table.policy} 不允许。请修改规则。",
        f"Rules {numbers} match together, which hit policy {table.policy} forbids. "
        "Change the rules.",
    )


def find(run: Run, code: str, zh: str, en: str) -> None:
    """Remember a finding."""
    if isinstance(run, Tracing):
        run.findings.append(Finding(code, (run.deciding,), zh, en))
