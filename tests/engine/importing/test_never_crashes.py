"""Whatever the bytes are, a file is judged; what was mapped needs no mapping again."""

import random

import pytest
from foreign import choice, diagram, extended, flow, line, task
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from engine.importing.judging import judge
from engine.importing.reporting import VERDICTS

LOOP = '<multiInstanceLoopCharacteristics camunda:collection="${l}" camunda:elementVariable="i"/>'
SEEDS = (
    line(task('camunda:assignee="a" camunda:dueDate="P1D"', LOOP)),
    choice("${a &gt; 1}", "${!b}"),
    line(task("", extended('<zeebe:assignmentDefinition candidateGroups="a"/>'))),
    diagram(
        '<startEvent id="s"/><subProcess id="a"><startEvent id="i"/><endEvent id="e">'
        '<errorEventDefinition errorRef="x"/></endEvent>'
        + flow("i", "e")
        + '</subProcess><boundaryEvent id="b" attachedToRef="a"><timerEventDefinition>'
        "<timeDuration>${x}</timeDuration></timerEventDefinition></boundaryEvent>"
        + '<endEvent id="z"/>'
        + flow("s", "a")
        + flow("a", "z")
        + flow("b", "z")
    ),
)


@given(st.binary(max_size=200))
def test_any_bytes_are_judged(content):
    assert judge(content).verdict in VERDICTS


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SEEDS), st.integers(0, 2**31))
def test_a_diagram_mutilated_anywhere_is_judged(seed, number):
    judgement = judge(mutilated(seed, random.Random(number)))

    assert judgement.verdict in VERDICTS


def mutilated(xml, dice):
    """Drop, double, move or rename a few nodes and attributes."""
    root = etree.fromstring(xml)
    for _ in range(dice.randrange(1, 6)):
        nodes = [n for n in root.iter() if n.getparent() is not None]
        if not nodes:
            break
        node = dice.choice(nodes)
        act = dice.randrange(5)
        if act == 0:
            node.getparent().remove(node)
        elif act == 1:
            node.addnext(etree.fromstring(etree.tostring(node)))
        elif act == 2 and node.attrib:
            del node.attrib[dice.choice(list(node.attrib))]
        elif act == 3 and node.attrib:
            node.set(
                dice.choice(list(node.attrib)), dice.choice(("", "a", "${", "=", "x:y", "审核"))
            )
        else:
            node.text = dice.choice(("", "${a", "=", "${a.b(c)}", "\u3000", "P"))
    return etree.tostring(root)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_mapped_diagram_needs_no_mapping_again(seed):
    again = judge(judge(seed).diagram)

    assert [n for n in again.notes if n.kind in ("mapped", "dropped")] == []
