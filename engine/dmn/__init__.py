"""DMN 1.5 decisions over the FEEL engine: decision tables, requirement graphs, boxed expressions.

model = read_model(Path("departments.dmn").read_bytes())
outcome = decide(model, "departments", {"application": {"sfts": True}})
"""

from engine.dmn.compiled import compile_model
from engine.dmn.decide import Outcome, decide
from engine.dmn.errors import Finding, InvalidDecision, UnknownDecision
from engine.dmn.model import Model
from engine.dmn.reader import read_model
from engine.dmn.remarks import remarks_on
from engine.dmn.trace import Match

__all__ = [
    "Finding",
    "InvalidDecision",
    "Match",
    "Model",
    "Outcome",
    "UnknownDecision",
    "compile_model",
    "decide",
    "read_model",
    "remarks_on",
]
