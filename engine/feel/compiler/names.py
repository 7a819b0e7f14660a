"""Compile names: local ones first, then the context, the host's functions, the built-ins."""

from engine.feel import nodes
from engine.feel.budget import Frame, Run
from engine.feel.builtins import BUILTINS
from engine.feel.compiler.core import Compiler, compiles, compiles_operand
from engine.feel.host import lent
from engine.feel.values import READY, Code, Function, Partial, admit
from engine.feel.warnings import unknown_name

MISSING = object()
#: Kinds that can be compared without being admitted.
COMPARABLE = READY | {int}


@compiles(nodes.Name)
def name(compiler: Compiler, node: nodes.Name) -> Code:
    """Compile a name; where no local name can be in scope, without looking for one."""
    if "." in node.name:
        return _dotted(compiler, node)
    return _local(node) if compiler.locals else _global(node, READY)


@compiles_operand(nodes.Name)
def compared_name(compiler: Compiler, node: nodes.Name) -> Code:
    """Compile a name that is only compared."""
    if compiler.locals or "." in node.name:
        return name(compiler, node)
    return _global(node, COMPARABLE)


def _dotted(compiler: Compiler, node: nodes.Name) -> Code:
    """Compile a name with a point in it: where nobody knows it, it is a path after all."""
    first, *rest = node.name.split(".")
    tree: nodes.Node = nodes.Name(node.position, first.strip())
    for part in rest:
        tree = nodes.Path(node.position, tree, part.strip())
    path = compiler.code(tree)

    def code(run: Run, frame: Frame | None) -> object:
        value = _found(run, frame, node.name)
        return path(run, frame) if value is MISSING else value

    return code


def _global(node: nodes.Name, ready: frozenset[type]) -> Code:
    wanted = node.name

    def code(run: Run, frame: Frame | None) -> object:
        value = run.root.get(wanted, MISSING)
        if type(value) in ready:
            return value
        return otherwise(run, node) if value is MISSING else admit(run, value)

    return code


def _local(node: nodes.Name) -> Code:
    wanted = node.name

    def code(run: Run, frame: Frame | None) -> object:
        value = _found(run, frame, wanted)
        return otherwise(run, node) if value is MISSING else value

    return code


def _found(run: Run, frame: Frame | None, wanted: str) -> object:
    """Return the value of a name from the innermost frame that has it, or MISSING."""
    while frame is not None:
        if wanted in frame.names:
            return _local_value(run, frame.names, frame.names[wanted])
        frame = frame.outer
    value = run.root.get(wanted, MISSING)
    return MISSING if value is MISSING else admit(run, value)


def _local_value(run: Run, names: dict[str, object], value: object) -> object:
    if type(names) is dict:
        return admit(run, value)
    return value.copied(run) if type(value) is Partial else value


def otherwise(run: Run, node: nodes.Name) -> Function | None:
    """Return the host's or the standard's function of that name, or null with a warning."""
    if run.functions is not None and node.name in run.functions:
        return lent(node.name, run.functions[node.name])
    found = BUILTINS.get(node.name)
    if found is None:
        run.warn(unknown_name(node.name, node.position))
    return found


def function_named(run: Run, frame: Frame | None, node: nodes.Name) -> Function | None:
    """Return the function a call means; data of the same name does not hide it."""
    if frame is not None or node.name in run.root:
        found = _found(run, frame, node.name)
        if isinstance(found, Function):
            return found
    return otherwise(run, node)
