"""Forms: a form key names one of ours; fields drawn in the diagram have to be drawn as a form."""

import re

from .sheet import Node, Sheet, is_literal, label_of, set_property, take, take_extensions

FIELDS = ("formData", "formProperty", "formField")


def map_forms(sheet: Sheet) -> None:
    """Map form keys to the property `form`."""
    for node in sheet.nodes():
        keys = [take(node, name) for name in ("formKey", "formRef")]
        for given in take_extensions(node, "formDefinition"):
            keys += [given.get(n) for n in ("formKey", "formId", "externalReference")]
        for key in keys:
            _form(sheet, node, key)
        _fields(sheet, node)
    _take_out_form_texts(sheet)


def _form(sheet: Sheet, node: Node, key: str | None) -> None:
    if not key:
        return
    name = form_name(key)
    if not is_literal(key) or not name:
        sheet.undecided(
            node,
            "form_key",
            (f"表单由表达式 {key} 决定", f"The form depends on {key}"),
            ("请写属性 form", "Name one form in the property form"),
        )
        return
    set_property(node, "form", name)
    sheet.mapped(
        node,
        "form_key",
        (f"表单 {key} → form={name}", f"The form {key} became form={name}"),
        (f"请画表单 forms/{name}.form", f"Draw the form forms/{name}.form"),
    )


def form_name(key: str) -> str:
    """Return our name for a form key: its last part, without the file's ending."""
    last = re.split(r"[:/\\]", key.strip())[-1]
    return re.sub(r"\.(form|html?|jsp|xhtml|json)$", "", last).strip()


def _fields(sheet: Sheet, node: Node) -> None:
    fields = take_extensions(node, *FIELDS)
    names = [
        str(f.get("id") or f.get("name") or "?")
        for given in fields
        for f in (list(given.iter("{*}formField", "{*}formProperty")) or [given])
    ]
    if names:
        sheet.undecided(
            node,
            "form_fields",
            (
                f"{label_of(node)}的表单画在流程图里:{', '.join(names)}",
                f"{label_of(node)} has its form in the diagram: {', '.join(names)}",
            ),
            ("请画成表单,写属性 form", "Draw it as a form and name it in the property form"),
        )


def _take_out_form_texts(sheet: Sheet) -> None:
    """Keep forms that lie as text in the process, to be written as files."""
    for process in sheet.processes():
        for given in take_extensions(process, "userTaskForm"):
            form_id = given.get("id", "form")
            sheet.forms[form_id] = given.text or ""
            sheet.mapped(
                process,
                "form_text",
                (f"内嵌表单取出为 {form_id}.form", f"The form inside became {form_id}.form"),
                ("请检查其字段和中英文标签", "Check its fields and its labels in both languages"),
            )
