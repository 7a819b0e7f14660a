"""Boxed expressions of every kind."""

import pytest

from engine.dmn import decide, read_model


def text(expression: str) -> str:
    return f"<literalExpression><text><![CDATA[{expression}]]></text></literalExpression>"


def model_of(logic: str, kind: str = "") -> bytes:
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="m">'
        '<inputData id="x" name="x"><variable name="x"/></inputData>'
        f'<decision id="d" name="d"><variable name="d" typeRef="{kind}"/>'
        '<informationRequirement><requiredInput href="#x"/></informationRequirement>'
        f"{logic}</decision></definitions>"
    ).encode()


def entry(name: str, logic: str) -> str:
    return f'<contextEntry><variable name="{name}"/>{logic}</contextEntry>'


def last(logic: str) -> str:
    return f"<contextEntry>{logic}</contextEntry>"


ADD = (
    '<functionDefinition><formalParameter name="a" typeRef="number"/>'
    f'<formalParameter name="b" typeRef="number"/>{text("a + b")}</functionDefinition>'
)


CALL = (
    f'<invocation>{text("add")}<binding><parameter name="b"/>{text("1")}</binding>'
    f'<binding><parameter name="a"/>{text("x")}</binding></invocation>'
)


@pytest.mark.parametrize(
    ("logic", "expected"),
    [
        (f"<context>{entry('a', text('x'))}{entry('b', text('a + 1'))}</context>",
         {"a": 3, "b": 4}),
        (f"<context>{entry('a', text('x'))}{last(text('a * 2'))}</context>", 6),
        (f"<list>{text('x')}{text('x + 1')}</list>", [3, 4]),
        ('<relation><column name="a"/><column name="b c"/>'
         f"<row>{text('1')}{text('x')}</row><row>{text('2')}{text('null')}</row></relation>",
         [{"a": 1, "b c": 3}, {"a": 2, "b c": None}]),
        (f"<context>{entry('add', ADD)}{last(CALL)}</context>", 4),
        (f"<conditional><if>{text('x > 2')}</if><then>{text('1')}</then><else>{text('2')}</else>"
         "</conditional>", 1),
        (f"<filter><in>{text('[1, 4, x]')}</in><match>{text('item >= x')}</match></filter>",
         [4, 3]),
        (f'<for iteratorVariable="i"><in>{text("[1, 2]")}</in>'
         f"<return>{text('i * x + count(partial)')}</return></for>", [3, 7]),
        (f'<some iteratorVariable="i"><in>{text("[1, x]")}</in>'
         f"<satisfies>{text('i > 2')}</satisfies></some>", True),
        (f'<every iteratorVariable="i"><in>{text("[1, x]")}</in>'
         f"<satisfies>{text('i > 2')}</satisfies></every>", False),
    ],
    ids=["context", "result", "list", "relation", "invocation", "conditional", "filter", "for",
         "some", "every"],
)  # fmt: skip
def test_a_box_has_its_value(logic: str, expected: object) -> None:
    assert expected == decide(read_model(model_of(logic)), "d", {"x": 3}).value


@pytest.mark.parametrize(
    ("kind", "expression", "expected", "codes"),
    [
        ("number", "[x]", 3, []),
        ("string", "string(x)", "3", []),
        ("string", "x", None, ["output_type"]),
        ("date and time", 'string(@"2026-01-01") != null', None, ["output_type"]),
    ],
)
def test_a_result_is_taken_as_its_type_wants(
    kind: str, expression: str, expected: object, codes: list[str]
) -> None:
    outcome = decide(read_model(model_of(text(expression), kind)), "d", {"x": 3})

    assert expected == outcome.value
    assert codes == [finding.code for finding in outcome.findings]
