"""The rules over several fields: which are broken by these answers, and what is said of it."""

from collections.abc import Iterator

from forms.answers import Answers
from forms.fields import Rule
from forms.markup import filled
from forms.messages import Message
from forms.scope import Scope
from forms.speaking import spoken


def broken_rules(answers: Answers) -> Iterator[tuple[Rule, Message]]:
    """Yield each refusing rule whose condition is true, with its message, in the form's order."""
    return _met(answers, refusing=True)


def met_warnings(answers: Answers) -> Iterator[tuple[Rule, Message]]:
    """Yield each warning rule whose condition is true, with its message."""
    return _met(answers, refusing=False)


def _met(answers: Answers, *, refusing: bool) -> Iterator[tuple[Rule, Message]]:
    scope = answers.scope
    for rule in answers.form.rules:
        if rule.refuses is refusing and scope.holds(rule.when):
            yield rule, _message(rule, scope)


def _message(rule: Rule, scope: Scope) -> Message:
    return (
        filled(rule.words.zh, lambda feel: spoken(scope.value(feel), "zh")),
        filled(rule.words.en, lambda feel: spoken(scope.value(feel), "en")),
    )
