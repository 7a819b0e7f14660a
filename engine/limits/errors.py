"""The one error of counting; it carries both languages like the engine's own errors do.

The package imports nothing of ours, so it cannot use `engine.errors`; callers that need that
family translate at their edge (`zh`, `en` and `code` have the same names there).
"""


class CountingError(ValueError):
    """A date, an amount or a ladder cannot be counted with; the message says which and why."""

    def __init__(self, zh: str, en: str, *, code: str = "invalid_limit") -> None:
        """Keep both texts; `code` never changes."""
        super().__init__(en)
        self.zh = zh
        self.en = en
        self.code = code

    def text(self, language: str) -> str:
        """Return the message in `language` ("zh" or "en")."""
        return self.zh if language.startswith("zh") else self.en


def out_of_range() -> CountingError:
    """Return the error for a period that ends after the year 9999 or before the year 1."""
    return CountingError(
        "期限超出可计算的年份范围（0001 至 9999 年），请检查起始日和时限",
        "the period leaves the years 0001 to 9999; check its start and amount",
        code="limit_out_of_range",
    )
