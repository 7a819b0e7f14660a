"""Names of persons, sections, posts and matters in the language of the request."""

from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.store.people import Person, Post, Section
from engine.store.publishing import Matter
from web.language import pick

Data = dict[str, object]


@dataclass(frozen=True)
class Names:
    """The names one answer needs, read once each."""

    session: Session

    @cached_property
    def persons(self) -> dict[str, str]:
        """Names by sign-in name."""
        return {row.id: row.name for row in self.session.scalars(select(Person))}

    @cached_property
    def _sections(self) -> dict[str, str]:
        rows = self.session.scalars(select(Section))
        return {row.key: pick(row.name, row.name_en) for row in rows}

    @cached_property
    def _posts(self) -> dict[str, str]:
        return {row.key: pick(row.name, row.name_en) for row in self.session.scalars(select(Post))}

    @cached_property
    def _matters(self) -> dict[str, str]:
        rows = self.session.scalars(select(Matter))
        return {row.key: pick(row.name, row.name_en) for row in rows}

    def person(self, person_id: str | None) -> Data | None:
        """Return {id, name} of a person; None for nobody."""
        if person_id is None:
            return None
        return {"id": person_id, "name": self.persons.get(person_id, person_id)}

    def section(self, key: str) -> Data:
        """Return {key, name} of a section."""
        return {"key": key, "name": self._sections.get(key, key)}

    def post(self, key: str) -> Data:
        """Return {key, name} of a post."""
        return {"key": key, "name": self._posts.get(key, key)}

    def matter(self, key: str) -> Data:
        """Return {key, name} of a matter."""
        return {"key": key, "name": self._matters.get(key, key)}
