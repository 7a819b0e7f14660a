"""Papers as PDF, printed in a process of their own."""

from collections.abc import Callable

import pytest
from browsing import Browser
from builders import decided
from towns import Town

from web import printing


def test_a_paper_is_given_as_pdf(town: Town, browser_of: Callable[[str], Browser]) -> None:
    decided(town)
    answer = browser_of("limingyuan").get("/documents/1.pdf").answer

    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.data.startswith(b"%PDF-")


def test_a_paper_that_cannot_be_printed_says_what_to_do(
    town: Town, browser_of: Callable[[str], Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    decided(town)
    monkeypatch.setattr(printing, "PATIENCE_S", 0.001)
    page = browser_of("limingyuan").get("/documents/1.pdf")

    assert page.status == 503
    assert "用浏览器打印" in page.text
