"""Programs that use the API of the town."""

from pathlib import Path

import pytest
from api_programs import Program, Users, application
from flask import Flask
from towns import Town

from engine.sign_in import start_sign_in
from engine.store.database import transaction
from engine.store.people import Person


@pytest.fixture
def app(town: Town, tmp_path: Path) -> Flask:
    """Give the application in demo mode."""
    return application(town, tmp_path, demo=True)


@pytest.fixture
def stranger(app: Flask) -> Program:
    """Give a program that has not signed in."""
    return Program(app.test_client())


@pytest.fixture
def user(app: Flask, town: Town) -> Users:
    """Give a program a token by name; `test_signing_in` goes the way of the password."""

    def sign_in(name: str, language: str = "zh") -> Program:
        with transaction(town.database) as session:
            who = session.get_one(Person, name)
            token = start_sign_in(session, who, kind="token", now=town.clock.now())
        return Program(app.test_client(), token, language)

    return sign_in
