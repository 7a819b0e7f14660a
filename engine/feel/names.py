"""Tell which words and signs together make one name.

Most names are one word or several plain words ("Monthly Salary"), which no grammar can mistake.
Names that hold a sign or a keyword ("first-name", "days in month") are *special*: they are read as
one name only if they are known, from the context or from the expression itself.
"""

from collections.abc import Collection, Iterable, Mapping

from engine.feel.lexer import FULL_WIDTH, Token, tokenize
from engine.feel.warnings import Warning, full_width

KEYWORDS = frozenset(
    {
        "and",
        "between",
        "else",
        "every",
        "false",
        "for",
        "function",
        "if",
        "in",
        "instance",
        "null",
        "or",
        "return",
        "satisfies",
        "some",
        "then",
        "true",
    }
)
NAME_SIGNS = frozenset("-+*/'\u2019.")
#: Names of the standard itself that hold a keyword.
BUILT_IN_SPECIAL = (
    "date and time",
    "years and months duration",
    "days and time duration",
)
_LONGEST = 9  # tokens in a special name
_SEEN_KEYS = 500  # nested keys looked at when a text could hold special names
_SEEN_LEVELS = 3

Words = tuple[str, ...]


def words_of(name: str) -> Words:
    """Return the words and signs of a name."""
    return tuple(token.text for token in tokenize(name)[:-1])


def is_special(words: Words) -> bool:
    """Tell whether the grammar alone would cut the name apart."""
    return len(words) > 1 and any(word in KEYWORDS or set(word) & NAME_SIGNS for word in words)


def candidates(source: str, tokens: list[Token]) -> frozenset[str]:
    """Return every stretch of the source that would be a special name if somebody knew it."""
    found = set()
    for start, token in enumerate(tokens):
        if token.kind != "name" or token.text in KEYWORDS:
            continue
        special = False
        for end in range(start + 1, min(start + _LONGEST, len(tokens))):
            part = tokens[end]
            is_sign = part.kind == "sign" and part.text in NAME_SIGNS and part.text != "."
            if not is_sign and part.kind not in ("name", "number"):
                break
            special = special or is_sign or part.text in KEYWORDS or "." in part.text
            if special and not is_sign and part.text not in KEYWORDS:
                found.add(" ".join(source[token.start : part.end].split()))
    return frozenset(found)


def known_special(context: Mapping[str, object], wanted: frozenset[str]) -> frozenset[str]:
    """Return those of `wanted` that are keys of the context or, nearby, of what lies in it."""
    found: set[str] = set()
    level: list[Mapping[str, object]] = [context]
    seen = 0
    for _ in range(_SEEN_LEVELS):
        inner: list[Mapping[str, object]] = []
        for mapping in level:
            found.update(wanted & mapping.keys())
            seen += len(mapping)
            if seen > _SEEN_KEYS:
                return frozenset(found)
            inner.extend(_nested(mapping.values()))
        level = inner
    return frozenset(found)


def _nested(values: Iterable[object]) -> Iterable[Mapping[str, object]]:
    for value in values:
        if isinstance(value, list) and value:
            value = value[0]
        if isinstance(value, dict):
            yield value


class KnownNames:
    """The special names in scope, found by their first word, longest first."""

    def __init__(self, names: Collection[str]) -> None:
        """Keep the special ones of `names` beside those of the standard."""
        self._by_first: dict[str, list[tuple[Words, str]]] = {}
        for name in (*BUILT_IN_SPECIAL, *names):
            self.add(name)

    def add(self, name: str) -> None:
        """Know one more name from here on."""
        words = words_of(name)
        if not is_special(words):
            return
        same = self._by_first.setdefault(words[0], [])
        if (words, name) not in same:
            same.append((words, name))
            same.sort(key=lambda pair: -len(pair[0]))

    def match(self, tokens: list[Token], at: int) -> tuple[str, int] | None:
        """Return the longest special name at token `at` and its number of tokens."""
        for words, name in self._by_first.get(tokens[at].text, ()):
            part = tokens[at : at + len(words)]
            if tuple(token.text for token in part) == words:
                return name, len(words)
        return None


def full_width_warnings(tokens: list[Token]) -> list[Warning]:
    """Warn of each name that swallowed full-width punctuation."""
    warnings = []
    for token in tokens:
        if token.kind != "name":
            continue
        signs = "".join(dict.fromkeys(sign for sign in token.text if sign in FULL_WIDTH))
        if signs:
            warnings.append(full_width(token.text, signs, token.start))
    return warnings
