"""Read tokens into a syntax tree: a hand-written Pratt parser over DMN 1.5, chapter 10.

Each kind of infix has a binding power; chains of + - * / and or become one node, so that a long
sum is not a deep tree. `parse` reads an expression, `parse_unary_tests` a decision table's cell.
"""

from collections.abc import Callable, Collection
from decimal import Decimal

from engine.feel import nodes
from engine.feel.errors import FeelSyntaxError
from engine.feel.iso import parse_literal
from engine.feel.lexer import Token
from engine.feel.names import is_special, words_of
from engine.feel.nodes import Node
from engine.feel.token_reader import NAME, TokenReader
from engine.feel.type_parser import TypeReader
from engine.feel.types import Type
from engine.feel.values import number

_OR, _AND, _COMPARE, _ADD, _MULTIPLY, _POWER, _INSTANCE, _POSTFIX = range(1, 9)
_POWERS = {
    "or": _OR,
    "and": _AND,
    "=": _COMPARE,
    "!=": _COMPARE,
    "<": _COMPARE,
    "<=": _COMPARE,
    ">": _COMPARE,
    ">=": _COMPARE,
    "between": _COMPARE,
    "in": _COMPARE,
    "+": _ADD,
    "-": _ADD,
    "*": _MULTIPLY,
    "/": _MULTIPLY,
    "**": _POWER,
    "instance": _INSTANCE,
    ".": _POSTFIX,
    "[": _POSTFIX,
    "(": _POSTFIX,
}
_RELATIONS = ("<=", ">=", "!=", "<", ">", "=")
_CONSTANTS = {"true": True, "false": False, "null": None}
_EXPRESSION = ("表达式", "an expression")
#: Signs after which `[` cannot be anything but the end of a range, as in `[1..10[`.
_AFTER_RANGE = frozenset(
    {"", ")", "]", "}", ",", ":", "=", "!=", "<", "<=", ">", ">=", "+", "*", "/", "**", "..", "."}
    | {"and", "or", "then", "else", "return", "satisfies", "in", "between", "instance"}
)


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


