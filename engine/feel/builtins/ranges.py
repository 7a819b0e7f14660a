"""Compare points and ranges on one line, and read a range from text.

Source: DMN 1.5, table 79 (Allen's interval relations).
"""

from engine.feel import nodes
from engine.feel.budget import Run
from engine.feel.builtins import conversion, dates
from engine.feel.builtins.registry import builtin
from engine.feel.comparison import contains, order
from engine.feel.errors import FeelError
from engine.feel.parser import parse
from engine.feel.values import Range

Point = object

_READING = 12  # steps to parse one character


def _ends_before(first: Range, second: Range) -> bool | None:
    """Tell whether `first` ends before `second` starts, with no point in common."""
    found = order(first.end, second.start)
    if found is None:
        return None
    return found < 0 or (found == 0 and not (first.end_included and second.start_included))


def _as_range(value: object) -> Range:
    return value if isinstance(value, Range) else Range(value, value)


@builtin("before", "point1: point, point2: point")
@builtin("before", "point: point, range: range")
@builtin("before", "range: range, point: point")
@builtin("before", "range1: range, range2: range")
def before(run: Run, first: object, second: object) -> bool | None:
    """Tell whether all of the first lies before all of the second."""
    if not isinstance(first, Range) and not isinstance(second, Range):
        found = order(first, second)
        return None if found is None else found < 0
    return _ends_before(_as_range(first), _as_range(second))


@builtin("after", "point1: point, point2: point")
@builtin("after", "point: point, range: range")
@builtin("after", "range: range, point: point")
@builtin("after", "range1: range, range2: range")
def after(run: Run, first: object, second: object) -> bool | None:
    """Tell whether all of the first lies after all of the second."""
    return before(run, second, first)


@builtin("meets", "range1: range, range2: range")
def meets(run: Run, first: Range, second: Range) -> bool | None:
    """Tell whether the first ends in the very point in which the second starts."""
    found = order(first.end, second.start)
    return None if found is None else found == 0 and first.end_included and second.start_included


@builtin("met by", "range1: range, range2: range")
def met_by(run: Run, first: Range, second: Range) -> bool | None:
    """Tell whether the first starts in the very point in which the second ends."""
    return meets(run, second, first)


@builtin("overlaps", "range1: range, range2: range")
def overlaps(run: Run, first: Range, second: Range) -> bool | None:
    """Tell whether the ranges have a point in common."""
    earlier, later = _ends_before(first, second), _ends_before(second, first)
    return None if earlier is None or later is None else not earlier and not later


@builtin("overlaps before", "range1: range, range2: range")
def overlaps_before(run: Run, first: Range, second: Range) -> bool | None:
    """Tell whether the first starts earlier and ends inside the second."""
    starts, ends = order(first.start, second.start), order(first.end, second.end)
    reaches = overlaps(run, first, second)
    if starts is None or ends is None or reaches is None:
        return None
    starts_first = starts < 0 or (
        starts == 0 and first.start_included and not second.start_included
    )
    ends_inside = ends < 0 or (ends == 0 and (not first.end_included or second.end_included))
    return starts_first and ends_inside and reaches


@builtin("overlaps after", "range1: range, range2: range")
def overlaps_after(run: Run, first: Range, second: Range) -> bool | None:
    """Tell whether the first starts inside the second and ends later."""
    starts, ends = order(first.start, second.start), order(first.end, second.end)
    reaches = overlaps(run, first, second)
    if starts is None or ends is None or reaches is None:
        return None
    starts_inside = starts > 0 or (
        starts == 0 and second.start_included and not first.start_included
    )
    ends_last = ends > 0 or (ends == 0 and (first.end_included or not second.end_included))
    return starts_inside and ends_last and reaches


