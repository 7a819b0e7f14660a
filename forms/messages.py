"""What a refused value is told, in Chinese and in English, always with the remedy."""

Message = tuple[str, str]


class Refused(Exception):
    """A value was refused; `messages` are pairs (zh, en)."""

    def __init__(self, zh: str, en: str) -> None:
        """Keep one message."""
        self.messages: list[Message] = [(zh, en)]
        super().__init__(en)


def pick(message: Message, language: str) -> str:
    """Return the text of `message` in `language` ("zh_CN" or "en"), Chinese when it lacks one."""
    zh, en = message
    return zh if language.startswith("zh") or not en else en
