"""A model that was broken by hand is told to be so, and breaks nothing else."""

import random
from contextlib import suppress
from pathlib import Path

from lxml import etree

from engine.dmn import InvalidDecision, compile_model, decide, read_model, remarks_on
from engine.feel import FeelError

HOUSE = Path(__file__).parents[3]
MODELS = [
    *sorted((HOUSE / "processes").rglob("*.dmn")),
    *sorted((Path(__file__).parent / "models").glob("*.dmn")),
]
TEXTS = ("", "1 +", "x", "null", "-", '"a"')
COUNT = 200


def _broken(source: random.Random) -> bytes:
    """Return a model after one to three random cuts and changes."""
    root = etree.fromstring(source.choice(MODELS).read_bytes())
    for _ in range(source.randint(1, 3)):
        elements = [e for e in root.iter(etree.Element) if e is not root]
        source.choice((_cut, _blank, _rename, _reword))(source, source.choice(elements), elements)
    return etree.tostring(root)


def _cut(source: random.Random, element: etree._Element, elements: object) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _blank(source: random.Random, element: etree._Element, elements: object) -> None:
    for name in list(element.attrib)[:1]:
        element.attrib[name] = source.choice(TEXTS)


def _rename(source: random.Random, element: etree._Element, elements: list[etree._Element]) -> None:
    element.tag = source.choice(elements).tag


def _reword(source: random.Random, element: etree._Element, elements: object) -> None:
    element.text = source.choice(TEXTS)


def test_a_broken_model_raises_nothing_but_its_own_errors() -> None:
    source, decided = random.Random(20260302), 0
    for _ in range(COUNT):
        with suppress(InvalidDecision):
            model = read_model(_broken(source))
            compile_model(model)
            remarks_on(model)
            for key in model.elements:
                with suppress(FeelError, InvalidDecision):
                    decide(model, key, {"case": {"application": {"sfts": True}}})
                    decided += 1

    assert decided > COUNT
