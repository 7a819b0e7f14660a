"""The same answers as the engine that form-js ships, or a difference that is explained here.

Runs where Node is, and the package is installed with the front end.
"""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.bpmn.reading import read_process
from engine.clock import SystemClock
from engine.feel import FeelError, evaluate, to_plain, unary_test
from engine.store import json as exact

HOUSE = Path(__file__).parents[3]
PACKAGE = HOUSE / "web/frontend/node_modules/@bpmn-io/feelin/dist/index.js"
PERMIT = HOUSE / "processes/construction_permit"
CASE = json.loads((HOUSE / "docs/feel-case.json").read_text("utf-8"))

FLOATS = "it reckons in binary fractions"
COERCED = "it compares a number with a text as if both were numbers"
NULL_RANGE = "it says false of null in a range; the standard says null"
NULL_LIST = "it makes null of a filtered null; the standard makes an empty list"
IN_CALLS = "it does not see the fields of an item in the arguments of a call; `item.key` it does"
DURATIONS = "it keeps hours where days were meant, and fractions of months"
NULL_ARGUMENT = "it takes null for a list of one null; the standard refuses it"
NULL_EQUAL = "it says null where null is compared with a list; the standard says false"
BEYOND = "it reads nothing behind the end of a text; the standard says null"

#: Each text on which the two differ on some data, and why.
DIFFERENCES = {
    "0.1 + 0.2 = 0.3": FLOATS,
    'case.application.zjzmj > "10000"': COERCED,
    "case.application.zjzmj in [10000..20000)": NULL_RANGE,
    'case.departments[silence = "consent"].name': NULL_LIST,
    'some a in units[dwlx = "supervision"], b in units[dwlx = "construction"] '
    "satisfies a.dwtyshxydm = b.dwtyshxydm": NULL_LIST,
    "for m in materials[list contains(case.intake_review.defects.material, code)] "
    "return {value: m.code, label: m.name, label_en: m.name_en}": IN_CALLS,
    "if case.round >= 1 then (for m in materials[list contains(case.intake_review.told, code)] "
    "return {value: m.code, label: m.name, label_en: m.name_en}) else (for m in "
    "materials[needed != false] return {value: m.code, label: m.name, label_en: m.name_en})": (
        IN_CALLS
    ),
    "{departments: case.all_departments[list contains(case.chief_review.departments, key)], "
    "site_visit: null}": IN_CALLS,
    "case.departments[list contains(case.chief_review.departments, key)].name": IN_CALLS,
    "amount in [1000..5000)": NULL_RANGE,
    "amount in (< 10, > 100)": NULL_RANGE,
    "count(rows[area > 100])": NULL_LIST,
    'rows[name = "甲"].area': NULL_LIST,
    'codes[item = "b"]': NULL_LIST,
    'codes = ["a", "b"]': NULL_EQUAL,
    'concatenate(codes, ["d"])': NULL_ARGUMENT,
    "substring(department, 1, 2)": BEYOND,
    "(today() - date(case.accepted_on)).days": DURATIONS,
    "years and months duration(date(case.application.jhkgrq), "
    "date(case.application.jhjgrq)).months": DURATIONS,
}

#: What designers write in forms; each is asked on every data below.
CONDITIONS = """
amount > 3000
amount >= 3000 and department in ("质监科", "安监科")
amount > 3000 or missing = true
not(flag)
flag != true
flag = true and amount != null
missing = null
missing != null
missing.deeper.still = null
department = ""
department = null or department = ""
string length(department) > 2
contains(department, "监")
starts with(department, "质")
upper case("abc") = "ABC"
matches(department, "^质.*科$")
replace(department, "科", "室")
substring(department, 1, 2)
department in ("质监科")
department in (missing, "质监科")
amount between 1000 and 5000
amount in [1000..5000)
amount in (< 10, > 100)
if amount > 10 then "大" else "小"
if missing then 1 else 2
if flag then amount else 0
amount + 1
amount - 0.5
amount * 2 / 3
amount ** 2
-amount
2 ** 3 ** 2
missing + 1
"a" + "b"
"a" + department
count(rows)
count(rows[area > 100])
rows[1].name
rows[-1].name
rows.area
sum(rows.area)
max(rows.area)
min(rows.area)
mean(rows.area)
rows[name = "甲"].area
some row in rows satisfies row.area > 200
every row in rows satisfies row.area > 0
some row in rows satisfies row.nothing = 1
for row in rows return row.area * 2
for i in 1..3 return i * i
list contains(codes, "a")
list contains(codes, missing)
append(codes, "c")
concatenate(codes, ["d"])
distinct values(["a", "b", "a"])
index of(codes, "b")
reverse(codes)
sort(rows.area, function(a, b) a > b)
string join(codes, "、")
codes[1]
codes[item = "b"]
codes = ["a", "b"]
date(day) > date("2026-01-01")
date(day) < date("2026-01-01")
date(day).year
date(day).month
date("2026-02-30")
date(day) = date("2026-03-02")
date and time("2026-03-02T10:00:00Z") < date and time("2026-03-02T10:00:01Z")
duration("P1D") < duration("P2D")
{a: 1, b: a + 1}.b
get value({a: 1}, "a")
context put({a: 1}, "b", 2)
number("12.5")
string(1.5)
floor(1.5)
ceiling(1.5)
round half up(2.5, 0)
abs(-3)
modulo(7, 3)
true and missing
false and missing
true or missing
amount = "3000"
""".strip().splitlines()
TESTS = ["3000", "> 100", "< 10, > 20", '"a", "b"', "not(3000)", "[1..5000]", "null", "-", "? > 1"]
DATA: tuple[dict[str, Any], ...] = (
    {
        "amount": 3000,
        "department": "质监科",
        "flag": True,
        "rows": [{"name": "甲", "area": 120.5}, {"name": "乙", "area": 300}],
        "codes": ["a", "b"],
        "day": "2026-03-02",
    },
    {"amount": 0, "department": "", "flag": False, "rows": [], "codes": [], "day": "2025-12-31"},
    {"amount": None, "department": None, "flag": None},
)


