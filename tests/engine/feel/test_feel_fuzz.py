"""Whatever is written, only errors of FEEL come out; `make soak` asks a million texts."""

from tests.engine.feel.fuzzing import outcomes

COUNT = 20_000


def test_random_texts_raise_nothing_but_feel_errors() -> None:
    found = outcomes(20260302, COUNT)

    assert found.total() == 2 * COUNT
    assert set(found) <= {"value", "null", "feel_syntax", "feel_limit", "feel_function"}
    assert found["value"] > COUNT / 5  # the texts do reach what they are to try
