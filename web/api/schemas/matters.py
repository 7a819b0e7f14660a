"""Matters (事项): guide, materials, limits and start form."""

from web.api import fields as a
from web.api.schemas.forms import FormData
from web.api.schemas.parts import Answer, Name


class MatterRow(Name):
    """A matter (事项)."""

    version = a.number()
    result = a.text("办理结果 · what it gives")
    materials_count = a.number()
    may_start = a.truth("可由您发起 · you may start a case")


class MatterMaterialData(Answer):
    """A material of a matter (材料)."""

    code = a.text()
    name = a.text()
    necessity = a.text("main | promise | statement")
    when = a.text("何种情形需要（FEEL）；空为一律 · in which situation (FEEL)")
    certificate = a.text("共享证照种类 · kind in the shared register")
    form = a.text("electronic | paper")
    note = a.text()


class LimitData(Answer):
    """A limit of a matter as it holds today (时限)."""

    key = a.text()
    name = a.text()
    amount = a.text("7WD，或 = 开头的 FEEL · or FEEL behind =")
    amount_text = a.text()
    article = a.text()
    mark = a.text()
    kind = a.text()


class ConditionData(Answer):
    """A condition of a matter (条件)."""

    text = a.text()
    article = a.text()


class MatterData(MatterRow):
    """A matter with its guide and start form."""

    definition = a.text("sha256")
    guide = a.text("办事指南，Markdown · the guide")
    materials = a.many(MatterMaterialData)
    conditions = a.many(ConditionData)
    limits = a.many(LimitData)
    fees = a.anything()
    form = a.one(FormData)


class MattersData(Answer):
    """The matters of the bureau."""

    rows = a.many(MatterRow)