def _of_permit() -> Iterator[str]:
    process = read_process((PERMIT / "process.bpmn").read_bytes())
    for element in process.elements.values():
        properties = [text for text in element.properties.values() if text.startswith("=")]
        yield from filter(None, (element.expression, *properties, *element.loop.values()))
    yield from filter(None, (flow.condition for flow in process.flows))
    for form in sorted(PERMIT.glob("forms/*.form")):
        yield from _in_form(json.loads(form.read_text("utf-8")), "")


def _in_form(part: Any, key: str) -> Iterator[str]:
    if isinstance(part, dict):
        for name, inner in part.items():
            yield from _in_form(inner, name)
    elif isinstance(part, list):
        for inner in part:
            yield from _in_form(inner, key)
    elif isinstance(part, str) and (part.startswith("=") or key.endswith("_when")):
        yield part


def _of_page() -> list[str]:
    page = (HOUSE / "docs/feel.md").read_text("utf-8")
    return re.findall(r"^\| `([^`]+)` \| `[^`]+` \| (?!`)", page, re.MULTILINE)


def _asked() -> list[dict[str, Any]]:
    """Return every question to both engines."""
    around = {
        **CASE,
        "materials": [{"code": "contract", "needed": True, "state": "supplied"}],
        "applicant": {"credit_grade": "A"},
        "result": "promise",
    }
    of_cases = [" ".join(text.removeprefix("=").split()) for text in (*_of_permit(), *_of_page())]
    values = [(text, data) for text in of_cases for data in (around, {"case": {}})]
    values += [(text, data) for text in CONDITIONS for data in DATA]
    return [
        *({"kind": "value", "text": text, "context": data} for text, data in values),
        *(
            {"kind": "test", "text": test, "context": {"?": data["amount"]}}
            for test in TESTS
            for data in DATA
        ),
    ]


def _ours(question: dict[str, Any]) -> object:
    now, text = SystemClock().now(), question["text"]
    context = exact.loads(json.dumps(question["context"]))
    try:
        if question["kind"] == "test":
            return unary_test(text, context.pop("?"), context) is True
        return to_plain(evaluate(text, context, now=now, zone="UTC"))
    except FeelError:
        return "error"


def _agree(ours: Any, theirs: Any) -> bool:
    if isinstance(ours, list) and isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(_agree, ours, theirs))
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return ours.keys() == theirs.keys() and all(_agree(ours[k], theirs[k]) for k in ours)
    if isinstance(ours, str) and isinstance(theirs, str):
        return ours == theirs.removesuffix("T00:00:00")  # to it a day is its first moment
    if isinstance(ours, bool | None) or isinstance(theirs, bool | str | None):
        return ours is theirs
    return abs(float(ours) - float(theirs)) < 1e-9


@pytest.fixture(scope="module")
def differing() -> dict[str, tuple[object, object]]:
    """Return each text on which the engines differ, with both answers."""
    node = shutil.which("node")
    if node is None or not PACKAGE.exists():
        pytest.skip("no Node, or the front end's packages are not installed")
    asked = _asked()
    ran = subprocess.run(
        [node, str(Path(__file__).parent / "feelin.mjs"), str(PACKAGE)],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
    )
    pairs = zip(asked, map(_ours, asked), json.loads(ran.stdout), strict=True)
    return {
        question["text"]: (ours, theirs.get("value", "error"))
        for question, ours, theirs in pairs
        if not _agree(ours, theirs.get("value", "error"))
    }


def test_every_difference_is_explained(differing: dict[str, tuple[object, object]]) -> None:
    assert {text: both for text, both in differing.items() if text not in DIFFERENCES} == {}


def test_every_explanation_is_needed(differing: dict[str, tuple[object, object]]) -> None:
    assert sorted(DIFFERENCES.keys() - differing.keys()) == []
