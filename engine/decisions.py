"""The decisions of a matter: its `*.dmn` files, and a decision found by key and made.

What is decided for a step of a case is `engine/operations/deciding.py`; the language of decision
tables is `engine.dmn`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine import dmn, feel
from engine.errors import NotFound
from engine.feel.budget import STEPS, Run
from engine.feel.errors import HostFunctionError
from engine.feel.host import Functions
from engine.feel.values import Function, admit, export

SUFFIX = ".dmn"
#: Imports may go this many files deep.
IMPORT_DEPTH = 3


@dataclass(frozen=True)
class Decisions:
    """The decision models of one version of a matter, by path."""

    models: Mapping[str, dmn.Model]

    @property
    def functions(self) -> Functions:
        """The function `decide` for expressions, if there is anything to decide."""
        return {"decide": DecideFunction(self)} if self.models else {}

    def find(self, key: str, file: str = "") -> tuple[str, dmn.Model]:
        """Return path and model of the decision with this id or name, in `file` when one is given.

        Raises NotFound when there is none, or several.
        """
        given = {path: model for path, model in self.models.items() if file in ("", path)}
        places = [path for path, model in given.items() if model.answering(key)]
        if len(places) != 1:
            raise _not_one(key, places or list(given))
        return places[0], given[places[0]]

    def make(
        self,
        key: str,
        inputs: Mapping[str, object],
        *,
        now: datetime | None,
        file: str = "",
        functions: Functions | None = None,
        warnings: list[feel.Warning] | None = None,
        steps: int = STEPS,
    ) -> dmn.Outcome:
        """Return the outcome of a decision.

        Raises NotFound, FeelError, and InvalidDecision with what was found wrong: an input out of
        its range or rules in conflict give no value that anything should rest on.
        """
        _, model = self.find(key, file)
        outcome = dmn.decide(
            model, key, inputs, now=now, functions=functions, warnings=warnings, steps=steps
        )
        if outcome.findings:
            raise dmn.InvalidDecision(*outcome.findings)
        return outcome


@dataclass(frozen=True, slots=True, eq=False)
class DecideFunction(Function):
    """`decide("key", {input: value})` for expressions; it shares their budget."""

    decisions: Decisions
    name: str = "decide"

    def call(self, run: Run, arguments: list[object]) -> object:
        """Return the decision's value; raise FeelError if it cannot be made."""
        key, inputs = [export(run, argument) for argument in (*arguments, None, None)[:2]]
        given = inputs if isinstance(inputs, dict) else {}
        try:
            outcome = self.decisions.make(
                str(key),
                given,
                now=run.now,
                functions=run.functions,
                warnings=run.warnings,
                steps=run.steps,
            )
        except (NotFound, dmn.InvalidDecision) as error:
            raise HostFunctionError(self.name, error) from error
        run.charge(outcome.steps + 1)
        return admit(run, outcome.value)

    def call_named(self, run: Run, arguments: dict[str, object]) -> object:
        """Order the arguments `key` and `inputs`, then call."""
        return self.call(run, [arguments.get("key"), arguments.get("inputs")])


def read_decisions(files: Mapping[str, bytes]) -> Decisions:
    """Return the decision models among a matter's files; raises InvalidDecision."""
    found = {path: xml for path, xml in sorted(files.items()) if path.endswith(SUFFIX)}
    models = {path: dmn.read_model(xml) for path, xml in found.items()}
    for _ in range(IMPORT_DEPTH if any(model.missing for model in models.values()) else 0):
        known = {model.namespace: model for model in models.values()}
        models = {path: dmn.read_model(xml, known) for path, xml in found.items()}
    return Decisions(models)


def _not_one(key: str, places: list[str]) -> NotFound:
    return NotFound(
        f"{'、'.join(places) or '事项的 .dmn 文件'}中没有唯一的决策“{key}”；请核对决策的键和文件名",
        f"There is not exactly one decision “{key}” in {', '.join(places) or 'the .dmn files'}; "
        "check its key and the file",
    )
