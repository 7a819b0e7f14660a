"""Read tokens into a syntax tree: a hand-written Pratt parser over DMN 1.5, chapter 10.

Chains of + - * / and or become one node, so that a long sum is not a deep tree. `parse` reads an
expression, `parse_unary_tests` a decision table's cell.
"""

from collections.abc import Callable, Collection

from engine.feel import nodes
from engine.feel.beginnings import Beginnings
from engine.feel.cells import Cells
from engine.feel.grammar import (
    ADD,
    AND,
    COMPARE,
    INSTANCE,
    MULTIPLY,
    OR,
    POSTFIX,
    POWER,
    POWERS,
)
from engine.feel.lexer import Token
from engine.feel.nodes import Node
from engine.feel.token_reader import NAME
from engine.feel.type_parser import TypeReader


def parse(source: str, names: Collection[str] = ()) -> Node:
    """Return the tree of an expression; raise FeelSyntaxError or LimitExceeded."""
    parser = Parser(source, names)
    return parser.finish(parser.expression())


def parse_unary_tests(
    source: str, names: Collection[str] = ()
) -> nodes.Tests | nodes.Not | nodes.AnyValue:
    """Return the tree of unary tests: `-`, `not(tests)` or tests with commas."""
    parser = Parser(source, names)
    return parser.finish(parser.unary_tests())


class Parser(Beginnings, Cells):
    """Read one source once."""

    def expression(self, power: int = 0) -> Node:
        """Read an expression whose operators bind more tightly than `power`."""
        self.deeper()
        node = self.infix(self.prefix(), power)
        self.nesting -= 1
        return node

    def infix(self, left: Node, power: int) -> Node:
        """Read the operators that follow `left` and bind more tightly than `power`."""
        chained = 0
        while True:
            token = self.token
            found = POWERS.get(token.text, 0) if token.kind in ("sign", "name") else 0
            if found <= power:
                self.nesting -= chained
                return left
            self.deeper()
            chained += 1
            left = self.operation(left, token, found)

    def operation(self, left: Node, token: Token, power: int) -> Node:
        """Read the one operator of this power that follows `left`."""
        return self._INFIX[power](self, left, token)

    def _disjunction(self, left: Node, token: Token) -> Node:
        return nodes.Or(token.start, (left, *self._chain("or", OR)))

    def _conjunction(self, left: Node, token: Token) -> Node:
        return nodes.And(token.start, (left, *self._chain("and", AND)))

    def _chain(self, word: str, power: int) -> list[Node]:
        operands = []
        while self.take(word):
            operands.append(self.expression(power))
        return operands

    def _comparison(self, left: Node, token: Token) -> Node:
        if self.take("between"):
            low = self.expression(COMPARE)
            self.expect("and")
            return nodes.Between(token.start, left, low, self.expression(COMPARE))
        if self.take("in"):
            return nodes.In(token.start, left, self.in_tests())
        self.at += 1
        return nodes.Comparison(token.start, token.text, left, self.expression(COMPARE))

    def _sum(self, left: Node, token: Token) -> Node:
        return nodes.Arithmetic(token.start, left, self._pairs(("+", "-"), ADD))

    def _product(self, left: Node, token: Token) -> Node:
        return nodes.Arithmetic(token.start, left, self._pairs(("*", "/"), MULTIPLY))

    def _power(self, left: Node, token: Token) -> Node:
        return nodes.Arithmetic(token.start, left, self._pairs(("**",), POWER))

    def _pairs(self, signs: tuple[str, ...], power: int) -> tuple[tuple[str, Node], ...]:
        pairs = []
        while sign := self.take(*signs):
            pairs.append((sign, self.expression(power)))
        return tuple(pairs)

    def _instance(self, left: Node, token: Token) -> Node:
        self.at += 1
        self.expect("of")
        return nodes.InstanceOf(token.start, left, TypeReader(self).type())

    def _postfix(self, left: Node, token: Token) -> Node:
        self.at += 1
        if token.text == ".":
            return nodes.Path(token.start, left, self._property())
        if token.text == "[":
            condition = self.expression()
            self.expect("]")
            return nodes.Filter(token.start, left, condition)
        return self._call(left)

    def _property(self) -> str:
        name = self.name()
        if name is not None:
            return name
        if self.token.kind != "name":
            self.fail(NAME)
        self.at += 1
        return self.tokens[self.at - 1].text

    def _call(self, function: Node) -> Node:
        position = function.position
        if self.take(")"):
            return nodes.Call(position, function, (), ())
        names, arguments = [], []
        named = self._argument_is_named()
        while True:
            if named:
                names.append(self.name_until(":"))
                self.expect(":")
            arguments.append(self.expression())
            if not self.take(","):
                break
        self.expect(")")
        return nodes.Call(position, function, tuple(arguments), tuple(names))

    def _argument_is_named(self) -> bool:
        at = self.at
        while self.tokens[at].kind in ("name", "number") or (
            self.tokens[at].kind == "sign" and self.tokens[at].text in "-+*/'\u2019"
        ):
            at += 1
        return at > self.at and self.tokens[at].text == ":" and self.tokens[at].kind == "sign"

    _INFIX: dict[int, Callable[["Parser", Node, Token], Node]] = {  # noqa: RUF012
        OR: _disjunction,
        AND: _conjunction,
        COMPARE: _comparison,
        ADD: _sum,
        MULTIPLY: _product,
        POWER: _power,
        INSTANCE: _instance,
        POSTFIX: _postfix,
    }
