"""Every hit policy and aggregator, on one small table."""

import pytest

from engine.dmn import decide, read_model

RULES = [("> 10", '"high"', "3"), ("> 5", '"middle"', "2"), ("> 0", '"low"', "1")]


def table(
    policy: str, column: int, aggregation: str = "", values: str = "", default: str = ""
) -> bytes:
    rules = "".join(
        f"<rule><inputEntry><text><![CDATA[{rule[0]}]]></text></inputEntry>"
        f"<outputEntry><text>{rule[column]}</text></outputEntry></rule>"
        for rule in RULES
    )
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="t" namespace="t">'
        '<inputData id="x" name="x"><variable name="x"/></inputData>'
        '<decision id="d" name="d"><variable name="d"/>'
        '<informationRequirement><requiredInput href="#x"/></informationRequirement>'
        f'<decisionTable hitPolicy="{policy}" aggregation="{aggregation}">'
        "<input><inputExpression><text>x</text></inputExpression></input>"
        f"<output><outputValues><text>{values}</text></outputValues>"
        f"<defaultOutputEntry><text>{default}</text></defaultOutputEntry></output>"
        f"{rules}</decisionTable></decision></definitions>"
    ).encode()


@pytest.mark.parametrize(
    ("policy", "column", "aggregation", "x", "expected"),
    [
        ("UNIQUE", 1, "", 3, "low"),
        ("UNIQUE", 1, "", 7, None),
        ("ANY", 1, "", 3, "low"),
        ("ANY", 1, "", 7, None),
        ("FIRST", 1, "", 20, "high"),
        ("RULE ORDER", 1, "", 20, ["high", "middle", "low"]),
        ("COLLECT", 1, "", 7, ["middle", "low"]),
        ("COLLECT", 2, "SUM", 20, 6),
        ("COLLECT", 2, "MIN", 20, 1),
        ("COLLECT", 2, "MAX", 20, 3),
        ("COLLECT", 2, "COUNT", 20, 3),
        ("COLLECT", 2, "COUNT", -1, 0),
        ("FIRST", 1, "", -1, None),
    ],
)
def test_a_hit_policy_makes_one_result(
    policy: str, column: int, aggregation: str, x: int, expected: object
) -> None:
    model = read_model(table(policy, column, aggregation))

    assert expected == decide(model, "d", {"x": x}).value


@pytest.mark.parametrize(
    ("policy", "expected"),
    [("PRIORITY", "middle"), ("OUTPUT ORDER", ["middle", "low", "high"])],
)
def test_priority_is_the_order_of_the_outputs_values(policy: str, expected: object) -> None:
    model = read_model(table(policy, 1, values='"middle", "low", "high"'))

    assert expected == decide(model, "d", {"x": 20}).value


def test_the_default_answers_when_no_rule_matches() -> None:
    model = read_model(table("UNIQUE", 1, default='"none"'))

    assert decide(model, "d", {"x": -1}).value == "none"


def test_a_result_that_is_not_listed_is_refused() -> None:
    outcome = decide(read_model(table("UNIQUE", 1, values='"high"')), "d", {"x": 3})

    assert outcome.value is None
    assert [finding.code for finding in outcome.findings] == ["output_not_allowed"]
