"""Run a folder of the DMN standard's test kit: models beside files of cases with expected values.

    python tests/engine/dmn/kit.py FOLDER [PREFIX ...]

prints passes by folder and the misses of folders that begin with PREFIX, and writes var/tck.json.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from lxml import etree

from engine.dmn import InvalidDecision, Model, decide, read_model
from engine.feel import FeelError, iso, to_plain
from engine.feel.temporal import from_date, from_datetime, from_time
from engine.feel.temporal import from_timedelta as from_span
from engine.feel.values import number

XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
CLOSE = Decimal("1e-8")  # the kit's own tolerance
NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Result:
    """One expected value and what was found."""

    level: str
    folder: str
    id: str
    result: str
    expected: str
    got: str
    passed: bool
    is_null: bool


def run_kit(root: Path) -> Iterator[Result]:
    """Yield the result of every case in a kit, or in any folder that holds some."""
    for folder in sorted({path.parent for path in root.rglob("*.dmn")}):
        yield from run_folder(folder)


def run_folder(folder: Path) -> Iterator[Result]:
    """Yield the results of one folder."""
    models = _models(folder)
    for path in sorted(folder.glob("*.xml")):
        cases = etree.parse(str(path)).getroot()
        if _kind(cases) != "testCases":
            continue
        name = cases.findtext("{*}modelName") or ""
        for case in cases.iter("{*}testCase"):
            yield from _run_case(folder, case, models.get(name.strip()))


def _models(folder: Path) -> dict[str, Model]:
    """Return the folder's models by file name, each knowing those it imports."""
    files = {path.name: path.read_bytes() for path in sorted(folder.glob("*.dmn"))}
    known: dict[str, Model] = {}
    models: dict[str, Model] = {}
    for _ in range(3):  # imports may go two levels deep
        for name, xml in files.items():
            models[name] = read_model(xml, known)
        known = {model.namespace: model for model in models.values()}
    return models


def _run_case(folder: Path, case: etree._Element, model: Model | None) -> Iterator[Result]:
    inputs = {node.get("name", ""): read_value(node) for node in case.findall("{*}inputNode")}
    service = case.get("invocableName") if case.get("type") == "decisionService" else None
    for node in case.findall("{*}resultNode"):
        expected_node = node.find("{*}expected")
        expected = None if expected_node is None else read_value(expected_node)
        got = _decide(model, service or node.get("name", ""), inputs)
        if service and isinstance(got, dict) and node.get("name") in got:
            got = got[node.get("name")]
        yield Result(
            folder.parent.name, folder.name, case.get("id", ""), node.get("name", ""),
            repr(expected), repr(got), agree(expected, got), expected is None,
        )  # fmt: skip


def _decide(model: Model | None, key: str, inputs: dict[str, object]) -> object:
    if model is None:
        return "no model"
    try:
        return decide(model, key, inputs, now=NOW).value
    except (FeelError, InvalidDecision) as error:
        return error


def agree(expected: object, got: object) -> bool:
    """Tell whether a value is what the kit expects; an error counts as null."""
    if expected is None:
        return got is None or isinstance(got, (FeelError, InvalidDecision))
    if isinstance(expected, Decimal) and isinstance(got, Decimal):
        return abs(expected - got) <= CLOSE * max(1, abs(expected))
    if isinstance(expected, list) and isinstance(got, list):
        return len(expected) == len(got) and all(map(agree, expected, got))
    if isinstance(expected, dict) and isinstance(got, dict):
        return expected.keys() == got.keys() and all(
            agree(value, got[key]) for key, value in expected.items()
        )
    return type(_own(expected)) is type(_own(got)) and _own(expected) == _own(got)


def _own(value: object) -> object:
    """Return moments and durations in FEEL's own kinds, whoever made them."""
    if isinstance(value, datetime):
        return from_datetime(value)
    for kind, take in ((date, from_date), (time, from_time), (timedelta, from_span)):
        if isinstance(value, kind):
            return take(value)
    return value


def read_value(node: etree._Element) -> object:
    """Return the value of a node that holds a `value`, a `list` or `component`s."""
    if node.get(f"{XSI}nil") == "true":
        return None
    parts = [child for child in node if _kind(child) in ("value", "list", "component")]
    if not parts:
        return None
    if _kind(parts[0]) == "component":
        return {part.get("name", ""): read_value(part) for part in parts}
    if parts[0].get(f"{XSI}nil") == "true":
        return None
    if _kind(parts[0]) == "list":
        return [read_value(item) for item in parts[0] if _kind(item) == "item"]
    return _read_scalar(parts[0])


def _read_scalar(node: etree._Element) -> object:
    text = node.text or ""
    kind = (node.get(f"{XSI}type") or "string").rpartition(":")[2]
    if kind == "boolean":
        return text.strip() in ("true", "1")
    if kind in ("decimal", "double", "integer", "int", "float", "long"):
        return number(text.strip())
    readers = {
        "date": iso.parse_date,
        "time": iso.parse_time,
        "dateTime": iso.parse_date_time,
        "duration": iso.parse_duration,
    }
    return readers[kind](text.strip()) if kind in readers else text


def _kind(node: etree._Element) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def summary(results: list[Result]) -> dict[str, tuple[int, int]]:
    """Return passes and totals by level, then over all, for all cases and for expected values."""
    passed, total = Counter[str](), Counter[str]()
    for result in results:
        keys = [result.level, "all"]
        keys += [] if result.is_null else [f"{result.level} non-null", "all non-null"]
        total.update(keys)
        if result.passed:
            passed.update(keys)
    return {key: (passed[key], total[key]) for key in sorted(total)}


def main(root: Path, prefixes: list[str]) -> None:
    """Run, print and write the report."""

    def write(line: str) -> None:
        sys.stdout.write(line + "\n")

    results = list(run_kit(root))
    folders = Counter((r.folder, r.passed) for r in results)
    for folder in sorted({r.folder for r in results}):
        good, bad = folders[folder, True], folders[folder, False]
        if bad:
            write(f"{good:5}/{good + bad:<5} {folder}")
    for r in results:
        if not r.passed and any(r.folder.startswith(prefix) for prefix in prefixes):
            write(f"{r.folder} {r.id} {r.result}\n   expected {r.expected}\n   got      {r.got}")
    for key, (good, of) in summary(results).items():
        write(f"{key:32} {good:5}/{of:<5} {good / of:.1%}")
    Path("var").mkdir(exist_ok=True)
    report = [to_plain(asdict(result)) for result in results]
    Path("var/tck.json").write_text(json.dumps(report, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
