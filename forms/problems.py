"""What is wrong with a form's file, told to the designer who drew it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One finding: the form, the component, what is wrong and what to do."""

    form: str
    #: Component id or key; empty for the form as a whole.
    element: str
    zh: str
    en: str

    def __str__(self) -> str:
        """Return one line for a log or a command line."""
        place = f"{self.form}.form {self.element}".strip()
        return f"{place}: {self.zh} / {self.en}"