@builtin("finishes", "point: point, range: range")
@builtin("finishes", "range1: range, range2: range")
def finishes(run: Run, first: object, second: Range) -> bool | None:
    """Tell whether the first ends as the second does, and starts no earlier."""
    inner = _as_range(first)
    ends, starts = order(inner.end, second.end), order(inner.start, second.start)
    if ends is None or starts is None:
        return None
    if not isinstance(first, Range):
        return ends == 0 and second.end_included
    return (
        ends == 0
        and inner.end_included == second.end_included
        and (starts > 0 or (starts == 0 and (not inner.start_included or second.start_included)))
    )


@builtin("finished by", "range: range, point: point")
@builtin("finished by", "range1: range, range2: range")
def finished_by(run: Run, first: Range, second: object) -> bool | None:
    """Tell whether the second finishes the first."""
    return finishes(run, second, first)


@builtin("starts", "point: point, range: range")
@builtin("starts", "range1: range, range2: range")
def starts_with_same(run: Run, first: object, second: Range) -> bool | None:
    """Tell whether the first starts as the second does, and ends no later."""
    inner = _as_range(first)
    starts, ends = order(inner.start, second.start), order(inner.end, second.end)
    if ends is None or starts is None:
        return None
    if not isinstance(first, Range):
        return starts == 0 and second.start_included
    return (
        starts == 0
        and inner.start_included == second.start_included
        and (ends < 0 or (ends == 0 and (not inner.end_included or second.end_included)))
    )


@builtin("started by", "range: range, point: point")
@builtin("started by", "range1: range, range2: range")
def started_by(run: Run, first: Range, second: object) -> bool | None:
    """Tell whether the second starts the first."""
    return starts_with_same(run, second, first)


@builtin("includes", "range: range, point: point")
@builtin("includes", "range1: range, range2: range")
def includes(run: Run, first: Range, second: object) -> bool | None:
    """Tell whether all of the second lies in the first."""
    if not isinstance(second, Range):
        return contains(run, first, second)
    starts, ends = order(second.start, first.start), order(second.end, first.end)
    if ends is None or starts is None:
        return None
    return (
        starts > 0 or (starts == 0 and (first.start_included or not second.start_included))
    ) and (ends < 0 or (ends == 0 and (first.end_included or not second.end_included)))


@builtin("during", "point: point, range: range")
@builtin("during", "range1: range, range2: range")
def during(run: Run, first: object, second: Range) -> bool | None:
    """Tell whether all of the first lies in the second."""
    return includes(run, second, first)


@builtin("coincides", "point1: point, point2: point")
@builtin("coincides", "range1: range, range2: range")
def coincides(run: Run, first: object, second: object) -> bool | None:
    """Tell whether both are the same point or range."""
    one, other = _as_range(first), _as_range(second)
    starts, ends = order(one.start, other.start), order(one.end, other.end)
    if ends is None or starts is None:
        return None
    return (
        starts == 0
        and ends == 0
        and one.start_included == other.start_included
        and one.end_included == other.end_included
    )


@builtin("range", "from: string")
def range_from_text(run: Run, text: str) -> Range | None:
    """Read a range whose two ends are literals of one kind, in order."""
    run.charge(_READING * (len(text) + 10))
    try:
        node = parse(text)
    except FeelError:
        return None
    if not isinstance(node, nodes.Interval):
        return None
    start, end = _literal(run, node.start), _literal(run, node.end)
    found = order(start, end)
    if found is None or found > 0:
        return None
    return Range(start, end, node.start_included, node.end_included)


def _literal(run: Run, node: nodes.Node) -> object:
    """Return the value of a literal or of `date("...")` and its kin; None of anything else."""
    if isinstance(node, nodes.Literal):
        return node.value
    if not isinstance(node, nodes.Call) or not isinstance(node.function, nodes.Name):
        return None
    read = _READERS.get(node.function.name)
    argument = node.arguments[0] if len(node.arguments) == 1 else None
    if read is None or not isinstance(argument, nodes.Literal):
        return None
    return read(run, argument.value) if isinstance(argument.value, str) else None


_READERS = {
    "date": dates.date_from_text,
    "time": dates.time_from_text,
    "date and time": dates.moment_from_text,
    "duration": dates.duration_from_text,
    "number": conversion.number_from_text,
}
