"""Running text in two versions: the guide, templates of documents, anything else made of lines."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from .change import Change, Words, noun, quoted, shortly, turned

_TAG = re.compile(r"<[^>]*>")


def text_changes(part: str, path: str, place: Words, old: bytes, new: bytes) -> Iterator[Change]:
    """Yield one change for each passage that differs; blank lines and line ends do not count."""
    one, other = _lines(old), _lines(new)
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for verb, a, b, c, d in matcher.get_opcodes():
        if verb != "equal":
            where = _under(other if d > c else one, c if d > c else a, place, path)
            yield from _passage(part, path, where, one[a:b], other[c:d])


def _passage(
    part: str, path: str, where: Words, old: list[str], new: list[str]
) -> Iterator[Change]:
    for left, right in zip(old, new, strict=False):
        if _seen(left) == _seen(right):
            what = Words("版式有改动", "looks otherwise")
            yield Change(part, "changed", what, where, path=path)
        else:
            what = turned(Words("改", "changed:"), *shortly(_seen(left), _seen(right)))
            yield Change(part, "changed", what, where, path=path)
    for line in new[len(old) :]:
        text = quoted(_seen(line))
        what = Words(f"新增 {text.zh}", f"added {text.en}")
        yield Change(part, "added", what, where, path=path)
    for line in old[len(new) :]:
        text = quoted(_seen(line))
        what = Words(f"删除 {text.zh}", f"removed {text.en}")
        yield Change(part, "removed", what, where, path=path)


def _lines(content: bytes) -> list[str]:
    text = content.decode("utf-8", "replace")
    return [line.strip() for line in text.splitlines() if line.strip()]


def _seen(line: str) -> str:
    """Return a line without its tags, unless it is nothing but tags."""
    return " ".join(_TAG.sub(" ", line).split()) or line


def _under(lines: list[str], index: int, place: Words, path: str) -> Words:
    """Return the place with the heading a line of a guide stands under."""
    if not path.endswith(".md"):
        return place
    heads = [line.lstrip("# ") for line in lines[:index] if line.startswith("##")]
    if not heads:
        return place
    return noun(place, quoted(heads[-1]))
