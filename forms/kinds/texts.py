"""Free text: one line, several lines, a name as signature."""

import unicodedata
from collections.abc import Iterator

import re2

from forms.fields import Bounds, Field
from forms.kinds.kind import Kind, Place
from forms.messages import Message, Refused

#: Characters that reorder what is shown: a text must read as it is stored.
REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
#: Nothing longer is looked at character by character.
LONGEST_READ = 20_000
EMAIL = re2.compile(r"^[^\s@]+@[^\s@]+\.[^\s@]+$")


def read_line(raw: object, field: Field) -> str:
    """Return one line of text, NFC and trimmed; refuse control characters and line breaks."""
    return _read(raw, breaks="")


def read_lines(raw: object, field: Field) -> str:
    """Return text of several lines with line feeds, NFC and trimmed."""
    return _read(raw, breaks="\n\t")


def check_text(value: object, place: Place) -> Iterator[Message]:
    """Yield what is wrong with a text's length, pattern or form."""
    text, bounds = str(value), place.field.bounds
    if len(text) < bounds.min_length:
        yield (
            f"至少 {bounds.min_length} 字，现有 {len(text)} 字；请补充",
            f"At least {bounds.min_length} characters, now {len(text)}; add more",
        )
    if bounds.max_length and len(text) > bounds.max_length:
        yield (
            f"最多 {bounds.max_length} 字，现有 {len(text)} 字；请缩短",
            f"At most {bounds.max_length} characters, now {len(text)}; shorten it",
        )
    if bounds.pattern and not re2.search(bounds.pattern, text):
        yield _pattern_message(place.field)
    if place.field.option_named("validation") == "email" and not EMAIL.search(text):
        yield (
            "不是电子邮箱地址；请按 name@example.cn 填写",
            "Not an e-mail address; write name@example.cn",
        )


def _pattern_message(field: Field) -> Message:
    words = field.bounds.pattern_words
    zh = words.zh or "格式不符；请按本项说明填写"
    return zh, words.en or "Not in the expected form; see the help of this field"


def _read(raw: object, breaks: str) -> str:
    if not isinstance(raw, str):
        raise Refused("应为文字；请重新填写", "Text is expected; type it again")
    if len(raw) > LONGEST_READ:
        raise Refused(
            f"文字超过 {LONGEST_READ} 字；请改用附件",
            f"The text has more than {LONGEST_READ} characters; attach it as a file",
        )
    text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n")).strip()
    for position, char in enumerate(text, start=1):
        if char in breaks:
            continue
        if unicodedata.category(char) in ("Cc", "Cs", "Co", "Cn") or char in REORDERING:
            raise _control(char, position)
    return text


def _control(char: str, position: int) -> Refused:
    name = "换行" if char == "\n" else f"控制字符 U+{ord(char):04X}"
    name_en = "a line break" if char == "\n" else f"the control character U+{ord(char):04X}"
    return Refused(
        f"第 {position} 个字符是{name}，不能保存；请删除后重新输入，勿从其他程序直接粘贴",
        f"Character {position} is {name_en} and cannot be kept; delete it and type it again",
    )


_LINE = frozenset({"textfield"})

TEXTS = {
    "textfield": Kind(_LINE, read_line, check_text, bounds=Bounds(max_length=200)),
    "textarea": Kind(
        frozenset({"textarea"}), read_lines, check_text, bounds=Bounds(max_length=2000)
    ),
    "signature": Kind(
        _LINE,
        read_line,
        check_text,
        bounds=Bounds(min_length=2, max_length=50),
        ask=("请由本人签署姓名", "Sign with your own name"),
    ),
}
