"""A million random texts raise nothing but errors of FEEL (FUZZ=count, SEED=number)."""

import os
import sys
from collections import Counter

from tests.engine.feel.fuzzing import outcomes

COUNT = int(os.environ.get("FUZZ", "1000000"))
SEED = int(os.environ.get("SEED", "1"))
BATCH = 50_000


def test_a_million_texts_raise_nothing_but_feel_errors() -> None:
    found: Counter[str] = Counter()
    for start in range(0, COUNT, BATCH):
        found += outcomes(SEED + start, min(BATCH, COUNT - start))
        sys.stdout.write(f"\r{start + BATCH:>9,} texts {dict(found)}")

    assert found.total() == 2 * COUNT
