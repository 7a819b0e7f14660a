"""What people enter on a walk: samples of each form, led by the matter's samples.toml.

`samples.toml` names, by form: example values, `variants` to try besides, and `refused` data that
must not pass; and under `[unreached]` why something need not be covered, by "<kind>:<key>".
"""

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from engine.definitions import Definition
from engine.errors import InvalidMatter
from forms.context import FormContext
from forms.fields import Form
from forms.samples import Raw, Stock, choices, sample

FILE = "samples.toml"
_NOT_VALUES = ("variants", "refused")


def read_samples(definition: Definition) -> Mapping[str, Any]:
    """Return the matter's samples; {} where it has none. Raises InvalidMatter."""
    if FILE not in definition.files:
        return {}
    try:
        return tomllib.loads(definition.files[FILE].decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise InvalidMatter(
            f"{FILE} 无法读取：{fault}", f"{FILE} cannot be read: {fault}"
        ) from fault


def answers(
    form: Form, context: FormContext, table: Mapping[str, Any], stock: Stock
) -> Iterator[tuple[str, Raw]]:
    """Yield what to enter in a form, each with what makes it different: the plain sample first."""
    examples = {key: value for key, value in table.items() if key not in _NOT_VALUES}
    plain = sample(form, context, examples, {}, stock)
    yield "", plain
    seen = {repr(plain)}
    for chosen in (*table.get("variants", ()), *choices(form, context, plain)):
        raw = sample(form, context, examples, chosen, stock)
        if repr(raw) not in seen:
            seen.add(repr(raw))
            yield _said(chosen), raw


def refused(
    form: Form, context: FormContext, table: Mapping[str, Any], stock: Stock
) -> Iterator[Raw]:
    """Yield data the form must refuse: nothing at all, and what the matter says."""
    yield {}
    examples = {key: value for key, value in table.items() if key not in _NOT_VALUES}
    for chosen in table.get("refused", ()):
        yield sample(form, context, examples, chosen, stock)


def _said(chosen: Mapping[str, Any]) -> str:
    return "，".join(f"{key}={value}" for key, value in chosen.items())[:80]
