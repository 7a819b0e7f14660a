"""What the bureau lends to every expression of a case: who holds a post, and how a vote stands."""

from collections.abc import Callable, Sequence
from datetime import date

from sqlalchemy.orm import Session

from engine import people
from engine.store.cases import Case
from engine.votes import tally_of

#: Their names, for the check of a matter.
NAMES = frozenset({"holders", "sections_of", "votes"})


def lend(session: Session, case: Case, day: date) -> dict[str, Callable[..., object]]:
    """Return the functions of NAMES for a case on a day.

    holders("section", "post") gives [{key: person id, name}] in order of appointment, each person
    once; either may be null for any, or a list. sections_of("person") gives keys of sections.
    votes("element") gives a tally (`engine.votes`), null before anybody was called.
    """

    def holders(section: object = None, post: object = None) -> list[dict[str, str]]:
        found = people.persons_holding(session, _keys(section), _keys(post), day)
        return [{"key": one.id, "name": one.name} for one in found]

    def sections_of(person: object) -> list[str]:
        posts = people.posts_on(session, str(person), day)
        return list(dict.fromkeys(section for section, _ in posts))

    def votes(element: object) -> dict[str, object] | None:
        kept = (case.rounds or {}).get(str(element))
        return tally_of(kept).as_feel() if kept else None

    return {"holders": holders, "sections_of": sections_of, "votes": votes}


def _keys(value: object) -> Sequence[str] | None:
    if value is None:
        return None
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]
