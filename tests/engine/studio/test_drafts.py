"""The draft of a matter: one at a time, and nobody's work lost."""

import pytest
from towns import MATTERS, Town

from engine.definitions import definition_id, read_folder
from engine.errors import Conflict, InvalidSubmission, NotFound
from engine.store.database import reading, transaction
from engine.studio import drafts
from engine.studio.drafts import FileChanged, sha256_of
from engine.studio.trail import first_break, matter_records

MATTER = "three_steps"
GUIDE = "guide.md"


def save(
    town: Town, content: bytes, expected: str | None, by: str = "luyi", path: str = GUIDE
) -> str:
    with transaction(town.database) as session:
        saved = drafts.save_file(
            session, MATTER, path, content, expected=expected, by=by, at=town.now
        )
        return saved.sha256


def sha_now(town: Town, path: str = GUIDE) -> str:
    with reading(town.database) as session:
        return sha256_of(drafts.files_now(session, MATTER, at=town.now)[path])


def test_a_draft_begins_from_the_version_in_force(town: Town) -> None:
    with transaction(town.database) as session:
        draft = drafts.open_draft(session, MATTER, by="luyi", at=town.now)
        files = {path: one.content for path, one in drafts.read_draft(session, MATTER).items()}

        assert draft.based_on == definition_id(files)
    folder = read_folder(MATTERS[1])
    assert set(folder) == set(files)
    assert {path for path in files if files[path] != folder[path]} <= {"limits.toml"}


def test_the_first_save_opens_the_draft(town: Town) -> None:
    save(town, b"# new\n", sha_now(town))

    with reading(town.database) as session:
        assert drafts.files_now(session, MATTER, at=town.now)[GUIDE] == b"# new\n"
        draft = drafts.find_draft(session, MATTER)
        assert draft is not None
        assert (draft.revision, draft.changed_by) == (1, "luyi")


def test_two_who_save_the_same_file_are_told_and_neither_loses(town: Town) -> None:
    begun_from = sha_now(town)
    first = save(town, b"by luyi", begun_from)

    with transaction(town.database) as session:
        with pytest.raises(FileChanged) as told:
            drafts.save_file(
                session, MATTER, GUIDE, b"by maqian", expected=begun_from, by="maqian", at=town.now
            )
        drafts.keep_copy(session, MATTER, GUIDE, b"by maqian", by="maqian", at=town.now)

    assert told.value.standing is not None
    assert (told.value.standing.changed_by, told.value.standing.sha256) == ("luyi", first)
    with reading(town.database) as session:
        assert drafts.files_now(session, MATTER, at=town.now)[GUIDE] == b"by luyi"
        assert [one.content for one in drafts.copies_of(session, MATTER)] == [b"by maqian"]


def test_the_same_bytes_are_no_change(town: Town) -> None:
    same = save(town, b"once", sha_now(town))

    assert save(town, b"once", "somebody else's", by="maqian") == same
    with reading(town.database) as session:
        draft = drafts.find_draft(session, MATTER)
        assert draft is not None
        assert draft.revision == 1


def test_a_file_that_was_removed_meanwhile_is_told(town: Town) -> None:
    begun_from = sha_now(town)
    with transaction(town.database) as session:
        drafts.remove_file(session, MATTER, GUIDE, expected=begun_from, by="maqian", at=town.now)

    with pytest.raises(FileChanged):
        save(town, b"mine", begun_from)


def test_a_draft_thrown_away_leaves_what_is_published(town: Town) -> None:
    before = sha_now(town)
    save(town, b"gone soon", before)
    with transaction(town.database) as session:
        drafts.discard_draft(session, MATTER, by="luyi", at=town.now)

    assert sha_now(town) == before
    with transaction(town.database) as session, pytest.raises(NotFound):
        drafts.discard_draft(session, MATTER, by="luyi", at=town.now)


def test_every_act_is_a_record_in_a_whole_chain(town: Town) -> None:
    save(town, b"one", sha_now(town))
    save(town, b"two", sha256_of(b"one"), by="maqian")

    with transaction(town.database) as session:
        drafts.discard_draft(session, MATTER, by="luyi", at=town.now)
        found = matter_records(session, MATTER)
        assert [(one.kind, one.person_id) for one in reversed(found)] == [
            ("draft_opened", "luyi"),
            ("file_saved", "luyi"),
            ("file_saved", "maqian"),
            ("draft_discarded", "luyi"),
        ]
        assert first_break(session, MATTER) is None
        found[1].person_id = "luyi"
        session.flush()
        assert first_break(session, MATTER) == 3


@pytest.mark.parametrize(
    "path",
    ["../matter.toml", "/etc/x.toml", "forms/.hidden.form", "a.py", "forms//a.form", "x" * 200],
)
def test_a_path_outside_the_matter_is_refused(town: Town, path: str) -> None:
    with pytest.raises(InvalidSubmission):
        save(town, b"", None, path=path)


def test_a_new_matter_needs_a_key_of_its_own(town: Town) -> None:
    with transaction(town.database) as session:
        with pytest.raises(Conflict):
            drafts.begin_matter(session, MATTER, {}, by="luyi", at=town.now)
        with pytest.raises(InvalidSubmission):
            drafts.begin_matter(session, "Not a key", {}, by="luyi", at=town.now)
