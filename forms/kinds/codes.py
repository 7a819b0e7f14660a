"""Codes with a shape: what they look like, and their check digit where one is known."""

import unicodedata
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from forms import identifiers
from forms.fields import Bounds, Field
from forms.kinds.kind import Kind, Place
from forms.kinds.texts import read_line
from forms.messages import Message

LONGITUDES = (Decimal(73), Decimal(136))  # CGCS2000, 中国全境
LATITUDES = (Decimal(3), Decimal(54))


def read_code(raw: object, field: Field) -> str:
    """Return a code in capitals, full-width letters made narrow, spaces taken out."""
    text = unicodedata.normalize("NFKC", read_line(raw, field))
    return "".join(text.split()).upper()


def right_digit(kind: str, code: str) -> str:
    """Return the check digit a well-shaped code should end in, "" where none is wrong."""
    if kind in ("uscc", "organisation") and identifiers.is_uscc_shaped(code):
        right = identifiers.uscc_check_digit(code[:17])
    elif kind == "id_number" and identifiers.is_id_shaped(code):
        right = identifiers.id_check_digit(code[:17])
    else:
        return ""
    return "" if code[17] == right else right


def check_uscc(value: object, place: Place) -> Iterator[Message]:
    """Yield what is wrong with a 统一社会信用代码 (GB 32100-2015)."""
    code = str(value)
    if len(code) != 18:
        yield (
            f"统一社会信用代码应为 18 位，现有 {len(code)} 位；请核对证照",
            f"A unified social credit code has 18 characters, this has {len(code)}; "
            "check the certificate",
        )
    elif wrong := identifiers.letters_outside_uscc(code):
        yield (
            f"统一社会信用代码不含“{wrong}”（不用字母 I O S V Z）；请核对是否应为数字 1 0 5 2",
            f"The code cannot hold “{wrong}” (no I O S V Z); check for the digits 1 0 5 2",
        )
    elif not identifiers.is_uscc_shaped(code):
        yield (
            "统一社会信用代码第 3 至 8 位应为行政区划数字；请核对证照",
            "Characters 3 to 8 are the region's digits; check the certificate",
        )
    else:
        yield from _check_digit("uscc", "统一社会信用代码", "credit code", code, place)


def check_id(value: object, place: Place) -> Iterator[Message]:
    """Yield what is wrong with a 公民身份号码 (GB 11643-1999)."""
    number = str(value)
    if not identifiers.is_id_shaped(number):
        yield (
            f"公民身份号码应为 17 位数字加 1 位数字或 X，现有 {len(number)} 位；请核对证件",
            f"An ID number is 17 digits and a digit or X, this has {len(number)}; check the card",
        )
        return
    born = identifiers.birth_date(number)
    if born is None or born.year < 1900 or born > place.context.today:
        yield (
            f"第 7 至 14 位“{number[6:14]}”不是真实的出生日期；请核对证件",
            f"Digits 7 to 14 “{number[6:14]}” are no possible date of birth; check the card",
        )
        return
    yield from _check_digit("id_number", "公民身份号码", "ID number", number, place)


def check_mobile(value: object, place: Place) -> Iterator[Message]:
    """Yield what is wrong with a mobile number."""
    if not identifiers.MOBILE.fullmatch(str(value)):
        yield (
            "手机号应为 1 开头的 11 位数字（不加 +86）；请核对",
            "A mobile number has 11 digits and begins with 1 (without +86); check it",
        )


def check_phone(value: object, place: Place) -> Iterator[Message]:
    """Yield what is wrong with a telephone number, mobile or landline."""
    number = str(value)
    if not (identifiers.MOBILE.fullmatch(number) or identifiers.LANDLINE.fullmatch(number)):
        yield (
            "电话应为 11 位手机号，或带区号的座机如 0991-1234567；请核对",
            "A mobile number of 11 digits, or a landline such as 0991-1234567; check it",
        )


def check_project_code(value: object, place: Place) -> Iterator[Message]:
    """Yield what is wrong with a 项目代码: its shape only, its check digit is not public."""
    code = str(value)
    if not identifiers.PROJECT_CODE.fullmatch(code):
        yield (
            "项目代码应为 4-6-2-2-6 位数字，如 2509-990102-04-01-100011；"
            "请在项目在线审批监管平台核对",
            "A project code has 4-6-2-2-6 digits such as 2509-990102-04-01-100011; "
            "check it on the platform",
        )
    elif not identifiers.is_assigned_by(code, place.context.today):
        yield (
            f"前四位“{code[:4]}”既不是已过去的年月（如 2509），也不是 2015 年以来的年份；"
            "请核对赋码通知",
            f"The first four digits “{code[:4]}” are neither a past YYMM such as 2509 "
            "nor a year since 2015; check the notice",
        )


