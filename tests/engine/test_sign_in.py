"""Signing in: passwords, lock-out, sessions and tokens, all by the wall clock."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from engine import sign_in
from engine.sign_in import (
    ATTEMPTS,
    IDLE_FOR,
    LOCKED_FOR,
    TOKEN_FOR,
    LockedOut,
    SignInFailed,
    WeakPassword,
)
from engine.staffing import add_person, reset_password, set_active, unlock
from engine.store.database import Database, transaction
from engine.store.people import Person, SignIn

NOW = datetime(2026, 11, 10, 1, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spend less on each hash than one must outside of tests."""
    monkeypatch.setattr(sign_in, "_HASHER", PasswordHasher(1, 8, parallelism=1))


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with transaction(database) as one:
        yield one


@pytest.fixture
def ann(session: Session) -> Person:
    return add_person(session, "ann", "安安", password="first-2026")


def fail(session: Session, times: int, now: datetime = NOW) -> None:
    for _ in range(times):
        assert sign_in.check_password(session, "ann", "wrong", now=now) is None


def test_name_and_password_open_the_door(session: Session, ann: Person) -> None:
    assert sign_in.check_password(session, " ANN ", "first-2026", now=NOW) is ann


@pytest.mark.parametrize(
    ("name", "password"),
    [("ann", "First-2026"), ("ann", ""), ("bob", "first-2026"), ("", "")],
    ids=["wrong password", "no password", "unknown name", "nothing"],
)
def test_anything_else_does_not(session: Session, ann: Person, name: str, password: str) -> None:
    assert sign_in.check_password(session, name, password, now=NOW) is None


def test_passwords_are_kept_as_argon2_only(ann: Person) -> None:
    assert ann.password_hash.startswith("$argon2id$")
    assert "first-2026" not in ann.password_hash


def test_a_first_password_must_be_changed(session: Session, ann: Person) -> None:
    assert ann.must_change_password
    sign_in.change_password(ann, "first-2026", "second-2026")

    assert not ann.must_change_password
    assert sign_in.check_password(session, "ann", "second-2026", now=NOW) is ann
    assert sign_in.check_password(session, "ann", "first-2026", now=NOW) is None


@pytest.mark.parametrize(
    "password",
    ["short1", "onlyletters", "1234567890", "ann-2026-x", "first-2026"],
    ids=["too short", "letters only", "digits only", "holds the name", "the old one"],
)
def test_a_weak_password_is_refused(ann: Person, password: str) -> None:
    with pytest.raises(WeakPassword):
        sign_in.change_password(ann, "first-2026", password)


def test_changing_needs_the_old_password(ann: Person) -> None:
    with pytest.raises(SignInFailed):
        sign_in.change_password(ann, "guess-2026", "second-2026")


def test_five_failures_lock_the_account_for_a_while(session: Session, ann: Person) -> None:
    fail(session, ATTEMPTS)

    with pytest.raises(LockedOut) as caught:
        sign_in.check_password(session, "ann", "first-2026", now=NOW + LOCKED_FOR - MINUTE)
    assert "1 分钟" in caught.value.zh
    assert sign_in.check_password(session, "ann", "first-2026", now=NOW + LOCKED_FOR) is ann


def test_a_success_forgets_the_failures_before(session: Session, ann: Person) -> None:
    fail(session, ATTEMPTS - 1)
    assert sign_in.check_password(session, "ann", "first-2026", now=NOW)
    fail(session, ATTEMPTS - 1)

    assert sign_in.check_password(session, "ann", "first-2026", now=NOW) is ann


def test_an_administrator_unlocks(session: Session, ann: Person) -> None:
    fail(session, ATTEMPTS)
    unlock(ann)

    assert sign_in.check_password(session, "ann", "first-2026", now=NOW) is ann


def test_a_session_lasts_while_it_is_used(session: Session, ann: Person) -> None:
    secret = sign_in.start_sign_in(session, ann, kind="browser", now=NOW)
    session.flush()
    later = NOW + IDLE_FOR - MINUTE
    found = sign_in.find_sign_in(session, secret, now=later)
    assert found is not None
    sign_in.keep_alive(found, now=later)

    assert sign_in.find_sign_in(session, secret, now=NOW + IDLE_FOR)
    assert sign_in.find_sign_in(session, secret, now=later + IDLE_FOR) is None


def test_a_token_ends_at_its_hour_however_much_it_is_used(session: Session, ann: Person) -> None:
    secret = sign_in.start_sign_in(session, ann, kind="token", now=NOW)
    session.flush()
    found = sign_in.find_sign_in(session, secret, now=NOW + TOKEN_FOR - MINUTE)
    assert found is not None
    sign_in.keep_alive(found, now=NOW + TOKEN_FOR - MINUTE)

    assert sign_in.find_sign_in(session, secret, now=NOW + TOKEN_FOR) is None


def test_only_a_hash_of_the_secret_is_kept(session: Session, ann: Person) -> None:
    secret = sign_in.start_sign_in(session, ann, kind="browser", now=NOW)
    session.flush()
    kept = session.query(SignIn).one()

    assert len(kept.token_hash) == 64
    assert secret not in kept.token_hash
    assert sign_in.find_sign_in(session, kept.token_hash, now=NOW) is None


def test_signing_out_ends_the_session(session: Session, ann: Person) -> None:
    secret = sign_in.start_sign_in(session, ann, kind="browser", now=NOW)
    session.flush()
    sign_in.end_sign_in(session, secret)

    assert sign_in.find_sign_in(session, secret, now=NOW) is None


@pytest.mark.parametrize("end", ["reset", "dismiss"])
def test_a_reset_or_dismissal_ends_every_session(session: Session, ann: Person, end: str) -> None:
    secret = sign_in.start_sign_in(session, ann, kind="token", now=NOW)
    session.flush()
    if end == "reset":
        reset_password(session, ann, "again-2026")
        assert ann.must_change_password
    else:
        set_active(session, ann, active=False)
        assert sign_in.check_password(session, "ann", "first-2026", now=NOW) is None

    assert sign_in.find_sign_in(session, secret, now=NOW) is None
