"""Make a decision: walk its requirements, each decision once, in one budget."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.dmn import model as m
from engine.dmn import trace
from engine.dmn.compiled import compiled
from engine.dmn.errors import Finding, UnknownDecision
from engine.dmn.trace import Match, Tracing
from engine.dmn.types import named
from engine.feel.budget import DEFAULT_ZONE, MAX_DEPTH, STEPS, Frame, Run
from engine.feel.errors import LimitExceeded
from engine.feel.host import Functions
from engine.feel.types import Type, accept
from engine.feel.values import Context, Function, admit, export
from engine.feel.warnings import Warning


@dataclass(frozen=True, slots=True)
class Outcome:
    """A decision made: its value as Python data, those it needed, and why."""

    value: object
    decisions: Mapping[str, object]
    matches: tuple[Match, ...]
    findings: tuple[Finding, ...]
    #: Steps of the budget that were used.
    steps: int = 0


def decide(
    model: m.Model,
    key: str,
    inputs: Mapping[str, object],
    *,
    now: datetime | None = None,
    functions: Functions | None = None,
    warnings: list[Warning] | None = None,
    zone: str = DEFAULT_ZONE,
    steps: int = STEPS,
) -> Outcome:
    """Return the outcome of the decision, service or knowledge model with this id or name.

    `inputs` holds input data (or arguments) by name; a missing one is null. `steps` is what the
    decision may use. Raises UnknownDecision, InvalidDecision, FeelError.
    """
    element = model.answering(key)
    if element is None:
        raise UnknownDecision(_unknown(model, key))
    run = Tracing({}, now, functions, warnings, zone, compiled(model).types)
    run.steps = steps
    run.deciding, run.findings, run.matches = element.name, [], []
    graph = Graph(run, model, inputs)
    try:
        value = graph.answer(element)
    except RecursionError:
        raise LimitExceeded("depth", MAX_DEPTH) from None
    made = {name: export(run, found) for name, found in graph.made.items()}
    outcome = export(run, value)
    return Outcome(outcome, made, tuple(run.matches), tuple(run.findings), steps - run.steps)


def _unknown(model: m.Model, key: str) -> Finding:
    return Finding(
        "unknown_decision",
        (model.name,),
        f"模型“{model.name}”中没有决策“{key}”。",
        f"The model “{model.name}” has no decision “{key}”.",
    )


class Graph:
    """One walk through a requirement graph."""

    def __init__(self, run: Tracing, model: m.Model, inputs: Mapping[str, object]) -> None:
        """Start with the given inputs and nothing decided."""
        self.run = run
        self.model = model
        self.inputs = inputs
        self.made: dict[str, object] = {}
        #: Under which names, from outside in, each imported model was reached.
        self._ways: dict[str, tuple[str, ...]] = {model.namespace: ()}
        self._values: dict[tuple[str, str], object] = {}
        self._deciding: set[tuple[str, str]] = set()

    def value_of(self, element: m.Element, model: m.Model | None = None) -> object:
        """Return an input, a decision's value, or the function of a service or knowledge model."""
        model = model or self.model
        key = (model.namespace, element.id)
        if key not in self._values:
            if key in self._deciding:
                raise LimitExceeded("depth", MAX_DEPTH)
            self._deciding.add(key)
            self._values[key] = self._find(element, model)
            self._deciding.discard(key)
        return self._values[key]

    def answer(self, element: m.Element) -> object:
        """Return a decision's value, or what a function answers to the inputs."""
        if isinstance(element, m.Decision):
            return self.value_of(element)
        function = self.value_of(element)
        if isinstance(function, ServiceFunction):
            names = [parameter.name for _, parameter in function.parameters()]
            return function.call(self.run, [admit(self.run, self.inputs.get(n)) for n in names])
        if isinstance(function, Function):
            given = {name: admit(self.run, value) for name, value in self.inputs.items()}
            return function.call_named(self.run, given)
        return None

    def give(self, element: m.Element, model: m.Model, value: object) -> None:
        """Set the value of an element instead of finding it."""
        self._values[(model.namespace, element.id)] = value

    def _find(self, element: m.Element, model: m.Model) -> object:
        if isinstance(element, m.InputData):
            return self._input(element, model)
        if isinstance(element, m.Decision):
            return self._decision(element, model)
        if isinstance(element, m.Knowledge):
            return self._knowledge(element, model)
        if isinstance(element, m.Service):
            return ServiceFunction(element.name, element, model, self)
        return None

    def _input(self, element: m.InputData, model: m.Model) -> object:
        value = admit(self.run, self._given(element.name, model))
        taken = accept(self.run, named(element.type), value)
        if taken is None and value is not None:
            trace.find(
                self.run,
                "input_type",
                f"输入“{element.name}”的值不符合类型 {element.type}。",
                f"The value of input “{element.name}” is not of type {element.type}.",
            )
        return taken

    def _given(self, name: str, model: m.Model) -> object:
        """Return an input; one of an imported model may lie in a context of the import's name."""
        place: object = self.inputs
        for alias in self._ways.get(model.namespace, ()):
            place = place.get(alias) if isinstance(place, Mapping) else None
        if isinstance(place, Mapping) and name in place:
            return place[name]
        return self.inputs.get(name)

    def _decision(self, element: m.Decision, model: m.Model) -> object:
        frame = self._frame(element.requires, model)
        outer, self.run.deciding = self.run.deciding, element.name
        code = compiled(model).decisions.get(element.id)
        value = None if code is None else code(self.run, frame)
        taken = accept(self.run, named(element.type), value)
        if taken is None and value is not None:
            trace.find(
                self.run,
                "output_type",
                f"决策“{element.name}”的结果不符合类型 {element.type}。",
                f"The result of decision “{element.name}” is not of type {element.type}.",
            )
        self.run.deciding = outer
        self.made[element.name] = taken
        return taken

    def _knowledge(self, element: m.Knowledge, model: m.Model) -> object:
        make = compiled(model).functions.get(element.id)
        if make is None:
            return None
        frame = self._frame(element.requires, model)
        function = make(frame, element.name)
        frame.names.setdefault(element.name, function)
        return TypedFunction(element.name, function, named(element.type))

    def _frame(self, requires: tuple[str, ...], model: m.Model) -> Frame:
        """Return a frame with all that is required, imported ones under their import's name."""
        names = Context()
        for href in requires:
            found = model.find(href)
            if found is None:
                continue
            owner, element, alias = found
            way = self._ways.get(model.namespace, ())
            self._ways.setdefault(owner.namespace, (*way, alias) if alias else way)
            value = self.value_of(element, owner)
            if not alias:
                names[element.name] = value
                continue
            imported = names.setdefault(alias, Context())
            if isinstance(imported, Context):
                imported[element.name] = value
        return Frame(names, None)


