"""Functions that look into lists or make new ones. Source: DMN 1.5, table 75."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cmp_to_key

from engine.feel.budget import MAX_DEPTH, MAX_LIST, Run
from engine.feel.builtins.registry import builtin, truncated
from engine.feel.comparison import order, same
from engine.feel.errors import LimitExceeded
from engine.feel.values import Function

Items = list[object]


@builtin("list contains", "list: list, element: any")
def list_contains(run: Run, items: Items, element: object) -> bool:
    """Tell whether an item equals `element`."""
    return any(same(run, item, element) for item in items)


@builtin("count", "list: list")
def count(run: Run, items: Items) -> Decimal:
    """Count the items."""
    return Decimal(len(items))


@builtin("min", "list: list", "n: any...")
def smallest(run: Run, items: Items) -> object:
    """Return the smallest item; null of none, or if they have no order."""
    return _extreme(items, -1)


@builtin("max", "list: list", "n: any...")
def largest(run: Run, items: Items) -> object:
    """Return the largest item; null of none, or if they have no order."""
    return _extreme(items, 1)


def _extreme(items: Items, wanted: int) -> object:
    if not items or order(items[0], items[0]) is None:
        return None
    best = items[0]
    for item in items[1:]:
        found = order(item, best)
        if found is None:
            return None
        if found == wanted:
            best = item
    return best


@builtin("all", "list: list", "b: any...")
def all_true(run: Run, items: Items) -> bool | None:
    """Return false if one is false, true if all are true, else null."""
    if False in [item for item in items if isinstance(item, bool)]:
        return False
    return True if all(item is True for item in items) else None


@builtin("any", "list: list", "b: any...")
def any_true(run: Run, items: Items) -> bool | None:
    """Return true if one is true, false if all are false, else null."""
    if any(item is True for item in items):
        return True
    return False if all(item is False for item in items) else None


@builtin("sublist", "list: list, start position: number, length: number?")
def sublist(run: Run, items: Items, start: Decimal, length: Decimal | None = None) -> Items | None:
    """Return part of a list, counted from 1 or from the end by -1."""
    first = _index(items, start)
    if first is None:
        return None
    if length is None:
        return items[first:]
    return items[first : first + truncated(length)] if length >= 0 else None


@builtin("append", "list: list, item: any...")
def append(run: Run, items: Items, more: Items) -> Items:
    """Return the list with items at its end."""
    return [*items, *more]


@builtin("concatenate", "list: list...")
def concatenate(run: Run, lists: list[Items]) -> Items:
    """Return one list of all lists' items."""
    return _joined(run, lists)


@builtin("union", "list: list...")
def union(run: Run, lists: list[Items]) -> Items:
    """Return all lists' items without repetition."""
    return distinct_values(run, _joined(run, lists))


def _joined(run: Run, lists: list[Items]) -> Items:
    run.charge_list(sum(map(len, lists)))
    return [item for items in lists for item in items]


@builtin("insert before", "list: list, position: number, new item: any")
@builtin("insert before", "list: list, position: number, newItem: any")
def insert_before(run: Run, items: Items, position: Decimal, new: object) -> Items | None:
    """Return the list with an item before the one at `position`."""
    index = _index(items, position)
    return None if index is None else [*items[:index], new, *items[index:]]


@builtin("remove", "list: list, position: number")
def remove(run: Run, items: Items, position: Decimal) -> Items | None:
    """Return the list without the item at `position`."""
    index = _index(items, position)
    return None if index is None else [*items[:index], *items[index + 1 :]]


@builtin("list replace", "list: list, position: number, newItem: any")
def replace_at(run: Run, items: Items, position: Decimal, new: object) -> Items | None:
    """Return the list with another item at `position`."""
    index = _index(items, position)
    return None if index is None else [*items[:index], new, *items[index + 1 :]]


@builtin("list replace", "list: list, match: function, newItem: any")
def replace_matching(run: Run, items: Items, match: Function, new: object) -> Items | None:
    """Return the list with another item wherever `match(item, newItem)` is true."""
    replaced = []
    for item in items:
        found = match.call(run, [item, new])
        if not isinstance(found, bool):
            return None
        replaced.append(new if found else item)
    return replaced


@builtin("reverse", "list: list")
def reverse(run: Run, items: Items) -> Items:
    """Return the list from its end."""
    return items[::-1]


@builtin("index of", "list: list, match: any")
def index_of(run: Run, items: Items, match: object) -> Items:
    """Return the positions of all items equal to `match`."""
    return [Decimal(at) for at, item in enumerate(items, start=1) if same(run, item, match)]


@builtin("distinct values", "list: list")
def distinct_values(run: Run, items: Items) -> Items:
    """Return the list without repetition, first ones first."""
    seen: set[tuple[type, object]] = set()
    compared: Items = []
    kept = []
    for item in items:
        if isinstance(item, (str, Decimal, bool)) or item is None:
            if (type(item), item) in seen:
                continue
            seen.add((type(item), item))
        else:
            run.charge(2 * len(compared))
            if any(same(run, item, other) for other in compared):
                continue
            compared.append(item)
        kept.append(item)
    return kept


@builtin("flatten", "list: list")
def flatten(run: Run, items: Items) -> Items:
    """Return the items of all nested lists as one list."""
    flat: Items = []
    for item in _leaves(run, items, 0):
        if len(flat) >= MAX_LIST:
            raise LimitExceeded("list", MAX_LIST)
        flat.append(item)
    return flat


def _leaves(run: Run, items: Items, depth: int) -> Iterator[object]:
    if depth > MAX_DEPTH:
        raise LimitExceeded("nesting", MAX_DEPTH)
    for item in items:
        run.charge(1)
        if type(item) is list:
            yield from _leaves(run, item, depth + 1)
        else:
            yield item


@builtin("sort", "list: list, precedes: function")
def sort(run: Run, items: Items, precedes: Function) -> Items:
    """Return the list in the order in which `precedes(a, b)` is true; equal items stay."""

    def compare(first: object, second: object) -> int:
        run.charge(3)
        return -1 if precedes.call(run, [first, second]) is True else 0

    return sorted(items, key=cmp_to_key(compare))


@builtin("sort", "list: list")
def sort_ascending(run: Run, items: Items) -> Items | None:
    """Return the list from the smallest item up; null if they have no order."""
    if any(order(item, items[0]) is None for item in items):
        return None
    run.charge(len(items) * max(1, len(items).bit_length()))
    return sorted(items, key=cmp_to_key(lambda first, second: order(first, second) or 0))


def _index(items: Items, position: Decimal) -> int | None:
    """Return the Python index of a position from 1, or from the end by -1; None outside."""
    at = truncated(position)
    if not 0 < abs(at) <= len(items):
        return None
    return at - 1 if at > 0 else len(items) + at
