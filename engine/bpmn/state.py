"""The hot state: the live tokens and nothing else, as JSON."""

from typing import Any
from uuid import UUID

from engine.errors import InvalidMatter

from .tokens import Flat, Tokens

VERSION = 1


def dump(tokens: Tokens) -> dict[str, object]:
    """Return the state of a case; its size depends on what is live, not on what happened."""
    return {
        "v": VERSION,
        "count": tokens.count,
        "done": tokens.completed,
        "tokens": _dump_scope(tokens, tokens),
    }


def load(tokens: Tokens, state: dict[str, Any]) -> None:
    """Put the tokens of `state` back; raises InvalidMatter when the diagram lost their places."""
    if state.get("v") != VERSION:
        raise InvalidMatter(
            f"办件状态的版本 {state.get('v')} 不认识",
            f"The state of this case has an unknown version: {state.get('v')}",
            (),
        )
    tokens.count = state["count"]
    tokens.completed = state["done"]
    _load_scope(tokens, tokens, state["tokens"])


def _dump_scope(tokens: Tokens, scope: Flat) -> list[list[object]]:
    rows: list[list[object]] = []
    for task in scope.tokens():
        row: list[object] = [str(task.id), task.task_spec.name, task.state]
        inside = tokens.subprocesses.get(task.id)
        if task.internal_data or inside is not None:
            row.append(task.internal_data)
        if inside is not None:
            row.append(_dump_scope(tokens, inside))
        rows.append(row)
    return rows


def _load_scope(tokens: Tokens, scope: Flat, rows: list[list[Any]]) -> None:
    for task_id, name, state, *rest in rows:
        spec = scope.spec.task_specs.get(name)
        if spec is None:
            raise InvalidMatter(
                f"流程图中没有办件所在的环节 {name}",
                f"The diagram has no element {name}, where this case stands",
                (),
            )
        task = scope.put(spec, state, UUID(task_id))
        if rest:
            task.internal_data = dict(rest[0])
        if len(rest) > 1:
            _load_scope(tokens, tokens.create_subprocess(task, spec.spec), rest[1])
