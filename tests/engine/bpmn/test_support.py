"""The tables of what is run: complete, without contradiction, and printed as they are."""

from pathlib import Path

import pytest

from engine.bpmn.checking import check_process
from engine.bpmn.support import page
from engine.bpmn.vocabulary import ABSTRACT, DRAWN, REFUSED, REFUSED_ATTRIBUTES, RUN

PAGE = Path(__file__).parents[3] / "docs" / "bpmn-support.md"

#: Every element the schema of BPMN 2.0.2 names.
ELEMENTS = (Path(__file__).parent / "bpmn_elements.txt").read_text().split()


@pytest.mark.parametrize("element", ELEMENTS)
def test_every_element_of_bpmn_is_in_exactly_one_table(element):
    tables = [RUN, DRAWN, REFUSED, ABSTRACT]

    assert sum(element in table for table in tables) == 1


def test_the_tables_name_nothing_that_bpmn_does_not_know():
    assert {*RUN, *DRAWN, *REFUSED, *ABSTRACT} == set(ELEMENTS)


def test_every_refusal_has_its_reason_and_remedy_in_both_languages():
    for refusal in (*REFUSED.values(), *REFUSED_ATTRIBUTES.values()):
        assert all((*refusal.reason, *refusal.remedy))


@pytest.mark.parametrize("element", sorted({*REFUSED, *ABSTRACT}))
def test_what_is_not_run_is_refused_wherever_it_stands(element):
    head = '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL">'
    flow = '<bpmn:sequenceFlow id="f" sourceRef="s" targetRef="z"/>'
    xml = (
        f'{head}<bpmn:process id="p"><bpmn:startEvent id="s"/><bpmn:endEvent id="z">'
        f"<bpmn:{element}/></bpmn:endEvent>{flow}</bpmn:process></bpmn:definitions>"
    )

    errors = [f.code for f in check_process(xml.encode()) if f.severity == "error"]
    assert f"tag_{element}" in errors


def test_the_page_says_what_the_tables_say():
    """When this fails: `python -m engine.bpmn.support > docs/bpmn-support.md`."""
    assert PAGE.read_text(encoding="utf-8") == page()
