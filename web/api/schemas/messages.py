"""Messages a case takes before it waits for them."""

from web.api import fields as a
from web.api.schemas.forms import FormData
from web.api.schemas.parts import Answer


class MessageRef(Answer):
    """A message the case would keep now."""

    element = a.text()
    name = a.text()
    label = a.text("按钮 · what its button says")


class MessageData(MessageRef):
    """A message with its form."""

    form = a.one(FormData, null=True)
