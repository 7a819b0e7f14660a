"""Evaluate texts: the entry points of the package, and the cache of compiled texts."""

import threading
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.feel.budget import DEFAULT_ZONE, MAX_DEPTH, Frame, Run
from engine.feel.compiler import Compiler
from engine.feel.compiler.tests import input_frame
from engine.feel.errors import LimitExceeded
from engine.feel.free_names import Used, names_used
from engine.feel.host import Functions
from engine.feel.names import (
    candidates,
    full_width_warnings,
    is_special,
    known_special,
    words_of,
)
from engine.feel.parser import parse, parse_unary_tests
from engine.feel.token_reader import checked_tokens
from engine.feel.values import Code, admit, export
from engine.feel.warnings import Warning

CACHE_SIZE = 4096  # texts
_PLAIN = frozenset({bool, type(None), str})


@dataclass(frozen=True, slots=True)
class Compiled:
    """An expression ready to run, as often as wanted and in any thread."""

    text: str
    code: Code
    used: Used
    warnings: tuple[Warning, ...]

    @property
    def names(self) -> frozenset[tuple[str, ...]]:
        """The paths that are read from the context, each a tuple such as `("case", "amount")`."""
        return self.used.paths

    @property
    def calls(self) -> frozenset[str]:
        """The names that are called and are no functions of the standard."""
        return self.used.calls

    def run(self, run: Run, frame: Frame | None = None) -> object:
        """Return the FEEL value; raise FeelError."""
        if run.warnings is not None:
            for warning in self.warnings:
                run.warn(warning)
        try:
            return self.code(run, frame)
        except RecursionError:
            raise LimitExceeded("depth", MAX_DEPTH) from None


class _Known:
    """A text seen before: what could be a special name in it, and a version for each choice."""

    __slots__ = ("candidates", "plain", "versions")

    def __init__(self, wanted: frozenset[str]) -> None:
        self.candidates = wanted
        self.plain: Compiled | None = None
        self.versions: dict[frozenset[str], Compiled] = {}


class _Cache:
    """Remember compiled texts of one kind; reading takes no lock."""

    def __init__(self, build: Callable[[str, frozenset[str]], Compiled]) -> None:
        self._build = build
        self._texts: dict[str, _Known] = {}
        self._lock = threading.Lock()

    def find(self, text: str, context: Mapping[str, object]) -> Compiled:
        """Return the text compiled for the names in `context`."""
        known = self._texts.get(text)
        if known is None:
            known = self._add(text)
        if known.plain is not None:
            return known.plain
        return self._version(known, text, known_special(context, known.candidates))

    def find_for(self, text: str, names: Collection[str]) -> Compiled:
        """Return the text compiled for names given as such."""
        known = self._texts.get(text) or self._add(text)
        special = frozenset(filter(_is_special, names))
        if known.plain is not None and not special:
            return known.plain
        return self._version(known, text, special)

    def _add(self, text: str) -> _Known:
        known = _Known(candidates(text, checked_tokens(text)))
        if not known.candidates:
            known.plain = self._build(text, frozenset())
        with self._lock:
            if len(self._texts) >= CACHE_SIZE:
                for old in list(self._texts)[: CACHE_SIZE // 2]:
                    del self._texts[old]
            return self._texts.setdefault(text, known)

    def _version(self, known: _Known, text: str, special: frozenset[str]) -> Compiled:
        found = known.versions.get(special)
        if found is None:
            found = self._build(text, special)
            if len(known.versions) < _VERSIONS:
                known.versions[special] = found
        return found


def _is_special(name: str) -> bool:
    return is_special(words_of(name))


_VERSIONS = 32  # of one text, each for other special names


def _build_expression(text: str, special: frozenset[str]) -> Compiled:
    tree = parse(text, special)
    warnings = tuple(full_width_warnings(checked_tokens(text)))
    return Compiled(text, Compiler().code(tree), names_used(tree), warnings)


def _build_nested(text: str, special: frozenset[str]) -> Compiled:
    tree = parse(text, special)
    warnings = tuple(full_width_warnings(checked_tokens(text)))
    return Compiled(text, Compiler(locals_in_scope=True).code(tree), names_used(tree), warnings)


def _build_tests(text: str, special: frozenset[str]) -> Compiled:
    tree = parse_unary_tests(text, special)
    warnings = tuple(full_width_warnings(checked_tokens(text)))
    return Compiled(text, Compiler(locals_in_scope=True).code(tree), names_used(tree), warnings)


_EXPRESSIONS = _Cache(_build_expression)
_NESTED = _Cache(_build_nested)
_TESTS = _Cache(_build_tests)


def compile_expression(text: str, names: Collection[str] = frozenset()) -> Compiled:
    """Return the compiled expression; `names` need only hold those with signs or keywords.

    Raises FeelSyntaxError or LimitExceeded.
    """
    return _EXPRESSIONS.find_for(text, names)


def compile_nested(text: str, names: Collection[str] = frozenset()) -> Compiled:
    """Return an expression that is to run inside a frame; raise as `compile_expression`."""
    return _NESTED.find_for(text, names)


def compile_unary_tests(text: str, names: Collection[str] = frozenset()) -> Compiled:
    """Return compiled unary tests (run them with `unary_test`); raise as `compile_expression`."""
    return _TESTS.find_for(text, names)


def evaluate(
    text: str,
    context: Mapping[str, object],
    *,
    now: datetime | None = None,
    functions: Functions | None = None,
    warnings: list[Warning] | None = None,
    zone: str = DEFAULT_ZONE,
) -> object:
    """Return the value of an expression as Python data (see `values.export`).

    `context` is read as far as the expression asks. `now` (aware) answers `now()` and `today()`,
    the day being that of `zone`. `functions` can be called by name. Warnings are appended to
    `warnings`. Raises FeelError: FeelSyntaxError, LimitExceeded, HostFunctionError.
    """
    run = Run(context, now, functions, warnings, zone)
    result = _EXPRESSIONS.find(text, context).run(run)
    return result if type(result) in _PLAIN else export(run, result)


def unary_test(
    text: str,
    value: object,
    context: Mapping[str, object],
    *,
    now: datetime | None = None,
    functions: Functions | None = None,
    warnings: list[Warning] | None = None,
    zone: str = DEFAULT_ZONE,
) -> bool | None:
    """Return whether `value` passes unary tests such as `< 10, [20..30]`; raise as `evaluate`."""
    run = Run(context, now, functions, warnings, zone)
    frame = input_frame(admit(run, value))
    result = _TESTS.find(text, context).run(run, frame)
    return result if isinstance(result, bool) else None
