"""A thousand clocks due in a month without scheduler; BANJIE_OUTAGE_CLOCKS sets another number."""

import os
import sys

from outages import live_through
from towns import Town

CLOCKS = int(os.environ.get("BANJIE_OUTAGE_CLOCKS", "1000"))


def test_two_schedulers_after_a_month_fire_each_rung_once_at_length(town: Town) -> None:
    live_through(town, CLOCKS)
    sys.stdout.write(f"\n{CLOCKS} clocks due in a month, each rung fired once")
