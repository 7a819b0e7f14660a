"""Signing in: argon2 passwords, lock-out, server-side sessions and API tokens.

Moments here come from the wall clock: a demo clock neither locks anybody out nor lets them in.
"""

import hashlib
import math
import secrets
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import delete
from sqlalchemy.orm import Session

from engine.errors import BanjieError, NotAllowed
from engine.store.people import Person, SignIn

#: After so many wrong passwords in a row a person is locked out for a while.
ATTEMPTS = 5
LOCKED_FOR = timedelta(minutes=15)
#: A browser session ends after this long without a request, a token this long after sign-in.
IDLE_FOR = timedelta(hours=8)
TOKEN_FOR = timedelta(hours=12)
SHORTEST_PASSWORD = 8

_HASHER = PasswordHasher()


class SignInFailed(NotAllowed):
    """The name or the password is wrong."""

    code = "sign_in_failed"


class LockedOut(NotAllowed):
    """Too many wrong passwords; sign-in is locked for a while."""

    code = "locked_out"


class WeakPassword(BanjieError):
    """The new password is too short or too plain."""

    code = "weak_password"


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password."""
    return _HASHER.hash(password)


def check_password(session: Session, name: str, password: str, *, now: datetime) -> Person | None:
    """Return the person when name and password fit; None when they do not (count kept).

    Raises LockedOut while the person is locked out. The caller commits either way, so that failed
    attempts are not lost.
    """
    person = session.get(Person, name.strip().lower(), with_for_update=True)
    if person is None or not person.is_active:
        _HASHER.hash(password)  # as slow as a real check, so that names cannot be guessed
        return None
    if person.locked_until_at is not None and person.locked_until_at > now:
        minutes = math.ceil((person.locked_until_at - now) / timedelta(minutes=1))
        raise LockedOut(
            f"密码连续输错 {ATTEMPTS} 次，账号已锁定，请 {minutes} 分钟后再试，或联系管理员解锁。",
            f"Too many wrong passwords; try again in {minutes} minutes or ask an administrator.",
        )
    if _fits(person.password_hash, password):
        person.failed_attempts, person.locked_until_at = 0, None
        return person
    person.failed_attempts += 1
    if person.failed_attempts >= ATTEMPTS:
        person.failed_attempts, person.locked_until_at = 0, now + LOCKED_FOR
    return None


def _fits(hashed: str, password: str) -> bool:
    try:
        return _HASHER.verify(hashed, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


def change_password(person: Person, old: str, new: str) -> None:
    """Replace a person's password; raises SignInFailed or WeakPassword."""
    if not _fits(person.password_hash, old):
        raise SignInFailed("原密码不正确。", "The old password is wrong.")
    refuse_weak(person, new)
    if new == old:
        raise WeakPassword("新密码不能与原密码相同。", "The new password must differ from the old.")
    person.password_hash = hash_password(new)
    person.must_change_password = False


def refuse_weak(person: Person, password: str) -> None:
    """Raise WeakPassword for one that is short, one kind of sign only, or the person's name."""
    kinds = [any(map(test, password)) for test in (str.isalpha, str.isdigit)]
    if len(password) < SHORTEST_PASSWORD or not all(kinds) or person.id in password.lower():
        raise WeakPassword(
            f"密码至少 {SHORTEST_PASSWORD} 位，须同时含字母和数字，且不含登录名。",
            f"At least {SHORTEST_PASSWORD} signs, letters and digits, without the sign-in name.",
        )


def start_sign_in(session: Session, person: Person, *, kind: str, now: datetime) -> str:
    """Open a session ("browser") or a token ("token"); returns the secret, kept only as a hash."""
    secret = secrets.token_urlsafe(32)
    session.add(
        SignIn(
            token_hash=_hash(secret),
            kind=kind,
            person_id=person.id,
            started_at=now,
            seen_at=now,
            ends_at=now + (IDLE_FOR if kind == "browser" else TOKEN_FOR),
            values={},
        )
    )
    return secret


def find_sign_in(session: Session, secret: str, *, now: datetime) -> SignIn | None:
    """Return the sign-in of a secret that has not ended."""
    found = session.get(SignIn, _hash(secret))
    return found if found is not None and found.ends_at > now else None


def keep_alive(found: SignIn, *, now: datetime) -> None:
    """Move the end of a browser session on, at most once a minute."""
    if found.kind == "browser" and now - found.seen_at > timedelta(minutes=1):
        found.seen_at, found.ends_at = now, now + IDLE_FOR


def end_sign_in(session: Session, secret: str) -> None:
    """End a session or token."""
    session.execute(delete(SignIn).where(SignIn.token_hash == _hash(secret)))


def end_all(session: Session, person_id: str) -> None:
    """End every session and token of a person."""
    session.execute(delete(SignIn).where(SignIn.person_id == person_id))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
