"""Read unary tests: the cells of a decision table, and what stands after `in`."""

from engine.feel import nodes
from engine.feel.grammar import COMPARE, RELATIONS, Grammar
from engine.feel.nodes import Node


class Cells(Grammar):
    """Read tests of a value that is not written."""

    def in_tests(self) -> tuple[Node, ...]:
        """Read what stands after `in`."""
        token = self.token
        if not self.sees("("):
            return (self.positive_test(COMPARE),)
        self.at += 1
        tests = [self.positive_test(0)]
        if self.take(".."):
            return (self.interval_end(token, tests[0], start_included=False),)
        while self.take(","):
            tests.append(self.positive_test(0))
        self.expect(")")
        if len(tests) == 1 and not isinstance(tests[0], nodes.UnaryRange):
            return (self.infix(tests[0], COMPARE),)
        return tuple(tests)

    def positive_test(self, power: int) -> Node:
        """Read one test: a relation and its end, or an expression."""
        position = self.token.start
        if relation := self.take(*RELATIONS):
            return nodes.UnaryRange(position, relation, self.expression(COMPARE))
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
