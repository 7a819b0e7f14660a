"""Read a DMN file (1.1 to 1.5) into a model; the XML is parsed without entities or network."""

from collections.abc import Callable, Iterator, Mapping

from lxml import etree

from engine.dmn import model as m
from engine.dmn.errors import Finding, InvalidDecision

Element = etree._Element
_PARSER_OPTIONS = {"resolve_entities": False, "no_network": True, "huge_tree": False}
MAX_BYTES = 5_000_000


def read_model(xml: bytes, imports: Mapping[str, m.Model] | None = None) -> m.Model:
    """Return the model of a file; `imports` maps namespaces to models already read.

    Raises InvalidDecision if it is no DMN.
    """
    root = _root(xml)
    wanted = [(_name(e), e.get("namespace", "")) for e in _all(root, "import") if _is_dmn(e)]
    given = imports or {}
    elements = tuple(_elements(root))
    return m.Model(
        name=_name(root),
        namespace=root.get("namespace", ""),
        elements={element.id: element for element in elements},
        types=tuple(_item(e) for e in _all(root, "itemDefinition")),
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
    if _kind(root) != "definitions":
        raise _invalid("no_dmn", "文件不是 DMN 模型。", "The file is no DMN model.")
    return root


def _invalid(code: str, zh: str, en: str) -> InvalidDecision:
    return InvalidDecision(Finding(code, (), zh, en))


def _kind(element: Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _all(element: Element, *kinds: str) -> Iterator[Element]:
    return (child for child in element if _kind(child) in kinds)


def _one(element: Element | None, kind: str) -> Element | None:
    return None if element is None else next(_all(element, kind), None)


def _text(element: Element | None, kind: str = "text") -> str:
    """Return the text of a child, empty if there is none."""
    child = _one(element, kind)
    return "".join(map(str, child.itertext())).strip() if child is not None else ""


def _name(element: Element) -> str:
    return " ".join(element.get("name", "").split())


def _type(element: Element | None) -> str:
    """Return a type reference without the prefix of its language (`feel:string`, `{uri}string`)."""
    if element is None:
        return ""
    written = element.get("typeRef", "") or _text(element, "typeRef")
    return written.rpartition("}")[2].rpartition(":")[2]


def _variable_type(element: Element) -> str:
    return _type(_one(element, "variable"))


def _is_dmn(element: Element) -> bool:
    return "DMN" in element.get("importType", "") or "MODEL" in element.get("importType", "")


def _hrefs(element: Element, *kinds: str) -> tuple[str, ...]:
    return tuple(child.get("href", "") for child in _all(element, *kinds))


def _names(root: Element) -> frozenset[str]:
    """Return every name that a text in the model could use."""
    found = {_name(e) for e in root.iter() if isinstance(e.tag, str) and e.get("name")}
    found |= {e.get("iteratorVariable", "") for e in root.iter() if isinstance(e.tag, str)}
    return frozenset(name for name in found if name)


def _elements(root: Element) -> Iterator[m.Element]:
    for element in root:
        read = _ELEMENTS.get(_kind(element))
        if read is not None:
            yield read(element)


def _identity(element: Element) -> tuple[str, str, str]:
    variable = _one(element, "variable")
    name = _name(variable) if variable is not None and variable.get("name") else _name(element)
    return element.get("id", "") or name, name or _name(element), _variable_type(element)


def _input_data(element: Element) -> m.InputData:
    return m.InputData(*_identity(element))


def _requirements(element: Element) -> tuple[str, ...]:
    groups = _all(element, "informationRequirement", "knowledgeRequirement")
    kinds = ("requiredInput", "requiredDecision", "requiredKnowledge")
    return tuple(href for group in groups for href in _hrefs(group, *kinds))


def _decision(element: Element) -> m.Decision:
    return m.Decision(*_identity(element), _child_logic(element), _requirements(element))


def _knowledge(element: Element) -> m.Knowledge:
    encapsulated = _one(element, "encapsulatedLogic")
    function = None if encapsulated is None else _function(encapsulated)
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
    function = _one(element, "functionItem")
    return m.ItemDefinition(
        name=_name(element),
        base=_type(element),
        is_collection=element.get("isCollection") in ("true", "1"),
        allowed=_text(_one(element, "allowedValues")),
        constraint=_text(_one(element, "typeConstraint")),
        components=tuple(
            m.Component(_name(part), _item(part)) for part in _all(element, "itemComponent")
        ),
        function=None if function is None else _function_item(function),
    )


def _function_item(element: Element) -> tuple[tuple[str, ...], str]:
    parameters = tuple(_type(part) for part in _all(element, "parameters"))
    return parameters, element.get("outputTypeRef", "")


# --- logic ------------------------------------------------------------------------------------


def _logic(element: Element) -> m.Logic:
    return _LOGIC[_kind(element)](element)


def _child_logic(element: Element | None) -> m.Logic | None:
    """Return the logic in an element that holds one."""
    if element is None:
        return None
    return next((_logic(child) for child in element if _kind(child) in _LOGIC), None)


def _in(element: Element, kind: str) -> m.Logic:
    return _child_logic(_one(element, kind)) or _NULL


def _literal(element: Element) -> m.Logic:
    return m.Text(_type(element), _text(element))


def _context(element: Element) -> m.Logic:
    entries = []
    for entry in _all(element, "contextEntry"):
        variable = _one(entry, "variable")
        name = "" if variable is None else _name(variable)
        entries.append((name, _type(variable), _child_logic(entry) or _NULL))
    return m.BoxedContext(_type(element), tuple(entries))


def _list(element: Element) -> m.Logic:
    items = tuple(_logic(child) for child in element if _kind(child) in _LOGIC)
    return m.BoxedList(_type(element), items)


def _relation(element: Element) -> m.Logic:
    columns = tuple(_name(column) for column in _all(element, "column"))
    rows = tuple(
        tuple(_logic(cell) for cell in row if _kind(cell) in _LOGIC) for row in _all(element, "row")
    )
    return m.Relation(_type(element), columns, rows)


def _invocation(element: Element) -> m.Logic:
    bindings = []
    for binding in _all(element, "binding"):
        parameter = _one(binding, "parameter")
        name = "" if parameter is None else _name(parameter)
        bindings.append((name, _child_logic(binding) or _NULL))
    return m.Invocation(_type(element), _child_logic(element) or _NULL, tuple(bindings))


def _function(element: Element) -> m.FunctionLogic:
    parameters = tuple((_name(p), _type(p)) for p in _all(element, "formalParameter"))
    kind = element.get("kind", "FEEL")
    return m.FunctionLogic(_type(element), kind, parameters, _child_logic(element) or _NULL)


def _conditional(element: Element) -> m.Logic:
    parts = (_in(element, kind) for kind in ("if", "then", "else"))
    return m.Conditional(_type(element), *parts)


def _filter(element: Element) -> m.Logic:
    return m.BoxedFilter(_type(element), _in(element, "in"), _in(element, "match"))


def _iteration(element: Element) -> m.Logic:
    kind = _kind(element)
    return m.Iteration(
        _type(element),
        kind,
        element.get("iteratorVariable", ""),
        _type(_one(element, "in")),
        _in(element, "in"),
        _in(element, "return" if kind == "for" else "satisfies"),
    )


def _table(element: Element) -> m.Logic:
    return m.Table(
        _type(element),
        element.get("hitPolicy", "UNIQUE"),
        element.get("aggregation", ""),
        tuple(_table_input(column) for column in _all(element, "input")),
        tuple(_table_output(column) for column in _all(element, "output")),
        tuple(_rule(row) for row in _all(element, "rule")),
        tuple(_name(column) for column in _all(element, "annotation")),
    )


def _table_input(element: Element) -> m.Input:
    expression = _one(element, "inputExpression")
    return m.Input(
        label=element.get("label", ""),
        text=_text(expression),
        type=_type(expression),
        values=_text(_one(element, "inputValues")),
    )


def _table_output(element: Element) -> m.Output:
    return m.Output(
        name=_name(element),
        type=_type(element),
        values=_text(_one(element, "outputValues")),
        default=_text(_one(element, "defaultOutputEntry")),
    )


def _rule(element: Element) -> m.Rule:
    return m.Rule(
        id=element.get("id", ""),
        tests=tuple(_text(cell) for cell in _all(element, "inputEntry")),
        results=tuple(_text(cell) for cell in _all(element, "outputEntry")),
        notes=tuple(_text(cell) for cell in _all(element, "annotationEntry")),
    )


_NULL = m.Text("", "null")
_LOGIC: dict[str, Callable[[Element], m.Logic]] = {
    "literalExpression": _literal,
    "context": _context,
    "list": _list,
    "relation": _relation,
    "invocation": _invocation,
    "functionDefinition": _function,
    "conditional": _conditional,
    "filter": _filter,
    "for": _iteration,
    "some": _iteration,
    "every": _iteration,
    "decisionTable": _table,
}
