"""Read the name of a type, as it stands after `instance of` and in a function's parameters."""

from typing import Protocol

from engine.feel import types
from engine.feel.lexer import Token
from engine.feel.types import Type


class Source(Protocol):
    """What is needed of a parser."""

    @property
    def token(self) -> Token:
        """The token to read next."""

    def take(self, *texts: str) -> str:
        """Read one of these or nothing."""

    def expect(self, text: str) -> None:
        """Read this or fail."""

    def name(self) -> str | None:
        """Read a name or nothing."""

    def fail(self, expected: tuple[str, str]) -> object:
        """Refuse the next token."""

    def deeper(self) -> None:
        """Count one more level."""

    nesting: int


class TypeReader:
    """Read types from a parser's tokens."""

    def __init__(self, source: Source) -> None:
        """Read where the parser stands."""
        self.source = source

    def type(self) -> Type:
        """Read one type."""
        self.source.deeper()
        kind = self._type()
        self.source.nesting -= 1
        return kind

    def _type(self) -> Type:
        if self.source.take("function"):
            return self._function()
        name = self._qualified()
        if name not in ("list", "range", "context") or not self.source.take("<"):
            return types.Named(name)
        kind = self._context() if name == "context" else self._of(name)
        self.source.expect(">")
        return kind

    def _of(self, name: str) -> Type:
        item = self.type()
        return types.ListOf(item) if name == "list" else types.RangeOf(item)

    def _qualified(self) -> str:
        parts = [self._name()]
        while self.source.take("."):
            parts.append(self._name())
        return ".".join(parts)

    def _name(self) -> str:
        if self.source.take("null"):
            return "Null"
        name = self.source.name()
        if name is None:
            self.source.fail(("类型名称", "the name of a type"))
        return str(name)

    def _context(self) -> Type:
        fields = {}
        while True:
            name = self._name()
            self.source.expect(":")
            fields[name] = self.type()
            if not self.source.take(","):
                return types.ContextOf(fields)

    def _function(self) -> Type:
        parameters: list[Type] = []
        if not self.source.take("<"):
            return types.Named("function")
        while not self.source.take(">"):
            if parameters:
                self.source.expect(",")
            parameters.append(self.type())
        self.source.expect("->")
        return types.FunctionOf(tuple(parameters), self.type())
