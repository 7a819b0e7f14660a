"""What people enter on a walk: samples of each form, led by the matter's samples.toml.

`samples.toml` names, by form: example values, `variants` to try besides, and `refused` data that
must not pass; and under `[unreached]` why something need not be covered, by "<kind>:<key>".
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Entry:
    """What to enter in a form, and what makes it different from the plain sample."""

    raw: Raw
    said: str = ""
    #: Which of the matter's own variants it is; 0 is none of them.
    own: int = 0


def answers(
    form: Form, context: FormContext, table: Mapping[str, Any], stock: Stock
) -> Iterator[Entry]:
    """Yield what to enter in a form: the plain sample first, then the matter's own variants."""
    examples = {key: value for key, value in table.items() if key not in _NOT_VALUES}
    plain = sample(form, context, examples, {}, stock)
    yield Entry(plain)
    seen = {repr(plain)}
    variants = table.get("variants", ())
    for number, chosen in enumerate((*variants, *choices(form, context, plain)), start=1):
        raw = sample(form, context, examples, chosen, stock)
        if repr(raw) not in seen:
            seen.add(repr(raw))
            yield Entry(raw, _said(chosen), number if number <= len(variants) else 0)


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
