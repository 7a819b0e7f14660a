"""Read the name of a type, as it stands after `instance of` and in a function's parameters."""

from engine.feel import types
from engine.feel.token_reader import TokenReader
from engine.feel.types import Type


class TypeReader:
    """Read types from a parser's tokens."""

    def __init__(self, source: TokenReader) -> None:
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
        return name

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
