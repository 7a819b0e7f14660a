"""A limits.toml that is not lawful is refused before it is published."""

import pytest

from engine.catalogue import catalogue
from engine.limit_checks import check_limits

GROUNDS = frozenset({"hearing", "expert_review"})

DECIDE = '[limits.decide]\nname = "决定"\namount = "7WD"\nkind = "statutory"\nstart = "case.a"\n'


def codes(text: str) -> list[str]:
    return [finding.zh for finding in check_limits(text.encode(), GROUNDS)]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param('[limits.x]\nname="x"\namount="0WD"', "1 至", id="zero amount"),
        pytest.param('[limits.x]\nname="x"\namount="-3WD"', "无法识别", id="negative amount"),
        pytest.param('[limits.x]\nname="x"\namount="7XX"', "无法识别", id="unknown unit"),
        pytest.param('[limits.x]\nname="x"', "缺少", id="no amount"),
        pytest.param('[limits.x]\nname="x"\namount="8WD"\nlaw="SG-D"', "长于法定", id="建筑法 8"),
        pytest.param(
            '[limits.x]\nlaw="NONE"\nname="x"\namount="8WD"', "没有 NONE", id="no such law"
        ),
        pytest.param(
            '[limits.x]\nname="x"\namount="8WD"\nstop=["holiday"]', "holiday", id="许可法 45"
        ),
        pytest.param(
            DECIDE + '[limits.p]\nname="p"\namount="8WD"\nkind="promised"\nstart="case.a"',
            "承诺时限",
            id="promise over statute",
        ),
        pytest.param("limits =", "TOML", id="not TOML"),
        pytest.param('[limits.x]\nlaw="R1"\nstop=["hearing"]', "没有规定停表", id="许可法 32 stop"),
        pytest.param('[limits.x]\nlaw="R1"\nextension="once"', "没有规定可以延期", id="许可法 32"),
        pytest.param(
            '[limits.x]\nlaw="R3"\nextension={most=11, times=1}',
            "长于法律允许的 10",
            id="许可法 42",
        ),
        pytest.param(
            '[limits.x]\nlaw="R3"\nextension={most=5, times=2}', "延期一次", id="许可法 42 twice"
        ),
        pytest.param(
            '[limits.x]\nname="x"\namount="8WD"\nextension={most=0, times=1}',
            "1 至",
            id="extension of nothing",
        ),
        pytest.param(
            '[limits.x]\nname="x"\namount="8WD"\nextension="often"', "延期须写作", id="extension"
        ),
        pytest.param(
            DECIDE + 'ladder=[{key="w", left=1}]', "届满的一档", id="statute without its end"
        ),
        pytest.param(
            '[limits.x]\nname="x"\namount="8WD"\nladder=[{key="w", left=-1}]', "left", id="ladder"
        ),
    ],
)
def test_an_unlawful_limit_is_found(text: str, says: str) -> None:
    assert any(says in found for found in codes(text))


def test_a_lawful_limit_passes() -> None:
    assert codes(DECIDE + 'law = "SG-D"\nstop = ["hearing"]\n') == []


def test_a_limit_takes_from_the_law_what_it_does_not_say() -> None:
    assert codes('[limits.x]\nlaw = "SG-D"\nkind = "statutory"\n') == []


def test_the_catalogue_bears_article_and_mark_in_every_row() -> None:
    assert all(row.article and row.mark in "VKU" for row in catalogue().values())
