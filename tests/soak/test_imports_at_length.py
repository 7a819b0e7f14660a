"""The long form of the import's fuzzing; BANJIE_MUTILATIONS sets how many files are tried."""

import os
import random

from test_never_crashes import SEEDS, mutilated

from engine.importing.judging import judge
from engine.importing.reporting import VERDICTS

FILES = int(os.environ.get("BANJIE_MUTILATIONS", "3000"))


def test_every_mutilated_diagram_is_judged():
    for number in range(FILES):
        xml = mutilated(SEEDS[number % len(SEEDS)], random.Random(number))
        assert judge(xml).verdict in VERDICTS

    print(f"\n{FILES} mutilated diagrams judged")  # noqa: T201
