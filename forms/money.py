"""Money in capital figures (大写), as contracts and permits write it."""

from decimal import ROUND_HALF_UP, Decimal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")
YUAN_PER_WAN = Decimal(10_000)
LARGEST_YUAN = Decimal(10) ** 16


def capital_wan(amount_wan: Decimal) -> str:
    """Return an amount of 万元 in capital figures of yuan."""
    return capital_yuan(amount_wan * YUAN_PER_WAN)


def capital_yuan(amount_yuan: Decimal) -> str:
    """Return an amount of yuan in capital figures, rounded to the fen; "" from 10^16 yuan on."""
    fen = int((abs(amount_yuan) * 100).quantize(Decimal(1), ROUND_HALF_UP))
    if fen >= LARGEST_YUAN * 100:
        return ""
    yuan, cents = divmod(fen, 100)
    sign = "负" if amount_yuan < 0 and fen else ""
    return sign + _yuan(yuan, cents) + _cents(yuan, cents)


def _yuan(yuan: int, cents: int) -> str:
    if yuan:
        return _whole(yuan) + "元"
    return "" if cents else "零元"


def _cents(yuan: int, cents: int) -> str:
    if not cents:
        return "整"
    jiao, fen = divmod(cents, 10)
    bridge = "零" if yuan and not jiao else ""
    return bridge + (DIGITS[jiao] + "角" if jiao else "") + (DIGITS[fen] + "分" if fen else "整")


def _whole(number: int) -> str:
    text = ""
    for group in reversed(range(len(GROUPS))):
        part = number // 10_000**group % 10_000
        if not part:
            continue
        gap = text and (part < 1000 or number // 10_000 ** (group + 1) % 10_000 == 0)
        text += ("零" if gap else "") + _thousands(part) + _unit(number, group)
    return text


def _unit(number: int, group: int) -> str:
    # 万亿 keeps its 亿 only when the group of 亿 itself is empty: 壹万贰仟亿, but 壹万亿.
    if group == 3 and number // 10_000**2 % 10_000:
        return "万"
    return GROUPS[group]


def _thousands(part: int) -> str:
    text = ""
    pending = False
    for place in reversed(range(4)):
        digit = part // 10**place % 10
        if not digit:
            pending = bool(text)
            continue
        text += ("零" if pending else "") + DIGITS[digit] + PLACES[place]
        pending = False
    return text
