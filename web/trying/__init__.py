"""Try a matter: play a version or a draft on our own forms, use cases and clocks, in a scratch
database that knows no real case; keep what was played as scenarios, and replay them.
"""

from web.trying.replaying import Verdict, replay_scenarios
from web.trying.scenarios import Scenario, read_scenarios

__all__ = ["Scenario", "Verdict", "read_scenarios", "replay_scenarios"]
