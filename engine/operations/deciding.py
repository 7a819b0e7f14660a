"""Make the decision of a business rule task, and keep why it came out as it did."""

from collections.abc import Mapping
from typing import Any

from engine import dmn, feel
from engine.bpmn.model import Element
from engine.bpmn.run import Activity
from engine.errors import ExpressionFailed
from engine.handling import Handling


def decide(handling: Handling, activity: Activity, element: Element) -> None:
    """Make the decision in the property `decision` (of `file`, where the key alone is not enough).

    It sees `case`, the items around it, and what the property `inputs` gives, a FEEL context. Its
    value is written whole to `case.<element id>`; with the property `set`, a FEEL context that sees
    it as `result`, that is merged instead. The rules that matched are kept in the record.
    Raises NotFound, ExpressionFailed.
    """
    properties = element.properties
    key, file = properties.get("decision", ""), properties.get("file", "")
    path, _ = handling.definition.decisions.find(key, file)
    outcome = _made(handling, activity, key, path, _inputs(handling, activity, element))
    if "set" in properties:
        merged = handling.evaluate(properties["set"], {**activity.scope, "result": outcome.value})
        handling.merge(merged if isinstance(merged, Mapping) else {})
    else:
        handling.put(element.id, outcome.value)
    handling.record(
        "decision_made",
        by="",
        element_id=element.id,
        name=element.name,
        decision=key,
        file=path,
        result=outcome.value,
        tables=[_why(match) for match in outcome.matches],
    )


def _inputs(handling: Handling, activity: Activity, element: Element) -> dict[str, object]:
    given = handling.value(element.properties.get("inputs", ""), activity.scope)
    extra = given if isinstance(given, Mapping) else {}
    return {**activity.scope, "case": handling.case.document, **extra}


def _made(
    handling: Handling, activity: Activity, key: str, path: str, inputs: Mapping[str, object]
) -> dmn.Outcome:
    warnings: list[feel.Warning] = []
    try:
        return handling.definition.decisions.make(
            key,
            inputs,
            now=handling.at,
            file=path,
            functions=handling.lent_at(activity.scope),
            warnings=warnings,
        )
    except (feel.FeelError, dmn.InvalidDecision) as error:
        raise ExpressionFailed(
            f"决策“{key}”（{path}）不能作出：{error.zh}",
            f"The decision “{key}” ({path}) cannot be made: {error.en}",
            code=error.code,
        ) from error
    finally:
        handling.doubt(key, warnings)


def _why(match: dmn.Match) -> dict[str, Any]:
    """Return a table's part in the decision: what it saw, and each rule that matched."""
    rules = zip(match.rules, match.rule_ids, match.notes, strict=True)
    return {
        "decision": match.decision,
        "inputs": [
            {"label": label, "value": value}
            for label, value in zip(match.columns, match.inputs, strict=True)
        ],
        "rules": [
            {"number": number, "id": id_, "notes": _headed(match.headings, notes)}
            for number, id_, notes in rules
        ],
    }


def _headed(headings: tuple[str, ...], notes: tuple[str, ...]) -> list[dict[str, str]]:
    """Return the notes that say something, each with its heading as far as there is one."""
    padded = (*headings, *[""] * len(notes))
    return [
        {"heading": heading, "text": note}
        for heading, note in zip(padded, notes, strict=False)
        if note
    ]
