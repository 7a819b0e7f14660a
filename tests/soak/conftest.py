"""Long runs share the helpers of the short ones."""

import sys
from pathlib import Path

for folder in ("engine/bpmn", "engine/importing", "web/api"):
    sys.path.insert(0, str(Path(__file__).parents[1] / folder))
