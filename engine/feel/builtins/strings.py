"""Functions on texts; patterns are RE2, so no pattern takes more than linear time.

Source: DMN 1.5, table 74; regular expressions follow XPath as far as RE2 has them.
"""

from decimal import Decimal

from engine.feel.budget import MAX_STRING, Run
from engine.feel.builtins.patterns import compiled, filled, read_replacement
from engine.feel.builtins.registry import builtin, truncated
from engine.feel.errors import LimitExceeded

_MATCH = 8  # steps for one match of a pattern


@builtin("substring", "string: string, start position: number, length: number??")
def substring(
    run: Run, string: str, start_position: Decimal, length: Decimal | None = None
) -> str | None:
    """Return part of a text, counted from 1 or from the end by -1."""
    start = truncated(start_position)
    if not 0 < abs(start) <= len(string):
        return None
    first = start - 1 if start > 0 else len(string) + start
    if length is None:
        return string[first:]
    return string[first : first + truncated(length)] if length >= 1 else None


@builtin("string length", "string: string")
def string_length(run: Run, string: str) -> Decimal:
    """Count the characters."""
    return Decimal(len(string))


@builtin("upper case", "string: string")
def upper_case(run: Run, string: str) -> str:
    """Return the text in capitals."""
    return string.upper()


@builtin("lower case", "string: string")
def lower_case(run: Run, string: str) -> str:
    """Return the text in small letters."""
    return string.lower()


@builtin("trim", "string: string")
def trim(run: Run, string: str) -> str:
    """Return the text without white space around it."""
    return string.strip()


@builtin("substring before", "string: string, match: string")
def substring_before(run: Run, string: str, match: str) -> str:
    """Return what stands before the first match, an empty text without one."""
    before, found, _ = string.partition(match) if match else ("", "", "")
    return before if found else ""


@builtin("substring after", "string: string, match: string")
def substring_after(run: Run, string: str, match: str) -> str:
    """Return what stands after the first match, an empty text without one."""
    return string.partition(match)[2] if match else string


@builtin("contains", "string: string, match: string")
def contains(run: Run, string: str, match: str) -> bool:
    """Tell whether the text has the other in it."""
    return match in string


@builtin("starts with", "string: string, match: string")
def starts_with(run: Run, string: str, match: str) -> bool:
    """Tell whether the text begins with the other."""
    return string.startswith(match)


@builtin("ends with", "string: string, match: string")
def ends_with(run: Run, string: str, match: str) -> bool:
    """Tell whether the text ends with the other."""
    return string.endswith(match)


@builtin("matches", "input: string, pattern: string, flags: string??")
def matches(run: Run, string: str, pattern: str, flags: str | None = None) -> bool | None:
    """Tell whether the pattern is found in the text; null if it is no pattern."""
    regex = compiled(run, pattern, flags)
    return None if regex is None else regex.search(string) is not None


@builtin("replace", "input: string, pattern: string, replacement: string, flags: string??")
def replace(
    run: Run, string: str, pattern: str, replacement: str, flags: str | None = None
) -> str | None:
    """Replace every match; `$1` stands for a group, `$0` for all of it.

    A pattern that matches nothing at all is an error in XPath, so null.
    """
    regex = compiled(run, pattern, flags)
    if regex is None or regex.search(""):
        return None
    template = read_replacement(replacement, regex.groups, flags or "")
    if template is None:
        return None
    pieces: list[str] = []
    size = last = 0
    for match in regex.finditer(string):
        run.charge(len(template) + _MATCH)
        for part in (string[last : match.start()], *filled(template, match)):
            pieces.append(part)
            size += len(part)
            if size > MAX_STRING:
                raise LimitExceeded("string", MAX_STRING)
        last = match.end()
    return "".join((*pieces, string[last:]))


@builtin("split", "string: string, delimiter: string")
def split(run: Run, string: str, delimiter: str) -> list[object] | None:
    """Cut the text where the pattern is found."""
    regex = compiled(run, delimiter, None)
    if regex is None:
        return None
    if delimiter == "":
        run.charge_list(len(string))
        return list(string)
    pieces: list[object] = []
    last = 0
    for match in regex.finditer(string):
        run.charge(_MATCH)
        pieces.append(string[last : match.start()])
        last = match.end()
    return [*pieces, string[last:]]


@builtin("string join", "list: list, delimiter: string??")
def string_join(run: Run, items: list[object], delimiter: str | None = None) -> str | None:
    """Join texts, leaving nulls out."""
    texts = [item for item in items if isinstance(item, str)]
    if len(texts) + sum(item is None for item in items) < len(items):
        return None
    run.charge_string(sum(map(len, texts)) + len(delimiter or "") * len(texts))
    return (delimiter or "").join(texts)