@dataclass(frozen=True, slots=True, eq=False)
class TypedFunction(Function):
    """A knowledge model's function, whose result has a type."""

    name: str
    function: Function
    type: Type | None

    def call(self, run: Run, arguments: list[object]) -> object:
        """Call and take the result as the type wants it."""
        return self._taken(run, self.function.call(run, arguments))

    def call_named(self, run: Run, arguments: dict[str, object]) -> object:
        """Call by name and take the result as the type wants it."""
        return self._taken(run, self.function.call_named(run, arguments))

    def _taken(self, run: Run, value: object) -> object:
        # A type of function describes the knowledge model itself, not what it returns.
        if self.type is None or value is None or self.type.holds(run, self.function):
            return value
        return accept(run, self.type, value)


@dataclass(frozen=True, slots=True, eq=False)
class ServiceFunction(Function):
    """A decision service called as a function: input decisions first, then input data."""

    name: str
    service: m.Service
    model: m.Model
    graph: Graph

    def parameters(self) -> list[tuple[m.Model, m.Element]]:
        """Return what the service is given, in order."""
        hrefs = (*self.service.input_decisions, *self.service.input_data)
        found = [self.model.find(href) for href in hrefs]
        return [(place[0], place[1]) for place in found if place is not None]

    def call(self, run: Run, arguments: list[object]) -> object:
        """Decide anew with these values."""
        parameters = self.parameters()
        if len(arguments) != len(parameters):
            return None
        inner = Graph(self.graph.run, self.graph.model, {})
        for (model, element), argument in zip(parameters, arguments, strict=True):
            value = accept(run, named(element.type), argument)
            if value is None and argument is not None:
                return None
            inner.give(element, model, value)
        run.charge(len(arguments) + 1)
        run.enter()
        result = self._outputs(inner)
        run.leave()
        return accept(run, named(self.service.type), result)

    def call_named(self, run: Run, arguments: dict[str, object]) -> object:
        """Order the arguments as the service declares them, then call."""
        names = [element.name for _, element in self.parameters()]
        if set(arguments) != set(names):
            return None
        return self.call(run, [arguments[name] for name in names])

    def _outputs(self, graph: Graph) -> object:
        found = [self.model.find(href) for href in self.service.outputs]
        places = [place for place in found if place is not None]
        values = {element.name: graph.value_of(element, model) for model, element, _ in places}
        return next(iter(values.values())) if len(values) == 1 else Context(values)
