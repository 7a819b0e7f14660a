"""A month without scheduler, then two at once: each rung fires once, with its legal instant.

Here in short; a thousand clocks in tests/soak.
"""

from outages import live_through
from towns import Town


def test_two_schedulers_after_a_month_fire_each_rung_once(town: Town) -> None:
    live_through(town, clocks=200)
