"""Signing in: what is sent, and the token given."""

import marshmallow as ma
from marshmallow import validate

from web.api import fields as a
from web.api.schemas.parts import Answer, Somebody

LONGEST_PASSWORD = 200


class SignInArgs(ma.Schema):
    """A name and a password."""

    name = a.key("登录名 · sign-in name", required=True)
    password = a.text(required=True, validate=validate.Length(max=LONGEST_PASSWORD))


class TokenData(Answer):
    """A token; it is shown this once."""

    token = a.text("放在 Authorization: Bearer 之后 · goes behind Authorization: Bearer")
    expires_at = a.instant(null=False)
    person = a.one(Somebody)
