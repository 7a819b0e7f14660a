"""Capital figures (大写) as the rules for notes and bills write them."""

from decimal import Decimal

import pytest

from forms.masking import mask
from forms.money import capital_wan, capital_yuan


@pytest.mark.parametrize(
    ("yuan", "expected"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("10", "壹拾元整"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("100010", "壹拾万零壹拾元整"),
        ("1010000", "壹佰零壹万元整"),
        ("100000001", "壹亿零壹元整"),
        ("315608000", "叁亿壹仟伍佰陆拾万捌仟元整"),
        ("20000000000", "贰佰亿元整"),
        ("1200000000000", "壹万贰仟亿元整"),
        ("1000100000000", "壹万零壹亿元整"),
        ("-12", "负壹拾贰元整"),
        ("10000000000000000", ""),
    ],
)
def test_an_amount_has_its_capital_figures(yuan: str, expected: str) -> None:
    assert capital_yuan(Decimal(yuan)) == expected


def test_an_amount_of_wan_is_said_in_yuan() -> None:
    assert capital_wan(Decimal("31560.800000")) == "叁亿壹仟伍佰陆拾万捌仟元整"


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("id_number", "990102197803120110", "990102********0110"),
        ("mobile", "15400000001", "154****0001"),
        ("phone", "0991-1234567", "099*****4567"),
        ("id_number", "12345", "1****"),
        ("uscc", "9199010000000006XA", "9199010000000006XA"),
    ],
)
def test_personal_numbers_hide_their_middle(kind: str, value: str, expected: str) -> None:
    assert mask(kind, value) == expected
