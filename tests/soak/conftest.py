"""Long runs share the helpers of the short ones."""

import sys
from pathlib import Path

for folder in ("bpmn", "importing"):
    sys.path.insert(0, str(Path(__file__).parents[1] / "engine" / folder))
