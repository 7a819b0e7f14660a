"""Sign in and out: tokens of the API."""

from dataclasses import dataclass
from typing import Any

from flask import g

from engine import people
from engine import sign_in as signing
from engine.sign_in import SignInFailed
from web.api.blueprint import Blueprint, password_change_needed, refuse_strangers
from web.api.schemas.signing import SignInArgs, TokenData
from web.session import clock, commits, db

bp = Blueprint("tokens", __name__, path="/tokens", zh="登录", en="Signing in")


@dataclass(frozen=True)
class Issued:
    """A new token and whose it is."""

    secret: str
    person_id: str
    name: str


@bp.post("", zh="登录，取得令牌", security=[])
@bp.takes(SignInArgs)
@bp.gives(TokenData, status=201)
def sign_in(sent: dict[str, str]) -> dict[str, Any]:
    """Check name and password and give a token; it ends after twelve hours or at sign-out."""
    wall = clock().now()
    issued = _issue(sent["name"], sent["password"])
    if issued is None:
        raise SignInFailed(
            "登录名或密码不正确。连续输错 5 次将锁定 15 分钟。",
            "The name or the password is wrong; five wrong ones lock sign-in for 15 minutes.",
        )
    return {
        "token": issued.secret,
        "expires_at": wall + signing.TOKEN_FOR,
        "person": {"id": issued.person_id, "name": issued.name},
    }


@commits
def _issue(name: str, password: str) -> Issued | None:
    """Return a new token; None when the password is wrong, with the attempt kept."""
    wall = clock().now()
    found = signing.check_password(db(), name, password, now=wall)
    if found is None:
        return None
    if found.must_change_password:
        raise password_change_needed()
    secret = signing.start_sign_in(db(), found, kind="token", now=wall)
    return Issued(secret, found.id, people.get_person(db(), found.id).name)


@bp.delete("", zh="退出，令牌作废")
@bp.gives(None, status=204)
@commits
def sign_out() -> None:
    """End the token this request bears."""
    refuse_strangers()
    signing.end_sign_in(db(), g.secret)
