"""Cases of the models in this folder."""

from collections.abc import Callable

import pytest
from bpmn_cases import Case, read_model


@pytest.fixture(params=["in memory", "reloaded before every act"])
def new_case(request: pytest.FixtureRequest) -> Callable[..., Case]:
    """Start a case of a model; every test runs with and without saving in between."""

    def start(model: str, **answers: object) -> Case:
        reloads = request.param != "in memory"
        return Case(read_model(model), dict(answers), reloads).start()

    return start