def check_permit_number(value: object, place: Place) -> Iterator[Message]:
    """Yield what is wrong with an 18-digit 施工许可证编号."""
    match = identifiers.PERMIT_NUMBER.fullmatch(str(value))
    day = identifiers.compact_date(match[2]) if match else None
    if not match or day is None or match[3] == "00":
        yield (
            "施工许可证编号应为 18 位：区划 6 + 日期 8 + 序号 2 + 分类 2；请核对证书",
            "A permit number is region 6, date 8, sequence 2, class 2 digits; check the permit",
        )


def check_region(value: object, place: Place) -> Iterator[Message]:
    """Yield what is wrong with a region: six digits, and one of the regions known here."""
    code = str(value)
    known = place.context.variables.get("regions")
    if not identifiers.REGION.fullmatch(code):
        yield (
            "行政区划代码应为 6 位数字；请从列表中选择",
            "A region has 6 digits; choose from the list",
        )
    elif isinstance(known, (list, tuple)) and code not in {region_code(each) for each in known}:
        yield (
            f"行政区划 {code} 不在本市范围；请从列表中选择",
            f"The region {code} is not one of this city; choose from the list",
        )


def region_code(region: object) -> str:
    """Return the code of one row of `regions`."""
    return str(region.get("code", "")) if isinstance(region, dict) else str(region)


def check_coordinates(value: object, place: Place) -> Iterator[Message]:
    """Yield what is wrong with `longitude,latitude` in degrees."""
    pair = _degrees(str(value))
    if pair is None:
        yield (
            "应为“经度,纬度”，如 114.305539,30.592850；请核对",
            "Write longitude,latitude such as 114.305539,30.592850; check it",
        )
    elif _lies_in_china(pair[1], pair[0]):
        yield (
            f"经度在前、纬度在后；请改为 {pair[1]},{pair[0]}",
            f"Longitude comes first; write {pair[1]},{pair[0]}",
        )
    elif not _lies_in_china(*pair):
        yield (
            "经度应在 73–136、纬度应在 3–54 之间；请核对",
            "Longitude lies in 73–136 and latitude in 3–54; check them",
        )


def _check_digit(kind: str, name: str, name_en: str, code: str, place: Place) -> Iterator[Message]:
    right = right_digit(kind, code)
    if right and not place.released:
        yield (
            f"{name}第 18 位校验码不符：应为 {right}。请核对证照；确认无误可由窗口负责人放行",
            f"Character 18 of the {name_en} should be {right}. Check the certificate; "
            "if it is right, the head of the counter can release it",
        )


def _degrees(text: str) -> tuple[Decimal, Decimal] | None:
    parts = text.split(",")
    if len(parts) != 2 or len(text) > 40:
        return None
    try:
        longitude, latitude = (Decimal(part) for part in parts)
    except InvalidOperation:
        return None
    return (longitude, latitude) if longitude.is_finite() and latitude.is_finite() else None


def _lies_in_china(longitude: Decimal, latitude: Decimal) -> bool:
    return LONGITUDES[0] <= longitude <= LONGITUDES[1] and LATITUDES[0] <= latitude <= LATITUDES[1]


_LINE = frozenset({"textfield"})
_SHORT = Bounds(max_length=60)

CODES = {
    "uscc": Kind(_LINE, read_code, check_uscc, bounds=_SHORT),
    "id_number": Kind(_LINE, read_code, check_id, bounds=_SHORT),
    "mobile": Kind(_LINE, read_code, check_mobile, bounds=_SHORT),
    "phone": Kind(_LINE, read_code, check_phone, bounds=_SHORT),
    "project_code": Kind(_LINE, read_code, check_project_code, bounds=_SHORT),
    "permit_number": Kind(_LINE, read_code, check_permit_number, bounds=_SHORT),
    "region": Kind(frozenset({"textfield", "select"}), read_code, check_region, bounds=_SHORT),
    "coordinates": Kind(_LINE, read_code, check_coordinates, bounds=_SHORT),
}
