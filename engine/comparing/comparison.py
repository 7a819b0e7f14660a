"""The whole comparison of two versions of a matter: every file, each by what it holds."""

import json
import tomllib
from collections.abc import Callable, Iterator, Mapping

from lxml import etree

from engine import shared
from engine.bpmn.drawing import Unreadable, parse_xml

from .change import Change, Names, Words, noun
from .decisions import decision_changes
from .diagram import diagram_changes
from .forms import FORM, form_changes
from .limits import limit_changes
from .matter import matter_changes
from .side import DIAGRAM, LIMITS, MATTER, Side
from .texts import text_changes

#: In the order a designer reads them.
PARTS = ("diagram", "form", "table", "limit", "material", "document", "guide", "matter")


def compare(
    old: Mapping[str, bytes], new: Mapping[str, bytes], names: Names | None = None
) -> list[Change]:
    """Return what differs between two versions' files, by part, in the words of a designer.

    Limits are compared as `limits.toml` of each side has them. A file that cannot be read is
    reported as such; nothing is raised.
    """
    one, other = (Side(unfolded(files), names or Names()) for files in (old, new))
    found: list[Change] = []
    for path in [*other.files, *(p for p in one.files if p not in other.files)]:
        if one.files.get(path) != other.files.get(path):
            found += _file(one, other, path)
    return sorted(found, key=lambda change: PARTS.index(change.part))


def unfolded(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Return files as the program reads them, what they share included; as they are if it fails."""
    try:
        return shared.unfold(files)
    except (Unreadable, KeyError, tomllib.TOMLDecodeError):
        return files


def _file(one: Side, other: Side, path: str) -> Iterator[Change]:
    old, new = one.files.get(path), other.files.get(path)
    whole = path in (LIMITS, MATTER)
    if (old is None or new is None) and not whole:
        yield _came(one, other, path)
        return
    if not (_is_readable(path, old or b"") and _is_readable(path, new or b"")):
        what = Words("文件读不懂，不能比较", "cannot be read, so not compared")
        yield Change(part_of(path), "changed", what, _named(other, path), path=path)
        return
    found = list(_differences(one, other, path))
    yield from found
    if not found:
        yield _nothing_said(other, path, old or b"", new or b"")


def part_of(path: str) -> str:
    """Return the part a file belongs to."""
    if path == LIMITS:
        return "limit"
    if path.startswith("documents/"):
        return "document"
    if path.startswith("guide"):
        return "guide"
    ends = {".bpmn": "diagram", ".form": "form", ".dmn": "table"}
    return next((part for end, part in ends.items() if path.endswith(end)), "matter")


def _differences(one: Side, other: Side, path: str) -> Iterator[Change]:
    part = part_of(path)
    if path == DIAGRAM:
        yield from diagram_changes(one, other)
    elif path == MATTER:
        yield from matter_changes(one, other)
    elif part == "form":
        yield from form_changes(one, other, path)
    elif part == "table":
        yield from decision_changes(one, other, path)
    elif part == "limit":
        yield from limit_changes(one, other)
    else:
        place, old, new = _named(other, path), one.files[path], other.files[path]
        yield from text_changes(part, path, place, old, new)


def _named(side: Side, path: str) -> Words:
    """Return how a designer calls a file."""
    name = path.rpartition("/")[2]
    if path.startswith("guide"):
        return Words("英文办事指南" if ".en" in path else "办事指南", "guide" + _english(path))
    if path.startswith("documents/"):
        return noun(Words("文书模板", "template of"), _template(side, name))
    if part_of(path) == "form":
        return noun(FORM, side.form(name.removesuffix(".form")))
    if part_of(path) == "table":
        root = side.xml(path)
        title = (root.get("name") if root is not None else None) or name
        return noun(Words("决策表", "table"), Words(title, title))
    known = {
        DIAGRAM: Words("流程图", "diagram"),
        MATTER: Words("事项要素", "the matter"),
        LIMITS: Words("时限", "limits"),
        "samples.toml": Words("样例数据", "sample data"),
    }
    return known.get(path, noun(Words("文件", "file"), Words(path, path)))


def _english(path: str) -> str:
    return " in English" if ".en" in path else ""


def _template(side: Side, name: str) -> Words:
    for key, row in side.matter.get("documents", {}).items():
        if isinstance(row, Mapping) and row.get("template") == name:
            return side.document(key)
    return Words(name, name)


def _came(one: Side, other: Side, path: str) -> Change:
    is_new = path not in one.files
    name = _named(other if is_new else one, path)
    verb = Words("新增", "New") if is_new else Words("删除", "Removed")
    what = Words(f"{verb.zh}{name.zh}", f"{verb.en} {name.en}")
    return Change(part_of(path), "added" if is_new else "removed", what, path=path)


def _is_readable(path: str, content: bytes) -> bool:
    try:
        _meaning(path, content)
    except (ValueError, Unreadable):
        return False
    return True


def _meaning(path: str, content: bytes) -> object:
    """Return what a file says without comments and layout of its text; raises ValueError."""
    end = path.rpartition(".")[2]
    readers: dict[str, Callable[[bytes], object]] = {
        "bpmn": _xml,
        "dmn": _xml,
        "form": json.loads,
        "toml": lambda text: tomllib.loads(text.decode()),
        "md": lambda text: text.split(),
    }
    return readers.get(end, bytes)(content)


def _xml(content: bytes) -> bytes:
    root = parse_xml(content)
    for node in root.iter(etree.Element):
        node.text = (node.text or "").strip() or None
        node.tail = None
    return etree.tostring(root, method="c14n", with_comments=False)


def _nothing_said(side: Side, path: str, old: bytes, new: bytes) -> Change:
    """Say that a file differs where nothing of what it says was found to."""
    if _meaning(path, old) == _meaning(path, new):
        what = Words("只有排版或注释不同", "only its layout or comments differ")
        return Change(part_of(path), "moved", what, _named(side, path), path=path)
    what = Words("有其他改动", "other changes")
    return Change(part_of(path), "changed", what, _named(side, path), path=path)
