"""Walk over the tokens of one source: take signs, read names, count nesting.

The grammar is the parser's; this knows only what a token and a name are.
"""

from collections.abc import Collection
from typing import NoReturn, TypeVar

from engine.feel.budget import LIMITS
from engine.feel.errors import FeelSyntaxError, LimitExceeded
from engine.feel.lexer import Token, hint_for, tokenize
from engine.feel.names import KEYWORDS, KnownNames

N = TypeVar("N")
MAX_NESTING = LIMITS["nesting"]
MAX_SOURCE = LIMITS["source"]
NAME = ("名称", "a name")


def checked_tokens(source: str) -> list[Token]:
    """Return the tokens of a source that is not too long."""
    if len(source) > MAX_SOURCE:
        raise LimitExceeded("source", MAX_SOURCE)
    return tokenize(source)


class TokenReader:
    """Stand before one token of a source and go on."""

    def __init__(self, source: str, names: Collection[str] = ()) -> None:
        """Cut the source into tokens; `names` are those known from outside."""
        self.source = source
        self.tokens = checked_tokens(source)
        self.at = 0
        self.known = KnownNames(names)
        self.nesting = 0

    @property
    def token(self) -> Token:
        """The token to read next."""
        return self.tokens[self.at]

    def fail(self, expected: tuple[str, str]) -> NoReturn:
        """Refuse the next token."""
        token = self.token
        found = self.source[token.start : token.end]
        raise FeelSyntaxError(token.start, expected, found, hint_for(found))

    def sees(self, *texts: str) -> bool:
        """Tell whether the next token is one of these signs or words."""
        return self.token.kind in ("sign", "name") and self.token.text in texts

    def take(self, *texts: str) -> str:
        """Read the next token if it is one of these, else return an empty text."""
        if not self.sees(*texts):
            return ""
        self.at += 1
        return self.tokens[self.at - 1].text

    def expect(self, text: str) -> None:
        """Read this sign or word or fail."""
        if not self.take(text):
            self.fail((f"“{text}”", f"“{text}”"))

    def finish(self, node: N) -> N:
        """Return `node` if nothing is left to read."""
        if self.token.kind != "end":
            self.fail(("运算符或结尾", "an operator or the end"))
        return node

    def deeper(self) -> None:
        """Count one more level; the caller counts it back."""
        self.nesting += 1
        if self.nesting > MAX_NESTING:
            raise LimitExceeded("nesting", MAX_NESTING)

    def name(self) -> str | None:
        """Read the longest name here, or None: known special names first, then plain words."""
        if self.token.kind != "name":
            return None
        special = self.known.match(self.tokens, self.at)
        if special is not None:
            self.at += special[1]
            return special[0]
        if self.token.text in KEYWORDS:
            return None
        return self.plain_words()

    def plain_words(self) -> str:
        """Read a word and the words and numbers that follow it."""
        words = [self.token.text]
        self.at += 1
        while self._goes_on():
            words.append(self.token.text)
            self.at += 1
        return " ".join(words)

    def _goes_on(self) -> bool:
        token = self.token
        if token.kind == "number":
            return token.text.isalnum()
        return token.kind == "name" and token.text not in KEYWORDS

    def name_until(self, stop: str) -> str:
        """Read a name that is being made known here: everything up to `stop`."""
        start = self.at
        while self.token.kind in ("name", "number") or self.sees(*"-+*/'\u2019."):
            if self.sees(stop) and self.at > start:
                break
            self.at += 1
        if self.at == start or not self.sees(stop):
            self.fail(NAME if self.at == start else (f"“{stop}”", f"“{stop}”"))
        written = self.source[self.tokens[start].start : self.tokens[self.at - 1].end]
        name = " ".join(written.split())
        self.known.add(name)
        return name
