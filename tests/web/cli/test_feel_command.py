"""`banjie feel` answers in JSON and points at what is wrong, in both languages."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from web.cli import banjie


def _feel(*arguments: str, data: str = "") -> Result:
    return CliRunner().invoke(banjie, ["feel", *arguments], input=data)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('部门 in ("安监科")', "true"),
        ("amount + 0.2", "0.3"),
        ("-1", "-1"),
        ("[1..3]", "[1..3]"),
        ("nothing", "null"),
        ("today()", '"2026-11-10"'),
        ('{b: duration("P1Y"), a: [1]}', '{"a":[1],"b":"P1Y"}'),
    ],
)
def test_the_value_is_printed_as_json(expression: str, expected: str, tmp_path: Path) -> None:
    data = tmp_path / "data.json"
    data.write_text('{"amount": 0.1, "部门": "安监科"}', "utf-8")

    ran = _feel(expression, "--context", str(data), "--now", "2026-11-10T09:00:00+08:00")

    assert (ran.exit_code, ran.stdout.strip()) == (0, expected)


def test_a_fault_is_shown_where_it_is_in_both_languages() -> None:
    ran = _feel('部门 = "安监科" and (1 >')

    assert ran.exit_code == 1
    assert '部门 = "安监科" and (1 >\n' + " " * 24 + "^" in ran.stderr
    assert "第 20 个字符处" in ran.stderr
    assert "At character 20" in ran.stderr


def test_a_warning_does_not_mix_with_the_result() -> None:
    ran = _feel("金额，科室 = null", "--context", "-", data="{}")

    assert ran.stdout == "true\n"
    assert "全角标点" in ran.stderr
    assert "full-width" in ran.stderr


@pytest.mark.parametrize("data", ["[1]", "{"])
def test_data_must_be_an_object(data: str) -> None:
    ran = _feel("1", "--context", "-", data=data)

    assert ran.exit_code == 1
    assert "JSON" in ran.stderr
