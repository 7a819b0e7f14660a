"""Random walks: one case kept in memory, one saved and loaded before every act, compared."""

import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bpmn_cases import MODELS, Case, State, read_model, through_text
from builders import apply_plain
from sqlalchemy import select
from towns import Town

from engine.store.cases import Case as Row
from engine.store.database import reading, transaction
from engine.store.locking import lock_case

# Without people these do not come to rest, and nothing would be compared.
LEFT_OUT = {"no_pause", "join_that_may_wait", "excess_tokens", "python_in_a_condition"}
SCOPES = ("subProcess", "callActivity")
WALKED = sorted(p.stem for p in MODELS.glob("*.bpmn") if p.stem not in LEFT_OUT)


@dataclass
class Dice:
    """Answers that depend on the walk, the act and the expression only."""

    seed: int
    act: int = 0

    def __call__(self, expression: str, scope: Mapping[str, object]) -> object:
        dice = random.Random(f"{self.seed}/{self.act}/{expression}/{scope}")
        if expression.isdigit():
            return int(expression)
        if expression.endswith("departments"):
            return [{"key": key} for key in "abc"[: dice.randrange(4)]]
        if expression.startswith("{"):
            return {"review": dice.randrange(3)}
        return dice.random() < 0.5


def walk(
    model: str,
    seed: int,
    choices: Sequence[int],
    keep: Callable[[State], State] = through_text,
) -> int:
    """Play one walk of a model, saving by `keep`; returns how many acts were compared."""
    process, dice = read_model(model), Dice(seed)
    kept, saved = Case(process), Case(process, keep=keep)
    kept.evaluate = saved.evaluate = dice
    for case in (kept, saved):
        case.start()
    for choice in choices:
        dice.act += 1
        assert picture(saved) == picture(kept)
        acts = acts_of(kept)
        if not acts:
            break
        saved.reload()
        changes = [act_on(case, choice % len(acts)) for case in (kept, saved)]
        assert summary(changes[0]) == summary(changes[1])
    compare_ends(kept, saved)
    return dice.act


def at_random(number: int, keep: Callable[[State], State], acts: int = 60) -> int:
    """Play the walk of a number, model after model; returns how many acts were compared."""
    dice = random.Random(number)
    choices = [dice.randrange(31) for _ in range(acts)]
    return walk(WALKED[number % len(WALKED)], number, choices, keep)


def in_database(town: Town) -> Callable[[State], State]:
    """Return what saves a state as a case's, committed, and reads it in a new transaction."""
    case_id = apply_plain(town)

    def keep(state: State) -> State:
        with transaction(town.database) as session:
            lock_case(session, case_id).run = state
        with reading(town.database) as session:
            return session.scalars(select(Row.run).where(Row.id == case_id)).one()

    return keep


def act_on(case, nth):
    case.act(acts_of(case)[nth])
    return case.advance()


def compare_ends(kept, saved):
    assert trace(saved) == trace(kept)
    assert saved.run.is_complete == kept.run.is_complete
    assert saved.run.is_complete == (saved.run.live() == ())
    assert json.loads(json.dumps(saved.run.state())) == saved.run.state()


def picture(case):
    live = case.run.live()
    names = {a.id: a.element_id for a in live}
    return [
        (a.element_id, a.scope, names.get(a.parent or ""), names.get(a.host or "")) for a in live
    ]


def acts_of(case):
    """Return what somebody or some time could do now; conditions come by themselves."""
    kinds = case.process.elements
    live = [(a, kinds[a.element_id]) for a in case.run.live()]
    return [a for a, e in live if e.type not in SCOPES and e.event != "conditional"]


def summary(change):
    entered = [(a.element_id, a.scope) for a in change.entered]
    left = [(d.activity.element_id, d.activity.scope, d.outcome) for d in change.left]
    return entered, left


def trace(case):
    return [(s.element_id, s.outcome, s.order) for s in case.history]
