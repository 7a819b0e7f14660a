"""Numbers: exact decimals, read from what people type, never through binary floats."""

import re
import unicodedata
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from forms.fields import Bounds, Field
from forms.kinds.kind import Kind, Place
from forms.messages import Message, Refused

PLAIN = re.compile(r"[+-]?\d+(\.\d*)?|[+-]?\.\d+", re.ASCII)
GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?", re.ASCII)
#: Above it a JSON number is no longer exact in every reader.
SIGNIFICANT_DIGITS = 15


def read_number(raw: object, field: Field) -> Decimal:
    """Return the decimal typed; full-width digits and thousands separators are understood."""
    number = _parse(raw)
    if not number.is_finite():
        raise _not_a_number(raw)
    return number


def check_number(value: object, place: Place) -> Iterator[Message]:
    """Yield what is wrong with a number's digits or size."""
    number = value if isinstance(value, Decimal) else Decimal(0)
    bounds = place.field.bounds
    yield from _check_digits(number, bounds)
    least = _bound(place, bounds.minimum, bounds.minimum_feel)
    if least is not None and number < least:
        yield f"不得小于 {plain(least)}；请核对", f"Not less than {plain(least)}; check it"
    most = _bound(place, bounds.maximum, bounds.maximum_feel)
    if most is not None and number > most:
        yield f"不得大于 {plain(most)}；请核对单位", f"Not more than {plain(most)}; check the unit"


def check_positive(value: object, place: Place) -> Iterator[Message]:
    """Yield what is wrong with a figure that cannot be negative: money, an area."""
    if isinstance(value, Decimal) and value < 0:
        yield "不得为负数；请去掉负号", "Not negative; remove the minus sign"
    yield from check_number(value, place)


def plain(number: Decimal) -> str:
    """Return `number` without exponent and without needless zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def scaled(value: object, place: Place) -> object:
    """Return the number as it is stored: an int, or a Decimal with the field's decimals."""
    if not isinstance(value, Decimal):
        return value
    decimals = place.field.bounds.decimals
    if decimals:
        return value.quantize(Decimal(1).scaleb(-decimals))
    return int(value) if value == value.to_integral_value() else value.normalize()


def _parse(raw: object) -> Decimal:
    if isinstance(raw, Decimal):
        return raw
    if isinstance(raw, bool) or not isinstance(raw, (int, float, str)):
        raise _not_a_number(raw)
    if not isinstance(raw, str):
        return Decimal(repr(raw))
    text = unicodedata.normalize("NFKC", raw).replace("−", "-").strip()
    if GROUPED.fullmatch(text):
        text = text.replace(",", "")
    if not PLAIN.fullmatch(text) or len(text) > 60:
        raise _not_a_number(raw)
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise _not_a_number(raw) from error


def _not_a_number(raw: object) -> Refused:
    shown = str(raw)[:20]
    return Refused(
        f"“{shown}”不是数字；请只填数字，不带单位，如 31,560.8",
        f"“{shown}” is not a number; digits only, without a unit, such as 31,560.8",
    )


def _check_digits(number: Decimal, bounds: Bounds) -> Iterator[Message]:
    fraction = plain(number).partition(".")[2]
    whole = plain(abs(number)).partition(".")[0].lstrip("0")
    if bounds.decimals is not None and len(fraction) > bounds.decimals:
        rounded = number.quantize(Decimal(1).scaleb(-bounds.decimals), ROUND_HALF_UP)
        yield _too_fine(bounds.decimals, plain(rounded))
    if len(whole) > bounds.whole_digits or len(whole) + len(fraction) > SIGNIFICANT_DIGITS:
        digits = min(bounds.whole_digits, SIGNIFICANT_DIGITS - (bounds.decimals or 0))
        yield (
            f"数字过长：整数部分最多 {digits} 位；请核对单位",
            f"Too many digits: at most {digits} before the point; check the unit",
        )


def _too_fine(decimals: int, rounded: str) -> Message:
    if not decimals:
        return f"应为整数；请改为 {rounded}", f"A whole number is expected; write {rounded}"
    return (
        f"最多 {decimals} 位小数；请四舍五入为 {rounded}",
        f"At most {decimals} decimals; round it to {rounded}",
    )


def _bound(place: Place, fixed: Decimal | None, expression: str) -> Decimal | None:
    if fixed is not None:
        return fixed
    value = place.bound(expression)
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        return None
    return Decimal(value)


_NUMBER = frozenset({"number"})

NUMBERS = {
    "number": Kind(_NUMBER, read_number, check_number, write=scaled),
    # 数据共享交换标准 3.0: decimal(14,6) in 万元, decimal(14,2) in m²
    "money_wan": Kind(
        _NUMBER,
        read_number,
        check_positive,
        write=scaled,
        bounds=Bounds(decimals=6, whole_digits=8),
    ),
    "area": Kind(
        _NUMBER,
        read_number,
        check_positive,
        write=scaled,
        bounds=Bounds(decimals=2, whole_digits=12),
    ),
}
