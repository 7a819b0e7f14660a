"""Run a folder of the DMN standard's test kit: models beside files of cases with expected values.

    python -m tests.engine.dmn.kit FOLDER [REPORT]

prints passes by folder and by level, each miss with its reason, and writes REPORT (var/tck.json).
A folder that is not there is said loudly and skipped.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from lxml import etree

from engine.dmn import InvalidDecision, Model, decide, read_model
from engine.dmn.model import FunctionLogic, Logic
from engine.feel import FeelError, Warning, iso
from engine.feel.temporal import from_date, from_datetime, from_time
from engine.feel.temporal import from_timedelta as from_span
from engine.feel.values import number

XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
CLOSE = Decimal("1e-8")  # the kit's own tolerance
#: Where the kit lies beside the repository.
DEFAULT = Path("../shared/dmn-tck")
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
    #: Why the case is missed, empty if it is passed.
    reason: str


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
            with suppress(InvalidDecision):
                models[name] = read_model(xml, known)
        known = {model.namespace: model for model in models.values()}
    return models


def _run_case(folder: Path, case: etree._Element, model: Model | None) -> Iterator[Result]:
    inputs = {node.get("name", ""): read_value(node) for node in case.findall("{*}inputNode")}
    service = case.get("invocableName") if case.get("type") == "decisionService" else None
    for node in case.findall("{*}resultNode"):
        name = node.get("name", "")
        expected_node = node.find("{*}expected")
        expected = None if expected_node is None else read_value(expected_node)
        got, said = _decide(model, service or name, inputs)
        if service and isinstance(got, dict) and name in got:
            got = got[name]
        passed = agree(expected, got)
        yield Result(
            level=folder.parent.name,
            folder=folder.name,
            id=case.get("id", ""),
            result=name,
            expected=repr(expected),
            got=repr(got),
            passed=passed,
            is_null=expected is None,
            reason="" if passed else said or "another value",
        )


def _decide(model: Model | None, key: str, inputs: dict[str, object]) -> tuple[object, str]:
    """Return a decision's value and what the engine said about it."""
    if model is None:
        return None, "the model that the cases name is not in the folder"
    warnings: list[Warning] = []
    try:
        outcome = decide(model, key, inputs, now=NOW, warnings=warnings)
    except (FeelError, InvalidDecision) as error:
        return error, f"{error.code}: {error.en}"
    except Exception as error:  # a fault of ours must not hide the results of other cases
        return error, f"CRASH {error!r}"
    foreign = sorted(kind for kind in functions_not_run(model))
    said = [f"functions of kind {kind} are not run" for kind in foreign]
    return outcome.value, "; ".join(
        [*said, *(found.en for found in outcome.findings), *(found.en for found in warnings)]
    )


def functions_not_run(model: Model) -> set[str]:
    """Return the kinds of function in a model that are neither FEEL nor run: Java, PMML."""
    kinds: set[str] = set()
    for element in model.elements.values():
        logic = getattr(element, "function", None) or getattr(element, "logic", None)
        kinds |= {part.kind for part in _logic_in(logic) if isinstance(part, FunctionLogic)}
    return kinds - {"FEEL"}


def _logic_in(value: object) -> Iterator[Logic]:
    if isinstance(value, Logic):
        yield value
        for field in fields(value):
            yield from _logic_in(getattr(value, field.name))
    elif isinstance(value, tuple):
        for part in value:
            yield from _logic_in(part)


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


def main(root: Path, report: Path) -> int:
    """Run, print and write the report; return the exit code."""
    if not root.is_dir():
        _write(f"!!! 没有测试集 {root}：DMN 标准的用例没有运行。")
        _write(f"!!! NO KIT at {root}: the standard's cases did NOT run.")
        return 0 if root == DEFAULT else 2
    results = list(run_kit(root))
    if not results:
        _write(f"!!! {root} 中没有用例 / holds no cases")
        return 2
    for line in lines(results):
        _write(line)
    report.parent.mkdir(parents=True, exist_ok=True)
    rows = [asdict(result) for result in results]
    report.write_text(json.dumps(rows, ensure_ascii=False, indent=1), "utf-8")
    _write(f"-> {report}")
    return 0


def lines(results: list[Result]) -> Iterator[str]:
    """Yield the report for people: folders, then misses, then passes by level and over all."""
    places = Counter((result.level, result.folder) for result in results)
    passed = Counter((result.level, result.folder) for result in results if result.passed)
    for (level, folder), total in sorted(places.items()):
        yield f"{passed[level, folder]:5}/{total:<5} {level}/{folder}"
    misses = [result for result in results if not result.passed]
    yield f"\n{len(misses)} missed"
    for miss in misses:
        yield f"{miss.level}/{miss.folder} {miss.id} {miss.result}: {miss.reason}"
        yield f"   expected {miss.expected}\n   got      {miss.got}"
    yield ""
    for key, (good, of) in summary(results).items():
        yield f"{key:32} {good:5}/{of:<5} {good / of:.1%}"


def _write(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    given = [Path(argument) for argument in sys.argv[1:]]
    sys.exit(main(given[0] if given else DEFAULT, *given[1:2] or [Path("var/tck.json")]))
