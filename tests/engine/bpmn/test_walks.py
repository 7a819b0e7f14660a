"""Random walks: a case saved and loaded after every act does what one kept in memory does.

BANJIE_WALKS sets how many walks each model gets.
"""

import json
import os
import random
from collections.abc import Mapping

import pytest
from bpmn_cases import MODELS, Case, read_model

WALKS = int(os.environ.get("BANJIE_WALKS", "12"))
ACTS = 60
# Without people these do not come to rest, and nothing would be compared.
LEFT_OUT = {"no_pause", "join_that_may_wait", "excess_tokens", "python_in_a_condition"}
SCOPES = ("subProcess", "callActivity")
WALKED = sorted(p.stem for p in MODELS.glob("*.bpmn") if p.stem not in LEFT_OUT)


class Dice:
    """Answers that depend on the walk, the act and the expression only."""

    def __init__(self, walk: str) -> None:
        self.walk, self.act = walk, 0

    def __call__(self, expression: str, scope: Mapping[str, object]) -> object:
        dice = random.Random(f"{self.walk}/{self.act}/{expression}/{scope}")
        if expression.isdigit():
            return int(expression)
        if expression.endswith("departments"):
            return [{"key": key} for key in "abc"[: dice.randrange(4)]]
        if expression.startswith("{"):
            return {"review": dice.randrange(3)}
        return dice.random() < 0.5


def picture(case: Case) -> list[tuple[object, ...]]:
    live = case.run.live()
    names = {a.id: a.element_id for a in live}
    return [
        (a.element_id, a.scope, names.get(a.parent or ""), names.get(a.host or "")) for a in live
    ]


@pytest.mark.parametrize("model", WALKED)
def test_saving_after_every_act_changes_nothing(model):
    process = read_model(model)
    for walk in range(WALKS):
        dice = Dice(f"{model}/{walk}")
        kept, saved = Case(process), Case(process)
        kept.evaluate = saved.evaluate = dice
        kept.start()
        saved.start()
        choose = random.Random(f"{model}/{walk}")
        for dice.act in range(1, ACTS):
            assert picture(saved) == picture(kept)
            if not kept.run.live():
                break
            saved.reload()
            nth = choose.randrange(len(acts_of(kept)))
            changes = []
            for case in (kept, saved):
                case.act(acts_of(case)[nth])
                changes.append(case.advance())
            assert summary(changes[0]) == summary(changes[1])
        assert trace(saved) == trace(kept)
        assert saved.run.is_complete == kept.run.is_complete
        assert saved.run.is_complete == (saved.run.live() == ())
        assert json.loads(json.dumps(saved.run.state())) == saved.run.state()


def acts_of(case):
    kinds = case.process.elements
    return [a for a in case.run.live() if kinds[a.element_id].type not in SCOPES]


def summary(change):
    entered = [(a.element_id, a.scope) for a in change.entered]
    left = [(d.activity.element_id, d.activity.scope, d.outcome) for d in change.left]
    return entered, left


def trace(case):
    return [(s.element_id, s.outcome, s.order) for s in case.history]
