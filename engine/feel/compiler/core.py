"""The compiler's own state and the table of what compiles which node."""

from collections.abc import Callable
from typing import Any

from engine.feel.nodes import Node
from engine.feel.values import Code

Compile = Callable[["Compiler", Any], Code]
_TABLE: dict[type[Node], Compile] = {}
_OPERANDS: dict[type[Node], Compile] = {}


def compiles(kind: type[Node]) -> Callable[[Compile], Compile]:
    """Register the function that compiles one kind of node."""

    def register(function: Compile) -> Compile:
        _TABLE[kind] = function
        return function

    return register


def compiles_operand(kind: type[Node]) -> Callable[[Compile], Compile]:
    """Register the function that compiles one kind of node for `Compiler.operand`."""

    def register(function: Compile) -> Compile:
        _OPERANDS[kind] = function
        return function

    return register


class Compiler:
    """Compile one tree; count its nodes, and know whether a local name can be in scope."""

    def __init__(self, *, locals_in_scope: bool = False) -> None:
        """Start at the root, where names come from the run's context alone, or inside a frame."""
        self.size = 0
        self.locals = int(locals_in_scope)

    def code(self, node: Node) -> Code:
        """Return the closure of a node."""
        self.size += 1
        return _TABLE[type(node)](self, node)

    def operand(self, node: Node) -> Code:
        """Return the closure of what is only compared: its whole numbers may stay Python's own.

        Comparing an int needs no Decimal, and most conditions compare a number of the case.
        """
        read = _OPERANDS.get(type(node))
        if read is None:
            return self.code(node)
        self.size += 1
        return read(self, node)

    def weigh(self, steps: int) -> None:
        """Count a node that makes an object as dearer than one that only reads."""
        self.size += steps

    def body(self, node: Node) -> tuple[Code, int]:
        """Return the closure of what runs inside a frame, and its size as the price of a run."""
        before = self.size
        self.locals += 1
        code = self.code(node)
        self.locals -= 1
        return code, self.size - before
