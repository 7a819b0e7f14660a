"""Messages sent to a case before it waits for them: kept until a token consumes them.

A receive task or message event may carry the property `early`: a FEEL condition under which its
message is welcome before the token is there, such as 容缺 material while departments review.
"""

from collections.abc import Mapping
from typing import Any

from engine import people
from engine.bpmn.model import Element
from engine.errors import Conflict, NotAllowed, NotFound
from engine.handling import Handling, save
from engine.store.records import Message


def early_elements(handling: Handling) -> list[Element]:
    """Return the elements whose message the case would keep now."""
    live = {activity.element_id for activity in handling.run.live()}
    kept = {message.name for message in handling.rows.kept_messages()}
    return [
        element
        for element in handling.definition.process.elements.values()
        if element.properties.get("early")
        and element.id not in live
        and element.message not in kept
        and handling.evaluate(element.properties["early"]) is True
    ]


def early_element(handling: Handling, element_id: str) -> Element:
    """Return one of them that `handling.by` may send; raises NotFound, NotAllowed, Conflict."""
    element = handling.definition.process.elements.get(element_id)
    if element is None:
        raise NotFound(f"没有环节 {element_id}", f"There is no element {element_id}.")
    if element not in early_elements(handling):
        raise Conflict(
            f"办件当前不接收“{element.name}”的消息。",
            f"The case does not take a message for {element_id} now.",
            code="message_not_expected",
        )
    section, post = element.properties.get("section", ""), element.properties.get("post", "")
    if not people.holds(handling.session, handling.by or "", section, post, handling.day):
        raise NotAllowed(
            "您未任可以提交此消息的岗位。", "You do not hold the post that may send it."
        )
    return element


def keep_message(handling: Handling, element: Element, values: Mapping[str, Any]) -> Message:
    """Keep judged values until the element waits for them."""
    message = Message(
        case_id=handling.case.id,
        name=element.message or element.id,
        values=dict(values),
        sent_by=handling.by or "",
        sent_at=handling.at,
    )
    handling.session.add(message)
    handling.rows.messages.append(message)
    handling.record("message_kept", element_id=element.id, name=element.name, message=message.name)
    save(handling)
    return message
