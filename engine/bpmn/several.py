"""A user task that several persons do (会签, 或签, 依次): our properties as a multi-instance.

The diagram stays standard BPMN: a marker, a collection, a completion condition. `several` says
all, any or sequence; `share` lets it end as soon as a share agreed, or no longer can; `quorum` and
`vote` make it a vote, in which everybody is heard.
"""

from collections.abc import Mapping

#: What `several` can say, and whether its instances come one after another.
WAYS = {"all": "parallel", "any": "parallel", "sequence": "sequential"}
ITEM = "handler"


def normalised(
    element_id: str, loop: Mapping[str, str], properties: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return loop and properties with what `several` leaves unsaid.

    Each instance is the person of its item; the completion condition follows from the share. What
    is drawn or written goes before.
    """
    item = loop.get("item", ITEM)
    whole = {"item": item, **_completion(element_id, properties), **loop}
    return whole, {"assignee": f"={item}.key", **properties}


def _completion(element_id: str, properties: Mapping[str, str]) -> dict[str, str]:
    if properties["several"] == "any":
        return {"completion": f'votes("{element_id}").present > 0'}
    if "share" in properties and "quorum" not in properties:
        return {"completion": f'votes("{element_id}").decided'}
    return {}
