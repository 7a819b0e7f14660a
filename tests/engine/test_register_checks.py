"""A diagram that asks the registers for what it does not give is refused before it is published."""

import pytest
from calling import changed
from towns import HERE

from engine.definitions import check_files, read_folder
from engine.rectifying import ACTS
from engine.register_checks import COLUMNS

FILES = read_folder(HERE / "matters/site_check")
DIAGRAM = "process.bpmn"


def found(files: dict[str, bytes]) -> list[tuple[str, str]]:
    return [(one.element_id, one.code) for one in check_files(files) if one.severity == "error"]


def test_the_test_matter_has_no_fault() -> None:
    assert found(FILES) == []


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        (DIAGRAM, 'name="reveal_on"', 'name="shown_on"', ("draw_experts", "missing_property")),
        (DIAGRAM, 'name="specialities"', 'name="fields"', ("draw_experts", "missing_property")),
        (DIAGRAM, '"raises" value="items"', '"raises" value="x"', ("inspect", "missing_list")),
        ("forms/rectify.form", '"key": "answer"', '"key": "done"', ("rectify", "missing_column")),
        ("forms/recheck.form", '"key": "result"', '"key": "x"', ("recheck", "missing_column")),
    ],
)
def test_what_is_missing_is_named(path: str, old: str, new: str, expected: tuple[str, str]) -> None:
    assert expected in found(changed(FILES, path, old, new))


def test_every_act_on_items_says_its_columns() -> None:
    assert set(COLUMNS) == set(ACTS)
