"""draw_lot: let chance decide whether a case is checked (随机抽查), so that anybody can repeat it.

The lot is HMAC-SHA256(seed, case number) read as a fraction of one; the case is drawn when it lies
below the chance. Seed, method and chance are kept in the record with the result.
"""

import hmac
import secrets
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from engine.bpmn.model import Element
from engine.bpmn.run import Activity
from engine.errors import ExpressionFailed
from engine.handling import Handling

#: Named in the record; another way to draw gets another name.
METHOD = "hmac-sha256 < chance"
SEED_BYTES = 32
#: As many digits of the digest as a fraction needs.
DIGITS = 16


def draw_lot(handling: Handling, activity: Activity, element: Element) -> Mapping[str, object]:
    """Draw whether the case is checked, with the probability the property `chance` gives (FEEL).

    Returns {drawn, chance, drawn_on}. Raises ExpressionFailed where the chance is none.
    """
    chance = _chance(handling, activity, element)
    seed = secrets.token_bytes(SEED_BYTES)
    drawn = lot_of(seed, handling.case.number) < chance
    handling.record(
        "lot_drawn",
        by="",
        element_id=element.id,
        name=element.name,
        method=METHOD,
        seed=seed.hex(),
        chance=str(chance),
        drawn=drawn,
    )
    return {"drawn": drawn, "chance": chance, "drawn_on": handling.day}


def lot_of(seed: bytes, number: str) -> Decimal:
    """Return the lot of a case, from 0 up to but never 1: whoever has the seed can repeat it."""
    digits = hmac.digest(seed, number.encode(), "sha256").hex()[:DIGITS]
    return Decimal(int(digits, 16)) / Decimal(16**DIGITS)


def _chance(handling: Handling, activity: Activity, element: Element) -> Decimal:
    value = handling.value(element.properties.get("chance", ""), activity.scope)
    try:
        chance = Decimal(str(value))
    except InvalidOperation:
        chance = Decimal(-1)
    if not 0 <= chance <= 1:
        raise ExpressionFailed(
            f"“{element.name}”的 chance 须为 0 到 1 的数，得到的是 {value}；"
            "请在流程图或决策表中改正。",
            f"chance of {element.id} must be a number from 0 to 1, not {value}; correct the "
            "diagram or the decision table.",
            code="no_chance",
        )
    return chance
