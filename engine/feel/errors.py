"""What can go wrong in an expression, said in Chinese and in English.

FEEL itself answers null where a value makes no sense; only a text that cannot be read, a limit
that is passed and a host function that fails are errors.
"""


class FeelError(Exception):
    """An expression cannot be evaluated; `zh` and `en` say why and what to do."""

    code = "feel"

    def __init__(self, zh: str, en: str) -> None:
        """Keep both texts; the English one is the exception's message."""
        self.zh = zh
        self.en = en
        super().__init__(en)


class FeelSyntaxError(FeelError):
    """The text is not FEEL; `position` counts characters from 0, `hint` may be empty."""

    code = "feel_syntax"

    def __init__(
        self, position: int, expected: tuple[str, str], found: str, hint: tuple[str, str] = ("", "")
    ) -> None:
        """Say where reading stopped; `expected` and `hint` are pairs (zh, en)."""
        self.position = position
        self.expected = expected[1]
        self.found = found
        self.hint = hint[1]
        self.hint_zh = hint[0]
        super().__init__(
            f"第 {position + 1} 个字符处需要{expected[0]}，却是 {found or '结尾'}。{hint[0]}",
            f"At character {position + 1}: expected {expected[1]}, found {found or 'the end'}."
            + (f" {hint[1]}" if hint[1] else ""),
        )


class LimitExceeded(FeelError):
    """The expression asks for more than one evaluation may use; `limit` names what ran out."""

    code = "feel_limit"

    def __init__(self, limit: str, amount: int) -> None:
        """Say which limit was passed; `limit` is a key of `budget.LIMITS`."""
        self.limit = limit
        zh, en = _LIMIT_NAMES[limit]
        super().__init__(
            f"表达式超出{zh}上限（{amount}）。请缩小循环、列表或文本。",
            f"The expression exceeds the limit of {amount} {en}. Use smaller loops or texts.",
        )


class HostFunctionError(FeelError):
    """A function given by the host failed; `name` is its name, the cause is chained."""

    code = "feel_function"

    def __init__(self, name: str, cause: Exception) -> None:
        """Name the function and repeat what it said."""
        self.name = name
        super().__init__(
            f"函数 {name} 出错：{getattr(cause, 'zh', cause)}。请检查传给它的值。",
            f"The function {name} failed: {cause}. Check the values given to it.",
        )


_LIMIT_NAMES = {
    "steps": ("计算步数", "steps"),
    "depth": ("函数调用深度", "nested calls"),
    "list": ("列表项数", "list items"),
    "string": ("文本长度", "characters of text"),
    "source": ("表达式长度", "characters of source"),
    "nesting": ("嵌套层数", "nested levels"),
}
