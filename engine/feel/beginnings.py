"""Read what an expression can begin with: constants, names, brackets, and words such as `if`."""

from collections.abc import Callable
from decimal import Decimal

from engine.feel import nodes
from engine.feel.errors import FeelSyntaxError
from engine.feel.grammar import COMPARE, INSTANCE, RELATIONS, Grammar
from engine.feel.iso import parse_literal
from engine.feel.lexer import Token
from engine.feel.names import is_special, words_of
from engine.feel.nodes import Node
from engine.feel.type_parser import TypeReader
from engine.feel.types import Type
from engine.feel.values import number

_CONSTANTS = {"true": True, "false": False, "null": None}
_EXPRESSION = ("表达式", "an expression")


class Beginnings(Grammar):
    """Read the first part of an expression."""

    def prefix(self) -> Node:
        """Read what an expression can begin with."""
        token = self.token
        if token.kind == "number":
            self.at += 1
            return nodes.Literal(token.start, number(token.text))
        if token.kind == "string":
            self.at += 1
            return nodes.Literal(token.start, token.text)
        if token.kind == "name":
            return self._word(token)
        read = self._SIGNS.get(token.text) if token.kind == "sign" else None
        if read is None:
            self.fail(_EXPRESSION)
        self.at += 1
        return read(self, token)

    def _word(self, token: Token) -> Node:
        name = self.name()
        if name is not None:
            return nodes.Name(token.start, name)
        self.at += 1
        if token.text in _CONSTANTS:
            return nodes.Literal(token.start, _CONSTANTS[token.text])
        read = self._WORDS.get(token.text)
        if read is None:
            self.at -= 1
            self.fail(_EXPRESSION)
        return read(self, token)

    def _minus(self, token: Token) -> Node:
        operand = self.expression(INSTANCE)
        if isinstance(operand, nodes.Literal) and isinstance(operand.value, Decimal):
            return nodes.Literal(token.start, -operand.value)
        return nodes.Negation(token.start, operand)

    def _at_literal(self, token: Token) -> Node:
        if self.token.kind != "string":
            self.fail(("带双引号的日期或时间", "a date or time in double quotes"))
        self.at += 1
        return nodes.Literal(token.start, parse_literal(self.tokens[self.at - 1].text))

    def _parenthesis(self, token: Token) -> Node:
        if relation := self.take(*RELATIONS):
            end = self.expression(COMPARE)
            self.expect(")")
            return nodes.UnaryRange(token.start, relation, end)
        inner = self.expression()
        if self.take(".."):
            return self.interval_end(token, inner, start_included=False)
        self.expect(")")
        return inner

    def _bracket(self, token: Token) -> Node:
        if self.take("]"):
            return nodes.ListOf(token.start, ())
        items = [self._item()]
        if self.take(".."):
            return self.interval_end(token, items[0], start_included=True)
        while self.take(","):
            items.append(self._item())
        self.expect("]")
        return nodes.ListOf(token.start, tuple(items))

    def _item(self) -> Node:
        position = self.token.start
        if relation := self.take(*RELATIONS):
            return nodes.UnaryRange(position, relation, self.expression(COMPARE))
        return self.expression()

    def _open_interval(self, token: Token) -> Node:
        start = self.expression()
        self.expect("..")
        return self.interval_end(token, start, start_included=False)

    def _context(self, token: Token) -> Node:
        entries: list[tuple[str, Node]] = []
        while not self.take("}"):
            if entries:
                self.expect(",")
            key = self._key()
            self.expect(":")
            entries.append((key, self.expression()))
        return nodes.ContextOf(token.start, tuple(entries))

    def _key(self) -> str:
        if self.token.kind != "string":
            return self.name_until(":")
        self.at += 1
        key = self.tokens[self.at - 1].text
        self._learn(key)
        return key

    def _learn(self, key: str) -> None:
        """Know the key of a context if it could be written as a name."""
        try:
            words = words_of(key)
        except FeelSyntaxError:
            return
        if is_special(words):
            self.known.add(key)

    def _if(self, token: Token) -> Node:
        test = self.expression()
        self.expect("then")
        yes = self.expression()
        self.expect("else")
        return nodes.Condition(token.start, test, yes, self.expression())

    def _for(self, token: Token) -> Node:
        domains = self._domains()
        self.expect("return")
        return nodes.For(token.start, domains, self.expression())

    def _quantified(self, token: Token) -> Node:
        domains = self._domains()
        self.expect("satisfies")
        return nodes.Quantified(token.start, token.text, domains, self.expression())

    def _domains(self) -> tuple[nodes.Domain, ...]:
        domains = [self._domain()]
        while self.take(","):
            domains.append(self._domain())
        return tuple(domains)

    def _domain(self) -> nodes.Domain:
        name = self.name_until("in")
        self.expect("in")
        start = self.expression()
        end = self.expression() if self.take("..") else None
        return nodes.Domain(name, start, end)

    def _function(self, token: Token) -> Node:
        self.expect("(")
        parameters: list[tuple[str, Type | None]] = []
        while not self.take(")"):
            if parameters:
                self.expect(",")
            parameters.append(self._parameter())
        if self.take("external"):
            self.expression()
            return nodes.FunctionOf(
                token.start, tuple(parameters), nodes.Literal(token.start, None)
            )
        return nodes.FunctionOf(token.start, tuple(parameters), self.expression())

    def _parameter(self) -> tuple[str, Type | None]:
        stops = (":", ",", ")")
        start = self.at
        while not self.sees(*stops) and self.token.kind != "end":
            self.at += 1
        stop = self.token.text if self.sees(*stops) else ")"
        self.at = start
        name = self.name_until(stop)
        return name, TypeReader(self).type() if self.take(":") else None

    _SIGNS: dict[str, Callable[["Beginnings", Token], Node]] = {  # noqa: RUF012
        "-": _minus,
        "@": _at_literal,
        "(": _parenthesis,
        "[": _bracket,
        "]": _open_interval,
        "{": _context,
    }
    _WORDS: dict[str, Callable[["Beginnings", Token], Node]] = {  # noqa: RUF012
        "if": _if,
        "for": _for,
        "some": _quantified,
        "every": _quantified,
        "function": _function,
    }
