"""Values found when asked for: once, and not before."""

from datetime import UTC, datetime

from engine.lazy import LateMapping, LazyMapping
from forms.context import FormContext
from forms.scope import root_scope

NOW = datetime(2026, 9, 24, 1, tzinfo=UTC)


def test_a_value_is_found_when_first_asked_for_and_once() -> None:
    asked: list[str] = []
    values = LazyMapping({"case": 1}, {"people": lambda: asked.append("people") or "found"})

    assert "people" in values
    assert set(values) == {"case", "people"}
    assert asked == []
    assert [values["people"], values["people"], values["case"]] == ["found", "found", 1]
    assert asked == ["people"]


def test_a_late_mapping_is_read_whole_and_once() -> None:
    reads: list[int] = []
    names = LateMapping(lambda: reads.append(1) or {"a": "A", "b": "B"})

    assert reads == []
    assert (names["a"], names.get("c"), len(names), reads) == ("A", None, 2, [1])


def test_a_minus_in_an_expression_reads_no_register() -> None:
    asked: list[str] = []
    variables = LazyMapping({}, {"people": lambda: asked.append("people") or []})
    scope = root_scope(FormContext(now=NOW, variables=variables), "form", {"a": 3, "b": 1})

    assert scope.value("a - b") == 2
    assert asked == []
    assert scope.value("count(people) - b") == -1
    assert asked == ["people"]
