"""Texts that ask for too much, or for Python; each runs in a process of its own and is measured.

    python -m tests.engine.feel.attacks

prints one JSON row each: text, outcome, CPU seconds, megabytes, and what of Python was asked for.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

from engine.feel import FeelError, evaluate

BIG = "a" * 900_000
FORBIDDEN = frozenset(
    {
        "compile",
        "exec",
        "import",
        "open",
        "os.system",
        "os.exec",
        "subprocess.Popen",
        "ctypes.dlopen",
    }
)


def data() -> dict[str, object]:
    """Return what the texts may read, host objects among it."""
    found: dict[str, object] = {
        "big": BIG,
        "long": list(range(50_000)),
        "wide": {str(n): n for n in range(1000)},
        "thing": object(),
        "code": len,
        "nan": float("nan"),
        "module": sys,
    }
    cycle: list[object] = [found["nan"]]
    cycle.append(cycle)
    return {**found, "cycle": cycle}


def _doubling(first: str, step: str, last: str = "1") -> str:
    steps = ",".join(f"s{n + 1}: {step.format(n)}" for n in range(40))
    return f"{{s0: {first}, {steps}, r: {last}}}.r"


#: What must be stopped by a limit, or refused as no FEEL.
TOO_MUCH = (
    "for x in 1..1000000000 return x",
    "some x in 1..1000000000 satisfies x < 0",
    "every x in 1..1000000000 satisfies x > 0",
    "for x in 1..100000, y in 1..100000 return x * y",
    "count(for x in 1..300, y in 1..300, z in 1..300 return x)",
    "(" * 4900 + "1" + ")" * 4900,
    "[" * 3000,
    "{a:" * 2000,
    "-" * 9000 + "1",
    "not(" * 2000 + "true" + ")" * 2000,
    "if true then " * 700 + "1" + " else 2" * 700,
    "a" + "[1]" * 2000,
    "a" + ".b" * 4000,
    "1" + "=1" * 3000,
    "x" * 10_001,
    "{f: function(n) f(n + 1), r: f(1)}.r",
    "{f: function(n) if n = 0 then 0 else f(n - 1) + f(n - 1), r: f(50)}.r",
    "{f: function(g) g(g), r: f(f)}.r",
    "for i in 1..3 return for j in 1..100000 return for k in 1..100000 return 1",
    _doubling('"aaaaaaaaaa"', "s{0} + s{0}"),
    _doubling("[1, 2]", "concatenate(s{0}, s{0})"),
    _doubling("[1, 2]", "append(s{0}, s{0})", "flatten(s40)"),
    _doubling("[1, 2]", "[s{0}, s{0}]", "string(s40)"),
    _doubling("[1, 2]", "[s{0}, s{0}]", "flatten(s40)"),
    _doubling("[1, 2]", "[s{0}, s{0}]", "s40"),
    _doubling("[1, 2]", "[s{0}, s{0}]", _doubling("[1, 2]", "[s{0}, s{0}]", "s40") + " = s40"),
    _doubling("{a: 1}", "{{a: s{0}, b: s{0}}}", "string(s40)"),
    'replace(big, "a", "bbbbbbbbbb")',
    'split(big, "a")',
    'string join(split(big, ""), "xxxxxxxxxx")',
    'for i in 1..100000 return big + "x"',
    "for i in 1..100000 return upper case(big)",
    "for i in 1..100000 return substring(big, 2)",
    "string join(for i in 1..1000 return big)",
    "for i in 1..100000 return long",
    "for i in 1..100000 return reverse(long)",
    "for x in long return index of(long, x)",
    "for x in long return list contains(long, -1)",
    "long[list contains(long, -item)]",
    "distinct values(for x in long return {a: x})",
    "union(long, for x in long return -x)",
    "sort(long, function(a, b) a > b)",
    "for i in 1..100000 return partial",
    "for i in 1..1000 return get entries(wide)",
    'for i in 1..100000 return context put(wide, "a", i)',
    "for i in 1..100000 return context merge([wide, wide])",
    'for i in 1..20000 return range("[1..2]")',
    'for i in 1..100000 return matches(big, "(a+)+$")',
    "cycle",
    "cycle = cycle",
    "string(cycle)",
    "flatten(cycle)",
)
#: What looks endless but has a small answer, or none.
HARMLESS = (
    'matches(big, "^(a+)+$")',
    'matches(big, "(a|aa)+b")',
    'matches(big, "(.*)(.*)(.*)(.*)(.*)b")',
    'replace(big, "(a*)*b", "")',
    'matches("a", "(((((a{9}){9}){9}){9}){9}){9}")',
    'matches("a", "[")',
    "1" + "**2" * 3000,
    _doubling("[1, 2]", "[s{0}, s{0}]", "s40 = s39"),
    "9 ** 9 ** 9",
    "9 ** 99999999999",
    "exp(1e6)",
    "1e6144 * 10",
    "1e-6143 / 1e6144",
    "factorial(1000000)",
    'number("9" + "9")',
    'date("999999999-12-31")',
    'duration("P999999999999999Y")',
    "decimal(1/3, 100000)",
)
#: What would reach Python if anything could; the answer is null.
ESCAPES = (
    "thing",
    "code",
    "code([])",
    "module",
    "module.modules",
    'module.modules.os.system("true")',
    "nan",
    "nan < 1",
    "thing.__class__",
    "thing.__class__.__base__.__subclasses__()",
    "big.__class__",
    "big.upper",
    "big.format",
    'big.format("{0.__class__}")',
    '"".__class__.__mro__',
    "(1).real",
    "[1].append[1]",
    "[1].__len__()",
    "wide.keys",
    "wide.keys()",
    "wide.__len__",
    'get value(wide, "__class__")',
    'get value(thing, "__dict__")',
    "abs.signatures",
    "abs.__globals__",
    "(function(a) a).frame",
    "(function(a) a).body.__code__",
    '__import__("os")',
    '__builtins__.open("/etc/passwd")',
    'open("/etc/passwd")',
    'eval("1")',
    'exec("import os")',
    'compile("1", "", "eval")',
    "globals()",
    "lambda",
    "self",
    "constructor.constructor",
    '@"2026-01-01".number',
    '@"P1D".total_seconds',
    "[1..2].__dict__",
    "[1..2].start.__class__",
    '(function(a) external {java: {class: "java.lang.Runtime", method signature: "exec"}})(1)',
)
TABLE = {"too much": TOO_MUCH, "harmless": HARMLESS, "escape": ESCAPES}


@dataclass(frozen=True)
class Measured:
    """How one text ended, and what it cost."""

    text: str
    outcome: str
    seconds: float
    megabytes: float
    #: Audit events of the interpreter that no text may cause.
    reached: tuple[str, ...]


def measure(text: str, known: dict[str, object]) -> Measured:
    """Evaluate a text in a child process; its peak of memory counts from where it began."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _in_child(writing, lambda: _measured(text, known))
    os.close(writing)
    with os.fdopen(reading) as answer:
        row = Measured(**json.load(answer))
    os.waitpid(child, 0)
    return row


def _in_child(writing: int, work: Callable[[], Measured]) -> None:
    with os.fdopen(writing, "w") as answer:
        json.dump(asdict(work()), answer)
    os._exit(0)


def _measured(text: str, known: dict[str, object]) -> Measured:
    reached: list[str] = []
    sys.addaudithook(lambda event, _: reached.append(event) if event in FORBIDDEN else None)
    before, started = _peak(), time.process_time()
    try:
        outcome = "null" if evaluate(text, known) is None else "value"
    except FeelError as error:
        outcome = error.code
    seconds, megabytes = time.process_time() - started, _peak() - before
    return Measured(text, outcome, seconds, megabytes, tuple(reached))


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    around = data()
    for kind, texts in TABLE.items():
        for one in texts:
            sys.stdout.write(json.dumps({"kind": kind, **asdict(measure(one, around))}) + "\n")
