"""Cut the text of an expression into tokens; knows nothing of grammar.

A name token is one word. Which words (and signs) together make one name is for the parser, which
knows the names in scope.
"""

import re
from dataclasses import dataclass

from engine.feel.errors import FeelSyntaxError

# DMN 1.5, 10.3.1.2 grammar rules 28-30: full-width signs such as U+FF0C are name characters.
_START = (
    "?A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_PART = _START + "0-9\u00b7\u0300-\u036f\u203f-\u2040"
_SPACE = (
    "\u0009-\u000d\u0020\u0085\u00a0\u1680\u180e\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff"
)
_TOKEN = re.compile(
    rf"(?P<space>[{_SPACE}]+|//[^\n\r]*|/\*(?:[^*]|\*(?!/))*\*/)"
    r"|(?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|\.[0-9]+(?:[eE][+-]?[0-9]+)?)"
    r'|(?P<string>"(?:[^"\\]|\\.)*")'
    rf"|(?P<name>[{_START}][{_PART}]*)"
    r"|(?P<sign>\.\.|\*\*|<=|>=|!=|->|[-+*/()\[\]{},:.<>=@'\u2019])",
    re.DOTALL,
)
_HALF = re.compile("[\ud800-\udfff]")
_ESCAPE = re.compile(r"\\(?:U([0-9A-Fa-f]{6})|u([0-9A-Fa-f]{4})|(.))", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}
_QUOTES = "“”‘「」＂"
FULL_WIDTH = "，（）＞＜＝；：“”。、！［］｛｝＋－＊／"  # searched for, not written
HINTS = {
    "“”＂「」": ('请用半角双引号 "。', 'Use the straight quote ".'),
    "；": ("FEEL 没有分号，请删去或改用逗号。", "FEEL has no semicolon; remove it or use a comma."),
    ";": ("FEEL 没有分号，请删去或改用逗号。", "FEEL has no semicolon; remove it or use a comma."),
    "'": ('文本请用双引号 "。', 'Put text in double quotes ".'),
    "!": ("“不等于”写作 !=，“非”写作 not(...)。", "Write != for unequal and not(...) for not."),
    "&": ("“并且”写作 and。", "Write `and`."),
    "|": ("“或者”写作 or。", "Write `or`."),
    "%": ("取余请用 modulo(a, b)。", "Use modulo(a, b) for the remainder."),
    '"': ("文本缺少结尾的双引号。", "The text lacks its closing quote."),
}


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number, text or sign; `text` is as written, a string's text is its value."""

    kind: str
    text: str
    start: int
    end: int


def tokenize(source: str) -> list[Token]:
    """Return the tokens of `source` and a last one of kind "end"; raise FeelSyntaxError."""
    half = _HALF.search(source)
    if half is not None:
        raise FeelSyntaxError(
            half.start(), ("完整的字符", "a whole character"), ascii(half.group())
        )
    tokens = []
    position = 0
    while position < len(source):
        match = _TOKEN.match(source, position)
        if match is None:
            raise _unreadable(source, position)
        kind = str(match.lastgroup)
        if kind != "space":
            text = match.group()
            value = unescape(text[1:-1]) if kind == "string" else text
            tokens.append(Token(kind, value, position, match.end()))
        position = match.end()
    tokens.append(Token("end", "", len(source), len(source)))
    return tokens


def unescape(text: str) -> str:
    r"""Replace the escapes of a string literal (`\n`, `\"`, `\uXXXX`, `\UXXXXXX`)."""
    if "\\" not in text:
        return text
    joined = _ESCAPE.sub(_unescaped, text)
    if not any("\ud800" <= sign <= "\udfff" for sign in joined):
        return joined
    # Two \u escapes may be one character beyond U+FFFF; a lone half is replaced.
    return joined.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _unescaped(match: re.Match[str]) -> str:
    six, four, sign = match.groups()
    if six or four:
        code = int(six or four, 16)
        return chr(code) if code <= 0x10FFFF else "\ufffd"
    return _ESCAPED.get(sign, "\\" + sign)


def hint_for(sign: str) -> tuple[str, str]:
    """Return advice (zh, en) for a sign that people write by mistake, or two empty texts."""
    for signs, hint in HINTS.items():
        if sign and sign[0] in signs:
            return hint
    return ("", "")


def _unreadable(source: str, position: int) -> FeelSyntaxError:
    sign = source[position]
    return FeelSyntaxError(position, ("FEEL 符号", "a FEEL sign"), sign, hint_for(sign))
