"""Identifiers of GB 32100-2015 and GB 11643-1999, on the demo's values and on bad ones."""

from datetime import date

import pytest

from forms import identifiers

TODAY = date(2026, 11, 10)
USCC = [
    "11990100000000019F",
    "11990100000000027A",
    "119901000000000355",
    "119901000000000430",
    "12990100000000051P",
    "9199010000000006XA",
    "12990100000000078F",
    "919901000000000865",
    "919901000000000940",
    "91990100000000107M",
    "91990100000000115G",
    "91990100000000123B",
    "919901000000001316",
    "9199010000000014XX",
    "91990100000000158X",
    "91370100000000019N",
    "11370100000000027R",
]
IDS = [
    "990102197803120110",
    "990102198111050216",
    "990102197906260319",
    "990102198509180416",
    "990102198304070512",
    "990102198802200615",
    "11010519491231002X",
    "370100199001010017",
]


@pytest.mark.parametrize("code", USCC)
def test_a_good_credit_code_ends_in_its_check_digit(code: str) -> None:
    assert identifiers.is_uscc_shaped(code)
    assert identifiers.uscc_check_digit(code[:17]) == code[17]


@pytest.mark.parametrize("place", range(17))
def test_a_changed_character_changes_the_credit_codes_check_digit(place: int) -> None:
    code = "12990100000000051P"
    other = "7" if code[place] != "7" else "8"
    changed = code[:place] + other + code[place + 1 :]

    assert identifiers.uscc_check_digit(changed[:17]) != code[17]


@pytest.mark.parametrize("letter", "IOSVZ")
def test_a_credit_code_has_no_letter_of_gb_32100s_gap(letter: str) -> None:
    assert identifiers.letters_outside_uscc(f"9199010000000014{letter}X") == letter


@pytest.mark.parametrize("number", IDS)
def test_a_good_id_number_ends_in_its_check_digit(number: str) -> None:
    assert identifiers.is_id_shaped(number)
    assert identifiers.id_check_digit(number[:17]) == number[17]
    assert identifiers.birth_date(number) is not None


def test_an_id_number_with_an_impossible_day_has_no_birth_date() -> None:
    assert identifiers.birth_date("990102197802300110") is None


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        pytest.param("2509-990102-04-01-100011", True, id="YYMM past"),
        pytest.param("2611-990102-04-01-100011", True, id="YYMM this month"),
        pytest.param("2612-990102-04-01-100011", False, id="YYMM next month"),
        pytest.param("2513-990102-04-01-100011", False, id="no month 13"),
        pytest.param("2020-990100-48-01-100055", True, id="a year"),
        pytest.param("2015-990100-48-01-100055", True, id="first year"),
        pytest.param("2014-990100-48-01-100055", False, id="before the platform"),
        pytest.param("2027-990100-48-01-100055", False, id="a year to come"),
    ],
)
def test_a_project_code_begins_with_a_past_year_or_month(code: str, expected: bool) -> None:
    assert identifiers.is_assigned_by(code, TODAY) is expected
