"""Compile names: local ones first, then the context, the host's functions, the built-ins."""

from engine.feel import nodes
from engine.feel.budget import Frame, Run
from engine.feel.builtins import BUILTINS
from engine.feel.compiler.core import Compiler, compiles
from engine.feel.host import HostFunction
from engine.feel.values import READY, Code, Function, Partial, admit
from engine.feel.warnings import unknown_name

MISSING = object()


@compiles(nodes.Name)
def name(compiler: Compiler, node: nodes.Name) -> Code:
    """Compile a name; where no local name can be in scope, without looking for one."""
    if "." in node.name:
        return _dotted(compiler, node)
    return _local(node) if compiler.locals else _global(node)


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


def _global(node: nodes.Name) -> Code:
    wanted = node.name

    def code(run: Run, frame: Frame | None) -> object:
        value = run.root.get(wanted, MISSING)
        if type(value) in READY:
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
    """Return the function of that name, or null with a warning."""
    found = function_named(run, node.name)
    if found is None:
        run.warn(unknown_name(node.name, node.position))
    return found


def function_named(run: Run, wanted: str) -> Function | None:
    """Return the host's function of that name, else the standard's, else None."""
    if run.functions is not None and wanted in run.functions:
        return HostFunction(wanted, run.functions[wanted])
    return BUILTINS.get(wanted)
