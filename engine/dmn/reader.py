"""Read a DMN file (1.1 to 1.5) into a model; the XML is parsed without entities or network."""

from collections.abc import Callable, Iterator, Mapping

from lxml import etree

from engine.dmn import model as m
from engine.dmn.errors import Finding, InvalidDecision
from engine.dmn.logic_reader import child_logic, read_function
from engine.dmn.xml import Element, all_of, kind_of, name_of, one_of, text_of, type_of

_PARSER_OPTIONS = {"resolve_entities": False, "no_network": True, "huge_tree": False}
MAX_BYTES = 5_000_000


def read_model(xml: bytes, imports: Mapping[str, m.Model] | None = None) -> m.Model:
    """Return the model of a file; `imports` maps namespaces to models already read.

    Raises InvalidDecision if it is no DMN.
    """
    root = _root(xml)
    wanted = [(name_of(e), e.get("namespace", "")) for e in all_of(root, "import") if _is_dmn(e)]
    given = imports or {}
    elements = tuple(_elements(root))
    return m.Model(
        name=name_of(root),
        namespace=root.get("namespace", ""),
        elements={element.id: element for element in elements},
        types=tuple(_item(e) for e in all_of(root, "itemDefinition")),
        imports=tuple((alias, given[space]) for alias, space in wanted if space in given),
        missing=tuple(space for _, space in wanted if space not in given),
        names=_names(root) | {name for model in given.values() for name in model.names},
    )


def _root(xml: bytes) -> Element:
    if len(xml) > MAX_BYTES:
        raise _invalid("too_large", "DMN 文件过大。", "The DMN file is too large.")
    try:
        root = etree.fromstring(xml, etree.XMLParser(**_PARSER_OPTIONS))  # type: ignore[arg-type]
    except etree.XMLSyntaxError as error:
        raise _invalid("no_xml", f"DMN 不是合法的 XML：{error}", f"Not XML: {error}") from error
    if kind_of(root) != "definitions":
        raise _invalid("no_dmn", "文件不是 DMN 模型。", "The file is no DMN model.")
    return root


def _invalid(code: str, zh: str, en: str) -> InvalidDecision:
    return InvalidDecision(Finding(code, (), zh, en))


def _variable_type(element: Element) -> str:
    return type_of(one_of(element, "variable"))


def _is_dmn(element: Element) -> bool:
    return "DMN" in element.get("importType", "") or "MODEL" in element.get("importType", "")


def _hrefs(element: Element, *kinds: str) -> tuple[str, ...]:
    return tuple(child.get("href", "") for child in all_of(element, *kinds))


def _names(root: Element) -> frozenset[str]:
    """Return every name that a text in the model could use."""
    found = {name_of(e) for e in root.iter() if isinstance(e.tag, str) and e.get("name")}
    found |= {e.get("iteratorVariable", "") for e in root.iter() if isinstance(e.tag, str)}
    return frozenset(name for name in found if name)


def _elements(root: Element) -> Iterator[m.Element]:
    for element in root:
        read = _ELEMENTS.get(kind_of(element))
        if read is not None:
            yield read(element)


def _identity(element: Element) -> tuple[str, str, str]:
    variable = one_of(element, "variable")
    name = name_of(variable) if variable is not None and variable.get("name") else name_of(element)
    return element.get("id", "") or name, name or name_of(element), _variable_type(element)


def _input_data(element: Element) -> m.InputData:
    return m.InputData(*_identity(element))


def _requirements(element: Element) -> tuple[str, ...]:
    groups = all_of(element, "informationRequirement", "knowledgeRequirement")
    kinds = ("requiredInput", "requiredDecision", "requiredKnowledge")
    return tuple(href for group in groups for href in _hrefs(group, *kinds))


def _decision(element: Element) -> m.Decision:
    return m.Decision(*_identity(element), child_logic(element), _requirements(element))


def _knowledge(element: Element) -> m.Knowledge:
    encapsulated = one_of(element, "encapsulatedLogic")
    function = None if encapsulated is None else read_function(encapsulated)
    return m.Knowledge(*_identity(element), function, _requirements(element))


def _service(element: Element) -> m.Service:
    return m.Service(
        *_identity(element),
        outputs=_hrefs(element, "outputDecision"),
        input_decisions=_hrefs(element, "inputDecision"),
        input_data=_hrefs(element, "inputData"),
    )


_ELEMENTS: dict[str, Callable[[Element], m.Element]] = {
    "inputData": _input_data,
    "decision": _decision,
    "businessKnowledgeModel": _knowledge,
    "decisionService": _service,
}


def _item(element: Element) -> m.ItemDefinition:
    function = one_of(element, "functionItem")
    return m.ItemDefinition(
        name=name_of(element),
        base=type_of(element),
        is_collection=element.get("isCollection") in ("true", "1"),
        allowed=text_of(one_of(element, "allowedValues")),
        constraint=text_of(one_of(element, "typeConstraint")),
        components=tuple(
            m.Component(name_of(part), _item(part)) for part in all_of(element, "itemComponent")
        ),
        function=None if function is None else _function_item(function),
    )


def _function_item(element: Element) -> tuple[tuple[str, ...], str]:
    parameters = tuple(type_of(part) for part in all_of(element, "parameters"))
    return parameters, element.get("outputTypeRef", "")
