"""Identifiers of the field: check digits and shapes. Pure; forms' kinds turn findings into words.

Each `*_problem` returns None for a good value. Shape and check digit are told apart because a
few codes in real use fail their check digit, so that one may be released by a supervisor.
"""

import re
from datetime import date

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015: no I, O, S, V, Z
USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
ID_CHECKS = "10X98765432"

MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
LANDLINE = re.compile(r"0\d{2,3}-?\d{7,8}(-\d{1,6})?", re.ASCII)
REGION = re.compile(r"[1-9]\d{5}", re.ASCII)  # GB/T 2260
PROJECT_CODE = re.compile(r"(\d{4})-(\d{6})-\d{2}-\d{2}-\d{6}", re.ASCII)
PERMIT_NUMBER = re.compile(r"([1-9]\d{5})(\d{8})(\d{2})(\d{2})", re.ASCII)
FIRST_PROJECT_YEAR = 2015
FIRST_PROJECT_MONTH = (2021, 1)  # YYMM came with GB/T 40058-2021


def uscc_check_digit(first_17: str) -> str:
    """Return the 18th character of a 统一社会信用代码 (GB 32100-2015)."""
    total = sum(
        USCC_ALPHABET.index(char) * weight
        for char, weight in zip(first_17, USCC_WEIGHTS, strict=True)
    )
    return USCC_ALPHABET[(31 - total % 31) % 31]


def id_check_digit(first_17: str) -> str:
    """Return the 18th character of a 公民身份号码 (GB 11643-1999)."""
    total = sum(int(char) * weight for char, weight in zip(first_17, ID_WEIGHTS, strict=True))
    return ID_CHECKS[total % 11]


def letters_outside_uscc(code: str) -> str:
    """Return the characters of `code` that no 统一社会信用代码 may hold, in order."""
    return "".join(dict.fromkeys(char for char in code if char not in USCC_ALPHABET))


def is_uscc_shaped(code: str) -> bool:
    """Say whether `code` has 18 allowed characters, a region of digits in places 3 to 8."""
    return len(code) == 18 and not letters_outside_uscc(code) and _is_digits(code[2:8])


def is_id_shaped(number: str) -> bool:
    """Say whether `number` has 17 digits and a digit or X."""
    return len(number) == 18 and _is_digits(number[:17]) and number[17] in "0123456789X"


def birth_date(id_number: str) -> date | None:
    """Return the birth date inside a well-shaped 公民身份号码, None when there is no such day."""
    return compact_date(id_number[6:14])


def compact_date(digits: str) -> date | None:
    """Return the date of eight digits YYYYMMDD, None when there is no such day."""
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def is_assigned_by(project_code: str, today: date) -> bool:
    """Say whether the first four digits of a 项目代码 are a year or a YYMM not after `today`."""
    first = int(project_code[:4])
    if FIRST_PROJECT_YEAR <= first <= today.year:
        return True
    year, month = 2000 + first // 100, first % 100
    return 1 <= month <= 12 and FIRST_PROJECT_MONTH <= (year, month) <= (today.year, today.month)


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()