class Parser(TokenReader):
    """Read one source once."""

    # --- expressions --------------------------------------------------------------------------

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
            found = _POWERS.get(token.text, 0) if token.kind in ("sign", "name") else 0
            if found <= power:
                self.nesting -= chained
                return left
            self.deeper()
            chained += 1
            left = self._INFIX[found](self, left, token)

    def _disjunction(self, left: Node, token: Token) -> Node:
        return nodes.Or(token.start, (left, *self._chain("or", _OR)))

    def _conjunction(self, left: Node, token: Token) -> Node:
        return nodes.And(token.start, (left, *self._chain("and", _AND)))

    def _chain(self, word: str, power: int) -> list[Node]:
        operands = []
        while self.take(word):
            operands.append(self.expression(power))
        return operands

    def _comparison(self, left: Node, token: Token) -> Node:
        if self.take("between"):
            low = self.expression(_COMPARE)
            self.expect("and")
            return nodes.Between(token.start, left, low, self.expression(_COMPARE))
        if self.take("in"):
            return nodes.In(token.start, left, self.in_tests())
        self.at += 1
        return nodes.Comparison(token.start, token.text, left, self.expression(_COMPARE))

    def _sum(self, left: Node, token: Token) -> Node:
        return nodes.Arithmetic(token.start, left, self._pairs(("+", "-"), _ADD))

    def _product(self, left: Node, token: Token) -> Node:
        return nodes.Arithmetic(token.start, left, self._pairs(("*", "/"), _MULTIPLY))

    def _power(self, left: Node, token: Token) -> Node:
        return nodes.Arithmetic(token.start, left, self._pairs(("**",), _POWER))

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
        _OR: _disjunction,
        _AND: _conjunction,
        _COMPARE: _comparison,
        _ADD: _sum,
        _MULTIPLY: _product,
        _POWER: _power,
        _INSTANCE: _instance,
        _POSTFIX: _postfix,
    }

    # --- beginnings ---------------------------------------------------------------------------

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
        operand = self.expression(_INSTANCE)
        if isinstance(operand, nodes.Literal) and isinstance(operand.value, Decimal):
            return nodes.Literal(token.start, -operand.value)
        return nodes.Negation(token.start, operand)

    def _at_literal(self, token: Token) -> Node:
        if self.token.kind != "string":
            self.fail(("带双引号的日期或时间", "a date or time in double quotes"))
        self.at += 1
        return nodes.Literal(token.start, parse_literal(self.tokens[self.at - 1].text))

    def _parenthesis(self, token: Token) -> Node:
        if relation := self.take(*_RELATIONS):
            end = self.expression(_COMPARE)
            self.expect(")")
            return nodes.UnaryRange(token.start, relation, end)
        inner = self.expression()
        if self.take(".."):
            return self._interval_end(token, inner, start_included=False)
        self.expect(")")
        return inner

    def _bracket(self, token: Token) -> Node:
        if self.take("]"):
            return nodes.ListOf(token.start, ())
        items = [self._item()]
        if self.take(".."):
            return self._interval_end(token, items[0], start_included=True)
        while self.take(","):
            items.append(self._item())
        self.expect("]")
        return nodes.ListOf(token.start, tuple(items))

    def _item(self) -> Node:
        position = self.token.start
        if relation := self.take(*_RELATIONS):
            return nodes.UnaryRange(position, relation, self.expression(_COMPARE))
        return self.expression()

    def _open_interval(self, token: Token) -> Node:
        start = self.expression()
        self.expect("..")
        return self._interval_end(token, start, start_included=False)

    def _interval_end(self, token: Token, start: Node, *, start_included: bool) -> Node:
        end = self._end_point()
        closing = self.take("]", ")", "[")
        if not closing:
            self.fail(("“]” 或 “)”", "“]” or “)”"))
        return nodes.Interval(token.start, start, end, start_included, closing == "]")

    def _end_point(self) -> Node:
        """Read the end of a range, leaving a `[` that can only close it."""
        self.deeper()
        node = self.prefix()
        while True:
            before = self.token
            if before.text == "[" and before.kind == "sign" and self._closes_range():
                break
            power = _POWERS.get(before.text, 0) if before.kind in ("sign", "name") else 0
            if power < _ADD:
                break
            self.deeper()
            self.nesting -= 1
            node = self._INFIX[power](self, node, before)
        self.nesting -= 1
        return node

    def _closes_range(self) -> bool:
        following = self.tokens[self.at + 1]
        return following.kind == "end" or (
            following.kind in ("sign", "name") and following.text in _AFTER_RANGE
        )

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

    _SIGNS: dict[str, Callable[["Parser", Token], Node]] = {  # noqa: RUF012
        "-": _minus,
        "@": _at_literal,
        "(": _parenthesis,
        "[": _bracket,
        "]": _open_interval,
        "{": _context,
    }
    _WORDS: dict[str, Callable[["Parser", Token], Node]] = {  # noqa: RUF012
        "if": _if,
        "for": _for,
        "some": _quantified,
        "every": _quantified,
        "function": _function,
    }

    # --- tests --------------------------------------------------------------------------------

    def in_tests(self) -> tuple[Node, ...]:
        """Read what stands after `in`."""
        token = self.token
        if not self.sees("("):
            return (self.positive_test(_COMPARE),)
        self.at += 1
        tests = [self.positive_test(0)]
        if self.take(".."):
            return (self._interval_end(token, tests[0], start_included=False),)
        while self.take(","):
            tests.append(self.positive_test(0))
        self.expect(")")
        if len(tests) == 1 and not isinstance(tests[0], nodes.UnaryRange):
            return (self.infix(tests[0], _COMPARE),)
        return tuple(tests)

    def positive_test(self, power: int) -> Node:
        """Read one test: a relation and its end, or an expression."""
        position = self.token.start
        if relation := self.take(*_RELATIONS):
            return nodes.UnaryRange(position, relation, self.expression(_COMPARE))
        return self.expression(power)

    def unary_tests(self) -> nodes.Tests | nodes.Not | nodes.AnyValue:
        """Read a cell of a decision table."""
        start = self.token.start
        if self.sees("-") and self.tokens[self.at + 1].kind == "end":
            self.at += 1
            return nodes.AnyValue(start)
        if self._is_negated():
            self.at += 2
            tests = self._positive_tests()
            self.expect(")")
            return nodes.Not(start, tests)
        return self._positive_tests()

    def _is_negated(self) -> bool:
        """Tell whether all of the cell is `not(...)`, not an expression that begins with it."""
        if not self.sees("not") or self.tokens[self.at + 1].text != "(":
            return False
        depth = 0
        for index in range(self.at + 1, len(self.tokens)):
            token = self.tokens[index]
            if token.kind == "sign":
                depth += (token.text in "([{") - (token.text in ")]}")
            if depth == 0:
                return self.tokens[index + 1].kind == "end"
        return False

    def _positive_tests(self) -> nodes.Tests:
        start = self.token.start
        tests = [self.positive_test(0)]
        while self.take(","):
            tests.append(self.positive_test(0))
        return nodes.Tests(start, tuple(tests))
