"""What a comparison says: one change, where it is and how a designer puts it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

#: Values longer than this are cut: the words say what changed, the file says it whole.
LONGEST = 80


class Words(NamedTuple):
    """The same thing said in Chinese and in English."""

    zh: str
    en: str


NOWHERE = Words("", "")


@dataclass(frozen=True)
class Change:
    """One difference between two versions."""

    #: diagram | form | table | limit | guide | material | document | matter
    part: str
    #: added | removed | changed | moved; moved: for the eye only, nothing runs otherwise.
    kind: str
    what: Words
    #: What it belongs to; empty where `what` names it.
    place: Words = NOWHERE
    #: Id of the diagram's element or flow, of the form's field, of the table's row.
    element: str | None = None
    #: The file it was found in.
    path: str = ""

    @property
    def zh(self) -> str:
        """The change in Chinese."""
        return f"{self.place.zh}：{self.what.zh}" if self.place.zh else self.what.zh

    @property
    def en(self) -> str:
        """The change in English."""
        return f"{self.place.en}: {self.what.en}" if self.place.en else self.what.en


@dataclass(frozen=True)
class Names:
    """Names a version's files do not hold, by key: of sections and posts."""

    sections: Mapping[str, Words] = field(default_factory=dict)
    posts: Mapping[str, Words] = field(default_factory=dict)


def same(text: str) -> Words:
    """Return a text that is the same in both languages."""
    return Words(text, text)


def quoted(text: str) -> Words:
    """Return somebody's own words in quotation marks, cut where they are long."""
    flat = " ".join(text.split())
    short = flat if len(flat) <= LONGEST else flat[: LONGEST - 1] + "…"
    return Words(f"“{short}”", f"“{short}”")


def listed(words: Iterable[Words]) -> Words:
    """Return several things in one line; nothing is 无."""
    found = list(words)
    if not found:
        return Words("无", "none")
    return Words("、".join(w.zh for w in found), ", ".join(w.en for w in found))


def said(value: object) -> Words:
    """Return a plain value as one says it: text, number, yes or no, a list."""
    if value is None or value == "":
        return Words("无", "none")
    if isinstance(value, bool):
        return Words("是", "yes") if value else Words("否", "no")
    if isinstance(value, list | tuple):
        return listed(said(one) for one in value)
    if isinstance(value, Mapping):
        return _named(value)
    return quoted(value) if isinstance(value, str) else same(str(value))


def _named(row: Mapping[str, object]) -> Words:
    for key in ("name", "label", "title", "zh", "text", "key"):
        if row.get(key):
            zh, en = str(row[key]), str(row.get(f"{key}_en") or row.get("en") or row[key])
            return Words(quoted(zh).zh, quoted(en).en)
    return quoted("，".join(f"{key} {value}" for key, value in row.items()))


def turned(what: Words, old: Words | None, new: Words | None) -> Words:
    """Return "what old → new"; None is what was not there, or is no longer."""
    if old is None and new is not None:
        return Words(f"{what.zh} 设为 {new.zh}", f"{what.en} set to {new.en}")
    if new is None and old is not None:
        return Words(f"去掉{what.zh}（原为 {old.zh}）", f"{what.en} removed (was {old.en})")
    if old is None or new is None:
        return what
    if old == new:  # cut at the same place: what differs comes later
        return Words(f"{what.zh} 有改动", f"{what.en} changed")
    return Words(f"{what.zh} {old.zh} → {new.zh}", f"{what.en} {old.en} → {new.en}")


def noun(kind: Words, name: Words) -> Words:
    """Return "环节 审核"."""
    return Words(f"{kind.zh} {name.zh}", f"{kind.en} {name.en}")


def shortly(old: str, new: str) -> tuple[Words, Words]:
    """Return two long texts from a little before they begin to differ."""
    begin = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), None)
    if begin is None:
        begin = min(len(old), len(new))
    begin -= 20
    if max(len(old), len(new)) <= LONGEST or begin <= 0:
        return quoted(old), quoted(new)
    return quoted("…" + old[begin:]), quoted("…" + new[begin:])
