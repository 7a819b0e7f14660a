"""Decision tables in two versions: columns, rows, cells, and what else a decision holds."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from engine.bpmn.drawing import local

from .change import Change, Words, noun, quoted, said, same, turned
from .matching import match
from .side import Side

TABLE = Words("决策表", "table")
_ENTRIES = ("inputEntry", "outputEntry", "annotationEntry")
_COLUMNS = ("input", "output", "annotation")
#: Layout, and what is compared by name.
_ELSEWHERE = ("rule", *_COLUMNS, "extensionElements")


@dataclass(frozen=True)
class _Table:
    """One decision table, with where it was found."""

    node: etree._Element
    place: Words
    path: str

    def columns(self) -> list[etree._Element]:
        return [n for kind in _COLUMNS for n in _children(self.node, kind)]

    def rows(self) -> list[etree._Element]:
        return _children(self.node, "rule")

    def change(self, kind: str, what: Words, row: etree._Element | None = None) -> Change:
        element = None if row is None else row.get("id")
        return Change("table", kind, what, self.place, element, self.path)


def decision_changes(old: Side, new: Side, path: str) -> Iterator[Change]:
    """Yield what differs in a decision model that both versions have."""
    one, other = old.xml(path), new.xml(path)
    if one is None or other is None:
        return
    found = match(_parts(one), _parts(other), lambda n: n.get("id"), lambda n: n.get("name"))
    for verb, kind, nodes in (
        (Words("新增", "New"), "added", found.added),
        (Words("删除", "Removed"), "removed", found.removed),
    ):
        for node in nodes:
            name = _name(node)
            what = Words(f"{verb.zh}{name.zh}", f"{verb.en} {name.en}")
            yield Change("table", kind, what, element=node.get("id"), path=path)
    for before, after in found.both:
        yield from _part(before, after, path)


def _parts(root: etree._Element) -> list[etree._Element]:
    return [n for n in root.iterchildren(etree.Element) if local(n) not in ("DMNDI", "description")]


KINDS = {
    "decision": Words("决策", "decision"),
    "inputData": Words("输入数据", "input data"),
    "itemDefinition": Words("数据类型", "data type"),
    "businessKnowledgeModel": Words("知识模型", "knowledge model"),
    "knowledgeSource": Words("依据", "knowledge source"),
    "decisionService": Words("决策服务", "decision service"),
    "import": Words("引入", "import"),
}


def _name(node: etree._Element) -> Words:
    is_table = bool(_children(node, "decisionTable"))
    kind = TABLE if is_table else KINDS.get(local(node), Words("部分", "part"))
    name = node.get("name") or node.get("id") or ""
    return noun(kind, Words(name, name))


def _part(one: etree._Element, other: etree._Element, path: str) -> Iterator[Change]:
    place = _name(one)
    if one.get("name") != other.get("name"):
        ends = quoted(one.get("name", "")), quoted(other.get("name", ""))
        what = turned(Words("名称", "name"), *ends)
        yield Change("table", "changed", what, place, other.get("id"), path)
    tables = _children(one, "decisionTable"), _children(other, "decisionTable")
    if tables[0] and tables[1]:
        before, after = (_Table(t[0], place, path) for t in tables)
        yield from _of_table(before, after)
    left, right = _plain(one, but=("decisionTable",)), _plain(other, but=("decisionTable",))
    if left != right:
        yield Change("table", "changed", _texts(left, right), place, other.get("id"), path)


def _texts(left: list[str], right: list[str]) -> Words:
    """Say what differs: the two texts where one alone does, else that something does."""
    one = [text for text in left if text not in right]
    other = [text for text in right if text not in left]
    if len(one) == 1 and len(other) == 1:
        return turned(Words("内容", "content"), quoted(one[0]), quoted(other[0]))
    return Words("其他设置有改动", "other settings changed")


def _of_table(one: _Table, other: _Table) -> Iterator[Change]:
    for key, label in (
        ("hitPolicy", Words("命中策略", "hit policy")),
        ("aggregation", Words("汇总方式", "aggregation")),
    ):
        left, right = (
            t.node.get(key, "UNIQUE" if key == "hitPolicy" else "") for t in (one, other)
        )
        if left != right:
            yield other.change("changed", turned(label, quoted(left), quoted(right)))
    columns = match(one.columns(), other.columns(), _identity, _label)
    yield from _columns(one, other, columns.added, columns.removed)
    for before, after in columns.both:
        yield from _column(other, before, after)
    if columns.moved:
        yield other.change("moved", Words("列换了次序", "columns stand in another order"))
    yield from _rows(one, other, list(columns.both))


def _columns(
    one: _Table,
    other: _Table,
    added: tuple[etree._Element, ...],
    removed: tuple[etree._Element, ...],
) -> Iterator[Change]:
    for column in added:
        name = _column_words(other, column)
        yield other.change("added", Words(f"新增{name.zh}", f"new {name.en}"), column)
    for column in removed:
        name = _column_words(one, column)
        yield other.change("removed", Words(f"删除{name.zh}", f"removed {name.en}"), column)


def _column(table: _Table, one: etree._Element, other: etree._Element) -> Iterator[Change]:
    name = _column_words(table, other)
    if _label(one) != _label(other):
        what = Words(f"{name.zh}的标题", f"{name.en}, heading")
        yield table.change(
            "changed", turned(what, quoted(_label(one)), quoted(_label(other))), other
        )
    left, right = _plain(one, own=False), _plain(other, own=False)
    if left != right:
        text = _texts(left, right)
        yield table.change(
            "changed", Words(f"{name.zh}：{text.zh}", f"{name.en}: {text.en}"), other
        )


def _column_words(table: _Table, column: etree._Element) -> Words:
    place = table.columns().index(column) + 1 if column in table.columns() else 0
    return Words(f"第 {place} 列“{_label(column)}”", f"column {place} “{_label(column)}”")


def _label(column: etree._Element) -> str:
    expression = next((t.text or "" for t in column.iter() if local(t) == "text"), "")
    return column.get("label") or column.get("name") or expression


def _identity(node: etree._Element) -> str | None:
    return node.get("id")


def _rows(
    one: _Table, other: _Table, columns: list[tuple[etree._Element, etree._Element]]
) -> Iterator[Change]:
    before, after = one.rows(), other.rows()
    found = match(before, after, _identity, lambda row: tuple(_cells(row)))
    for row in found.added:
        cells = _cell_words(" | ".join(_cells(row)))
        n = after.index(row) + 1
        yield other.change(
            "added", Words(f"新增第 {n} 行 {cells.zh}", f"new row {n} {cells.en}"), row
        )
    for row in found.removed:
        cells = _cell_words(" | ".join(_cells(row)))
        n = before.index(row) + 1
        what = Words(f"删除第 {n} 行 {cells.zh}", f"removed row {n} {cells.en}")
        yield other.change("removed", what, row)
    places = {id(column): i for i, column in enumerate(one.columns())}
    new_places = {id(column): i for i, column in enumerate(other.columns())}
    for left, right in found.both:
        for old_column, column in columns:
            cells_ = (_cell(left, places[id(old_column)]), _cell(right, new_places[id(column)]))
            if cells_[0] != cells_[1]:
                n, name = after.index(right) + 1, _column_words(other, column)
                what = Words(f"第 {n} 行{name.zh}", f"row {n}, {name.en}")
                yield other.change("changed", turned(what, *map(_cell_words, cells_)), right)
        if _notes(left) != _notes(right):
            n = after.index(right) + 1
            what = Words(f"第 {n} 行的说明有改动", f"row {n}: description changed")
            yield other.change("changed", what, right)
    for row in found.moved:
        was = before.index(next(a for a, b in found.both if b is row)) + 1
        n = after.index(row) + 1
        what = Words(f"第 {was} 行移到第 {n} 行", f"row {was} is now row {n}")
        yield other.change("changed", what, row)


def _cells(row: etree._Element) -> list[str]:
    return [
        " ".join("".join(str(t) for t in cell.itertext()).split())
        for kind in _ENTRIES
        for cell in _children(row, kind)
    ]


def _cell(row: etree._Element, place: int) -> str:
    cells = _cells(row)
    return cells[place] if place < len(cells) else ""


def _cell_words(text: str) -> Words:
    """Return a cell's FEEL as it stands: it bears quotation marks of its own."""
    return same(quoted(text).zh.strip("“”")) if text else said(None)


def _notes(row: etree._Element) -> list[str | None]:
    return [node.text for node in _children(row, "description")]


def _children(node: etree._Element, kind: str) -> list[etree._Element]:
    return [n for n in node.iterchildren(etree.Element) if local(n) == kind]


def _plain(node: etree._Element, *, but: tuple[str, ...] = (), own: bool = True) -> list[str]:
    """Return texts and attributes inside a node, in order; ids, names and layout not."""
    found = []
    for child in node.iterchildren(etree.Element):
        if local(child) in but + _ELSEWHERE:
            continue
        found += [
            f"{k} {v}" for k, v in sorted((str(k), str(v)) for k, v in child.items()) if k != "id"
        ]
        if (child.text or "").strip():
            found.append((child.text or "").strip())
        found += _plain(child, but=but)
    return found
