"""Look into the elements of a DMN file, whatever the namespace of their version."""

from collections.abc import Iterator

from lxml import etree

Element = etree._Element


def kind_of(element: Element) -> str:
    """Return an element's name without its namespace, empty for a remark."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def all_of(element: Element, *kinds: str) -> Iterator[Element]:
    """Yield the children of these kinds."""
    return (child for child in element if kind_of(child) in kinds)


def one_of(element: Element | None, kind: str) -> Element | None:
    """Return the first child of a kind, None if there is none."""
    return None if element is None else next(all_of(element, kind), None)


def text_of(element: Element | None, kind: str = "text") -> str:
    """Return the text of a child, empty if there is none."""
    child = one_of(element, kind)
    return "".join(map(str, child.itertext())).strip() if child is not None else ""


def name_of(element: Element) -> str:
    """Return the name attribute with single spaces, empty if there is none."""
    return " ".join(element.get("name", "").split())


def type_of(element: Element | None) -> str:
    """Return a type reference without the prefix of its language (`feel:string`, `{uri}string`)."""
    if element is None:
        return ""
    written = element.get("typeRef", "") or text_of(element, "typeRef")
    return written.rpartition("}")[2].rpartition(":")[2]
