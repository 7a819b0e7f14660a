"""Functions on contexts. Source: DMN 1.5, table 78."""

from engine.feel.budget import Run
from engine.feel.builtins.registry import builtin
from engine.feel.values import Context, entries, entry, is_context


@builtin("get value", "m: context, key: string")
def get_value(run: Run, m: dict[str, object], key: str) -> object:
    """Return one entry, null if there is none."""
    return entry(run, m, key)


@builtin("get value", "m: context, keys: list")
def get_nested_value(run: Run, m: dict[str, object], keys: list[object]) -> object:
    """Return the entry at the end of a path of keys."""
    value: object = m
    for key in keys:
        if not is_context(value) or not isinstance(key, str):
            return None
        value = entry(run, value, key)  # type: ignore[arg-type]
    return value if keys else None


@builtin("get entries", "m: context")
def get_entries(run: Run, m: dict[str, object]) -> list[object]:
    """Return a list of contexts with `key` and `value`."""
    run.charge(2 * len(m))
    return [Context(key=key, value=value) for key, value in entries(run, m).items()]


@builtin("context", "entries: list")
def from_entries(run: Run, items: list[object]) -> Context | None:
    """Return the context that a list of `key` and `value` makes; null if a key comes twice."""
    made = Context()
    for item in items:
        given = entries(run, item) if is_context(item) else {}  # type: ignore[arg-type]
        key = given.get("key")
        if not isinstance(key, str) or "value" not in given or key in made:
            return None
        made[key] = given["value"]
    return made


@builtin("context put", "context: context, key: string, value: any")
def put(run: Run, context: dict[str, object], key: str, value: object) -> Context:
    """Return the context with one entry set."""
    return Context({**entries(run, context), key: value})


@builtin("context put", "context: context, keys: list, value: any")
def put_nested(
    run: Run, context: dict[str, object], keys: list[object], value: object
) -> Context | None:
    """Return the context with the entry at the end of a path of keys set."""
    if not keys or not all(isinstance(key, str) for key in keys):
        return None
    return _put(run, context, [str(key) for key in keys], value)


def _put(run: Run, context: object, keys: list[str], value: object) -> Context | None:
    if context is None:
        context = Context()
    if not is_context(context):
        return None
    have = entries(run, context)  # type: ignore[arg-type]
    run.charge(len(have) + 1)
    inner = value if len(keys) == 1 else _put(run, have.get(keys[0]), keys[1:], value)
    if inner is None and len(keys) > 1:
        return None
    return Context({**have, keys[0]: inner})


@builtin("context merge", "contexts: list")
def merge(run: Run, contexts: list[object]) -> Context | None:
    """Return all entries, later contexts over earlier ones."""
    merged = Context()
    for context in contexts:
        if not is_context(context):
            return None
        have = entries(run, context)  # type: ignore[arg-type]
        run.charge(len(have))
        merged.update(have)
    return merged
