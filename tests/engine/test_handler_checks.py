"""What a matter may not say of several handlers, votes and closed cases, found before it runs."""

from collections.abc import Callable

import pytest
from councils import FOLDER, having, one_by_one
from lxml import etree

from engine.definitions import check_files
from engine.shared import read_folder


def unmarked(root: etree._Element) -> None:
    for marker in root.iter("{*}multiInstanceLoopCharacteristics"):
        marker.getparent().remove(marker)
        return


@pytest.mark.parametrize(
    ("change", "element", "code"),
    [
        (having("countersign", several="both"), "countersign", "several"),
        (one_by_one("countersign"), "countersign", "several"),
        (having("countersign", several="sequence"), "countersign", "several"),
        (unmarked, "countersign", "several"),
        (having("countersign", share="3/2"), "countersign", "share"),
        (having("countersign", share="most"), "countersign", "share"),
        (having("ballot", quorum="5"), "ballot", "share"),
        (having("ballot", several=None), "ballot", "several"),
        (having("ballot", collection=None), "ballot", "loop"),
        (having("look_into", assignee="=case.a", section=None), "look_into", "several"),
        (having("ballot", vote="view"), "ballot", "vote_field"),
        (having("ballot", form="report"), "ballot", "vote_field"),
        (having("ballot", convener="qinlan"), "ballot", "convener"),
        (having("decide", set='={x: votes("look_into").yes}'), "decide", "votes_of_none"),
        (having("look_into", several="all", collection="=[]", item="m"), "look_into", "several"),
    ],
)
def test_a_diagram_that_could_not_be_voted_on_is_refused(
    change: Callable[[etree._Element], None], element: str, code: str
) -> None:
    root = etree.fromstring((FOLDER / "process.bpmn").read_bytes())
    change(root)
    files = {**read_folder(FOLDER), "process.bpmn": etree.tostring(root)}
    found = [one for one in check_files(files) if one.severity == "error"]

    assert (element, code) in [(one.element_id, one.code) for one in found]
    assert all(one.zh and one.en and one.remedy_zh and one.remedy_en for one in found)


@pytest.mark.parametrize(
    ("old", "new", "severity"),
    [
        ('access = "closed"', 'access = "shut"', "error"),
        ('supervisors = ["supervision/supervisor"]', 'supervisors = ["supervisor"]', "error"),
        ('admitting = ["supervision/supervisor"]', 'admitting = ["a/b/c"]', "error"),
        ('supervisors = ["supervision/supervisor"]\n', "", "warning"),
    ],
)
def test_who_reads_closed_cases_is_judged(old: str, new: str, severity: str) -> None:
    files = read_folder(FOLDER)
    matter = files["matter.toml"].decode().replace(old, new)
    found = check_files({**files, "matter.toml": matter.encode()})

    assert [("access", severity)] == [(one.code, one.severity) for one in found]


def test_the_council_is_fit_to_run() -> None:
    assert check_files(read_folder(FOLDER)) == ()
