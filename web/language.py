"""Chinese first, English complete: which language a request speaks."""

from collections.abc import Iterable

from flask import g, request, session
from flask_babel import Babel, get_locale
from flask_babel import gettext as babel_gettext
from flask_babel import ngettext as babel_ngettext

LANGUAGES = ("zh_CN", "en")

babel = Babel()


def choose_language() -> str:
    """Return the API's Accept-Language, the language chosen on a page, or Chinese."""
    if request.path.startswith("/api/"):
        best = request.accept_languages.best_match(["zh", "en"], default="zh")
        return "en" if best == "en" else "zh_CN"
    chosen = session.get("language")
    if chosen in LANGUAGES:
        return str(chosen)
    person = g.get("person")
    return person.language if person is not None and person.language in LANGUAGES else "zh_CN"


def language() -> str:
    """Return the language of this request: zh_CN or en."""
    locale = get_locale()
    return "en" if locale is not None and locale.language == "en" else "zh_CN"


def pick(zh: str, en: str) -> str:
    """Return the text in the language of this request; the other one where it is missing."""
    return (en or zh) if language() == "en" else (zh or en)


def _(text: str, **values: object) -> str:
    """Return a Chinese text in the language of this request."""
    return str(babel_gettext(text, **values))


def listed(words: Iterable[str]) -> str:
    """Return words one after another, as the language of this request lists them."""
    return pick("、", ", ").join(words)


def ngettext(one: str, many: str, number: int) -> str:
    """Return the text for a number of things; %(num)d stands for it."""
    return str(babel_ngettext(one, many, number))
