"""Compile `a.b` and `a[b]`."""

from decimal import Decimal

from engine.feel import nodes
from engine.feel.budget import Frame, Run
from engine.feel.compiler.core import Compiler, compiles, compiles_operand
from engine.feel.compiler.names import COMPARABLE
from engine.feel.properties import property_of
from engine.feel.values import READY, Code, Context, admit, is_context


@compiles(nodes.Path)
def path(compiler: Compiler, node: nodes.Path) -> Code:
    """Compile `a.b`; of a list it is the list of its items' b."""
    return _path(compiler, node, READY)


@compiles_operand(nodes.Path)
def compared_path(compiler: Compiler, node: nodes.Path) -> Code:
    """Compile a path that is only compared."""
    return _path(compiler, node, COMPARABLE)


def _path(compiler: Compiler, node: nodes.Path, ready: frozenset[type]) -> Code:
    source = compiler.code(node.source)
    name = node.name

    def code(run: Run, frame: Frame | None) -> object:
        value = source(run, frame)
        if type(value) is dict:
            found = value.get(name)
            return found if type(found) in ready else admit(run, found)
        if type(value) is list:
            run.charge(len(value))
            return [property_of(run, item, name) for item in value]
        return property_of(run, value, name)

    return code


@compiles(nodes.Filter)
def filtered(compiler: Compiler, node: nodes.Filter) -> Code:
    """Compile `a[b]`: the b-th item, from the end if negative, or the items for which b is true."""
    source = compiler.code(node.source)
    if isinstance(node.condition, nodes.Literal) and type(node.condition.value) is Decimal:
        index = node.condition.value
        return lambda run, frame: item_at(as_list(source(run, frame)), index)
    condition, cost = compiler.body(node.condition)

    def code(run: Run, frame: Frame | None) -> object:
        values = as_list(source(run, frame))
        kept = []
        for value in values or [None]:
            run.charge(cost)
            result = condition(run, item_frame(value, frame))
            if type(result) is Decimal:
                return item_at(values, result)
            if result is True and values:
                kept.append(value)
        return kept

    return code


def item_at(values: list[object], index: Decimal) -> object:
    """Return the item at a position counted from 1, or from the end by -1; null outside."""
    if index != index.to_integral_value() or not 0 < abs(index) <= len(values):
        return None
    position = int(index)
    return values[position - 1 if position > 0 else position]


def as_list(value: object) -> list[object]:
    """Return a list as it is, null as an empty one, anything else as a list of one."""
    if type(value) is list:
        return value
    return [] if value is None else [value]


def item_frame(value: object, frame: Frame | None) -> Frame:
    """Put the entries of an item over the name `item`, and both over what is outside."""
    item = Frame(Context(item=value), frame)
    return Frame(value, item) if is_context(value) else item  # type: ignore[arg-type]
