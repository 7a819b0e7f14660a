"""Rules that every template keeps: they hold the content security policy and htmx 4 together."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

import web

FOLDER = Path(web.__file__).parent / "templates"
TEMPLATES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.html"))
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)

REFUSED = {
    "an inline script": r"<script(?![^>]*\bsrc=)",
    "an event handler attribute": r"<[^>{]*\son[a-z]+\s*=",
    "a handler that htmx would evaluate": r"\bhx-on[:-]",
    "a javascript: address": r"javascript:",
    "a trigger filter that htmx would evaluate": r'hx-trigger="[^"{]*\[',
    "something from another host": r'(?:src|href)="https?://',
}


def source(name: str) -> str:
    return COMMENT.sub("", (FOLDER / name).read_text("utf-8"))


@pytest.mark.parametrize("name", TEMPLATES)
@pytest.mark.parametrize("what", REFUSED)
def test_a_template_has_nothing_the_policy_refuses(name: str, what: str) -> None:
    assert re.search(REFUSED[what], source(name)) is None


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_compiles(name: str) -> None:
    Environment(
        loader=FileSystemLoader(FOLDER), extensions=["jinja2.ext.i18n"], autoescape=True
    ).get_template(name)


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_posting_form_carries_the_token(name: str) -> None:
    forms = re.findall(r"<form[^>]*method=\"post\".*?</form>", source(name), re.DOTALL)

    assert [form[:80] for form in forms if "csrf" not in form] == []


def test_requests_of_htmx_inherit_the_token() -> None:
    """htmx 4 inherits nothing unless it is said: without it every request would be refused."""
    assert 'hx-headers:inherited=\'{"X-CSRF-Token"' in source("base.html")
