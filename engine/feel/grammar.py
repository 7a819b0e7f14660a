"""What all parts of the parser share: binding powers, and the reading of a range's end.

Each kind of infix has a binding power; the parts call each other through `expression` and `infix`.
"""

from engine.feel import nodes
from engine.feel.lexer import Token
from engine.feel.nodes import Node
from engine.feel.token_reader import TokenReader

OR, AND, COMPARE, ADD, MULTIPLY, POWER, INSTANCE, POSTFIX = range(1, 9)
POWERS = {
    "or": OR,
    "and": AND,
    "=": COMPARE,
    "!=": COMPARE,
    "<": COMPARE,
    "<=": COMPARE,
    ">": COMPARE,
    ">=": COMPARE,
    "between": COMPARE,
    "in": COMPARE,
    "+": ADD,
    "-": ADD,
    "*": MULTIPLY,
    "/": MULTIPLY,
    "**": POWER,
    "instance": INSTANCE,
    ".": POSTFIX,
    "[": POSTFIX,
    "(": POSTFIX,
}
RELATIONS = ("<=", ">=", "!=", "<", ">", "=")
#: Signs after which `[` cannot be anything but the end of a range, as in `[1..10[`.
_AFTER_RANGE = frozenset(
    {"", ")", "]", "}", ",", ":", "=", "!=", "<", "<=", ">", ">=", "+", "*", "/", "**", "..", "."}
    | {"and", "or", "then", "else", "return", "satisfies", "in", "between", "instance"}
)


class Grammar(TokenReader):
    """Read ranges, for which an expression has to stop in time."""

    def expression(self, power: int = 0) -> Node:
        """Read an expression whose operators bind more tightly than `power`."""
        raise NotImplementedError

    def prefix(self) -> Node:
        """Read what an expression can begin with."""
        raise NotImplementedError

    def infix(self, left: Node, power: int) -> Node:
        """Read the operators that follow `left` and bind more tightly than `power`."""
        raise NotImplementedError

    def operation(self, left: Node, token: Token, power: int) -> Node:
        """Read the one operator of this power that follows `left`."""
        raise NotImplementedError

    def interval_end(self, token: Token, start: Node, *, start_included: bool) -> Node:
        """Read what follows `..`: the end and the bracket that closes the range."""
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
            power = POWERS.get(before.text, 0) if before.kind in ("sign", "name") else 0
            if power < ADD:
                break
            self.deeper()
            self.nesting -= 1
            node = self.operation(node, before, power)
        self.nesting -= 1
        return node

    def _closes_range(self) -> bool:
        following = self.tokens[self.at + 1]
        return following.kind == "end" or (
            following.kind in ("sign", "name") and following.text in _AFTER_RANGE
        )
