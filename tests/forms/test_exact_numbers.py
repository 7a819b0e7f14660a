"""A number typed is the number kept, in JSON and in FEEL."""

from decimal import Decimal

from form_builders import component, context, form_of
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import feel
from engine.store import json
from forms.drawing import draw
from forms.judging import judge

FORM = form_of(component("number", "x", "money_wan"))
MONEY = st.decimals(min_value=0, max_value=Decimal("9999999.999999"), places=6)


@settings(max_examples=60, deadline=None)
@given(MONEY)
def test_money_survives_typing_storing_and_counting(amount: Decimal) -> None:
    kept = json.loads(json.dumps(judge(FORM, {"x": f"{amount:,f}"}, context()).data))

    assert kept["x"] == amount
    assert feel.evaluate("x * 10000 = y", {"x": kept["x"], "y": amount * 10_000}) is True


@settings(max_examples=60, deadline=None)
@given(MONEY)
def test_money_sent_as_a_json_number_is_kept_exactly(amount: Decimal) -> None:
    assert judge(FORM, {"x": float(amount)}, context()).data["x"] == amount


@settings(max_examples=30, deadline=None)
@given(MONEY)
def test_money_drawn_is_accepted_again_unchanged(amount: Decimal) -> None:
    [field] = draw(FORM, {"x": amount}, {}, context()).fields

    assert judge(FORM, {"x": field.value}, context()).data["x"] == amount
