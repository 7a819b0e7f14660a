"""Text and html of a form made safe to show: an allow-list, and a little of Markdown."""

import re
from collections.abc import Callable

from lxml import html as lxml_html
from markupsafe import Markup, escape

TAGS = frozenset(
    {"p", "b", "strong", "i", "em", "u", "s", "br", "hr", "ul", "ol", "li", "h2", "h3", "h4", "h5"}
    | {"table", "thead", "tbody", "tr", "th", "td", "dl", "dt", "dd", "div", "span", "small"}
    | {"blockquote", "code", "a", "sup", "sub"}
)
ATTRIBUTES = frozenset({"href", "class", "title", "colspan", "rowspan", "lang"})
LINK = re.compile(r"(https?://|mailto:|tel:|/(?!/)|#)", re.IGNORECASE)
SLOT = re.compile(r"\{\{\s*(.+?)\s*\}\}")
STRONG = re.compile(r"\*\*(.+?)\*\*")


def html_problem(text: str) -> str:
    """Return the first tag, attribute or link that may not stand in a form, "" when none."""
    if not text.strip():
        return ""
    for element in lxml_html.fragments_fromstring(f"<div>{text}</div>"):
        if isinstance(element, str):
            continue
        for each in element.iter():
            if found := _problem(
                each.tag, {str(name): str(value) for name, value in each.attrib.items()}
            ):
                return found
    return ""


def _problem(tag: object, attributes: dict[str, str]) -> str:
    if not isinstance(tag, str):
        return "<!-- -->"
    if tag not in TAGS:
        return f"<{tag}>"
    for name, value in attributes.items():
        if name not in ATTRIBUTES:
            return f"{tag}@{name}"
        if name == "href" and not LINK.match(value.strip()):
            return f"href={value[:30]}"
    return ""


def filled(text: str, value_of: Callable[[str], str]) -> str:
    """Return `text` with each `{{ FEEL }}` replaced by what `value_of` says of it."""
    return SLOT.sub(lambda match: value_of(match[1]), text)


def slots(text: str) -> list[str]:
    """Return the FEEL of each `{{ }}` in `text`."""
    return [match[1] for match in SLOT.finditer(text)]


def drawn_html(text: str, value_of: Callable[[str], str]) -> Markup:
    """Return allowed html as it stands, its slots filled with escaped values."""
    return Markup(filled(text, lambda feel: str(escape(value_of(feel)))))  # noqa: S704 - allow-listed at reading


def drawn_text(text: str, value_of: Callable[[str], str]) -> Markup:
    """Return plain text as paragraphs, `# ` headings, `- ` lists and **bold**."""
    blocks = re.split(r"\n\s*\n", filled(text, value_of).strip())
    return Markup("\n").join(_block(block) for block in blocks if block.strip())


def _block(block: str) -> Markup:
    lines = [line.strip() for line in block.splitlines()]
    if lines[0].startswith("#"):
        rest = _block("\n".join(lines[1:])) if lines[1:] else Markup()
        return Markup("<h3>{}</h3>").format(lines[0].lstrip("# ")) + rest
    if all(line.startswith(("- ", "* ")) for line in lines):
        items = Markup().join(Markup("<li>{}</li>").format(_bold(line[2:])) for line in lines)
        return Markup("<ul>{}</ul>").format(items)
    return Markup("<p>{}</p>").format(Markup("<br>").join(_bold(line) for line in lines))


def _bold(line: str) -> Markup:
    return Markup(STRONG.sub(r"<strong>\1</strong>", str(escape(line))))  # noqa: S704 - escaped before
