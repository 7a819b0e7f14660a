"""matter.toml in two versions: materials, documents, conditions, phases, acts and all the rest."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .change import NOWHERE, Change, Words, listed, noun, quoted, said, shortly, turned
from .labels import LABELS, TABLES
from .matching import differences, match
from .side import MATTER, Side

#: Which part of a matter a table of matter.toml is; the others are the matter itself.
PARTS = {"materials": "material", "documents": "document"}
#: Whose order means nothing; of lists and tables not named here it does.
_UNORDERED = {"elements"}
#: By which key a row of a list is known.
_KNOWN_BY = ("code", "key", "article", "label", "element", "name", "title", "text")
Row = Mapping[str, Any]


@dataclass(frozen=True)
class _Place:
    """Where in the file a table stands."""

    old: Side
    new: Side
    part: str
    words: Words
    element: str | None = None

    def change(self, kind: str, what: Words) -> Change:
        return Change(self.part, kind, what, self.words, self.element, MATTER)

    def inner(self, words: Words, element: str | None = None) -> "_Place":
        zh = f"{self.words.zh}，{words.zh}" if self.words.zh else words.zh
        en = f"{self.words.en}, {words.en}" if self.words.en else words.en
        return _Place(self.old, self.new, self.part, Words(zh, en), element or self.element)


def matter_changes(old: Side, new: Side) -> Iterator[Change]:
    """Yield what differs in the tables and values of matter.toml."""
    for key, left, right in differences(old.matter, new.matter):
        place = _Place(old, new, PARTS.get(key, "matter"), NOWHERE)
        yield from _value(place, key, left, right)


def _value(place: _Place, key: str, left: object, right: object) -> Iterator[Change]:
    if _is_table(left) and _is_table(right):
        yield from _table(place, key, left or {}, right or {})  # type: ignore[arg-type]
    elif _is_rows(left) and _is_rows(right):
        yield from _rows(place, key, left or [], right or [])  # type: ignore[arg-type]
    elif isinstance(left, list) and isinstance(right, list):
        yield from _names(place, key, left, right)
    else:
        yield place.change("changed", turned(_label(key), *_values(place, key, left, right)))


def _is_table(value: object) -> bool:
    return value is None or isinstance(value, Mapping)


def _is_rows(value: object) -> bool:
    return value is None or (isinstance(value, list) and all(isinstance(v, Mapping) for v in value))


def _label(key: str) -> Words:
    return LABELS.get(key, quoted(key))


def _table(place: _Place, key: str, left: Row, right: Row) -> Iterator[Change]:
    kind = TABLES.get(key)
    if kind is None or not _holds_tables(left, right):
        inner = place.inner(kind or _label(key))
        for name, one, other in differences(left, right):
            yield from _value(inner, name, one, other)
        return
    for name, one, other in differences(left, right):
        if one is None or other is None:
            yield _came(place, kind, name, one, other)
        else:
            yield from _inside(place.inner(noun(kind, _title(name, one)), name), one, other)
    if _order(left, right) and key not in _UNORDERED:
        yield place.change("moved", Words(f"{kind.zh}换了次序", f"{kind.en}: another order"))


def _holds_tables(left: Row, right: Row) -> bool:
    rows = [*left.values(), *right.values()]
    return bool(rows) and all(isinstance(row, Mapping) for row in rows)


def _order(left: Row, right: Row) -> bool:
    return [k for k in left if k in right] != [k for k in right if k in left]


def _inside(place: _Place, one: Row, other: Row) -> Iterator[Change]:
    for key, left, right in differences(one, other):
        yield from _value(place, key, left, right)


def _came(place: _Place, kind: Words, key: str, one: Any, other: Any) -> Change:
    name = _title(key, one if other is None else other)
    verb = Words("删除", "removed") if other is None else Words("新增", "new")
    what = Words(f"{verb.zh}{kind.zh} {name.zh}", f"{verb.en} {kind.en} {name.en}")
    return place.inner(NOWHERE, key).change("removed" if other is None else "added", what)


ACTS = {
    "withdraw": Words("撤件", "withdrawal"),
    "suspend": Words("中止", "suspension"),
    "resume": Words("恢复办理", "resumption"),
    "terminate": Words("终止办理", "termination"),
    "correct": Words("更正", "correction of a fact"),
}


def _title(key: str, row: Any) -> Words:
    if key in ACTS:
        return ACTS[key]
    for name in ("name", "title", "label", "article", "text"):
        if isinstance(row, Mapping) and row.get(name):
            zh = str(row[name])
            return Words(zh[:40], str(row.get(f"{name}_en") or zh)[:60])
    return Words(key, key)


def _rows(place: _Place, key: str, left: list[Row], right: list[Row]) -> Iterator[Change]:
    kind = TABLES.get(key, _label(key))
    found = match(left, right, *(_known_by(name) for name in _KNOWN_BY), str)
    for row in found.added:
        yield _came(place, kind, _key(row), None, row)
    for row in found.removed:
        yield _came(place, kind, _key(row), row, None)
    for one, other in found.both:
        yield from _inside(place.inner(noun(kind, _title(_key(one), one)), _key(one)), one, other)
    if found.moved:
        names = listed(quoted(_title(_key(row), row).zh) for row in found.moved)
        en = listed(quoted(_title(_key(row), row).en) for row in found.moved)
        # Ways to close are asked from above: their order decides. Others are shown in order.
        order = "changed" if key == "outcomes" else "moved"
        what = Words(f"{kind.zh} {names.zh} 换了次序", f"{kind.en} {en.en} stands elsewhere")
        yield place.change(order, what)


def _known_by(name: str) -> Any:
    return lambda row: (name, str(row[name])) if row.get(name) else None


def _key(row: Row) -> str:
    return str(next((row[name] for name in _KNOWN_BY if row.get(name)), ""))


def _names(place: _Place, key: str, left: list[Any], right: list[Any]) -> Iterator[Change]:
    label, say = _label(key), _saying(key)
    for value in right:
        if value not in left:
            name = say(place.new, str(value))
            yield place.change(
                "added", Words(f"{label.zh} 增加 {name.zh}", f"{label.en}: {name.en} added")
            )
    for value in left:
        if value not in right:
            name = say(place.old, str(value))
            yield place.change(
                "removed", Words(f"{label.zh} 去掉 {name.zh}", f"{label.en}: {name.en} removed")
            )
    if sorted(map(str, left)) == sorted(map(str, right)) and key not in _UNORDERED:
        yield place.change("moved", Words(f"{label.zh}换了次序", f"{label.en}: another order"))


def _saying(key: str) -> Any:
    if key in ("elements", "grants"):
        return lambda side, value: side.element(value)
    if key in ("asks", "decides", "supervisors", "admitting"):
        return lambda side, value: side.post(value)
    return lambda side, value: quoted(value)


def _values(
    place: _Place, key: str, left: object, right: object
) -> tuple[Words | None, Words | None]:
    if isinstance(left, str) and isinstance(right, str):
        if key in CHOICES:
            return tuple(CHOICES[key].get(v, quoted(v)) for v in (left, right))  # type: ignore[return-value]
        if key == "document":
            return place.old.document(left), place.new.document(right)
        if key == "at":
            return place.old.element(left), place.new.element(right)
        return shortly(left, right)
    return None if left is None else said(left), None if right is None else said(right)


CHOICES = {
    "necessity": {
        "main": Words("主审要件", "main, never promised"),
        "promise": Words("可容缺", "may be promised"),
        "statement": Words("承诺或说明", "a statement"),
    },
    "form": {"electronic": Words("电子", "electronic"), "paper": Words("纸质", "paper")},
    "access": {
        "open": Words("公开", "open"),
        "closed": Words("封闭，只有经办的人可见", "closed, seen by who is on it"),
    },
    "mark": {
        "V": Words("已核对", "checked"),
        "K": Words("待核对", "to be checked"),
        "U": Words("地方规定", "local rule"),
    },
}
