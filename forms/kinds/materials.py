"""The materials grid: one row for each material of the matter, its state and its proof.

The value is `{code: {state, attachments, certificate, note}}`. Rows come from the context's
variable `materials`, a list of dicts: code, name, name_en, necessity ("main", "promise" or
"statement"), certificate (kind in the shared register), form ("paper" or "electronic"), note.
A row as matter.toml has it is judged by the form as it is being filled, seen at `case.<form>`:
`when` (may be missing) and `number` are FEEL. A row with `needed` and without `when` was judged
before: its `needed` and `number` are values.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from forms.fields import NO_WORDS, Field, Words
from forms.kinds.files import check_file
from forms.kinds.kind import Kind, Place
from forms.kinds.texts import read_lines
from forms.messages import Message, Refused
from forms.scope import Scope

STATES = ("supplied", "shared", "promised", "missing", "not_needed")
LONGEST_NOTE = 500
MOST_FILES = 20
MOST_ROWS = 500


@dataclass(frozen=True)
class Material:
    """One material of the matter, in this situation."""

    code: str
    words: Words
    necessity: str
    needed: bool
    certificate: str = ""
    form: str = "electronic"
    note: Words = NO_WORDS
    #: The certificate's number as the form or the case gives it.
    number: str = ""

    @property
    def states(self) -> tuple[str, ...]:
        """Return the states open to it."""
        closed = {"not_needed"} if self.needed else set()
        if self.necessity != "promise":
            closed.add("promised")
        if not self.certificate:
            closed.add("shared")
        return tuple(state for state in STATES if state not in closed)


def materials_of(place: Place) -> tuple[Material, ...]:
    """Return the rows of a grid: the matter's materials, judged for what the form describes.

    `properties.only` is FEEL for the codes shown; without it all are.
    """
    rows = place.context.variables.get("materials")
    if not isinstance(rows, (list, tuple)):
        return ()
    scope, only = _with_own_form(place.scope), place.field.option_named("only")
    codes = scope.value(only.removeprefix("=")) if only else None
    found = (_material(row, scope) for row in rows if isinstance(row, Mapping))
    return tuple(each for each in found if not only or each.code in _listed(codes))


def _listed(codes: object) -> Sequence[object]:
    return codes if isinstance(codes, (list, tuple)) else (codes,)


def read_grid(raw: object, field: Field) -> dict[str, dict[str, object]]:
    """Return the rows sent, by code, with every part in its place."""
    if not isinstance(raw, Mapping) or len(raw) > MOST_ROWS:
        raise Refused(
            "材料清单格式有误；请刷新后重填", "The materials are malformed; reload the page"
        )
    return {str(code): _read_row(code, row, field) for code, row in raw.items()}


def check_grid(value: object, place: Place) -> dict[str, list[Message]]:
    """Return what is wrong with each row, by code."""
    rows = cast("Mapping[str, Mapping[str, object]]", value)
    found = {
        each.code: list(_check_row(each, rows.get(each.code) or blank_row(each), place))
        for each in materials_of(place)
    }
    return {code: messages for code, messages in found.items() if messages}


def completed(value: object, place: Place) -> dict[str, object]:
    """Return the grid as it is stored: a row for every material, none for unknown codes."""
    rows = value if isinstance(value, Mapping) else {}
    return {
        each.code: _with_number(each, rows.get(each.code) or blank_row(each))
        for each in materials_of(place)
    }


def _with_number(material: Material, row: Mapping[str, object]) -> dict[str, object]:
    known = material.number or None if row["state"] == "shared" else None
    return {**row, "certificate": row["certificate"] or known}


def blank_row(material: Material) -> dict[str, object]:
    """Return the row of a material nobody has touched."""
    state = "missing" if material.needed else "not_needed"
    return {"state": state, "attachments": [], "certificate": None, "note": ""}


def _read_row(code: object, row: object, field: Field) -> dict[str, object]:
    if not isinstance(row, Mapping):
        raise Refused(
            f"材料 {code} 的内容有误；请刷新后重填",
            f"Material {code} is malformed; reload the page",
        )
    files = row.get("attachments") or []
    if not isinstance(files, (list, tuple)) or not all(isinstance(each, str) for each in files):
        raise Refused(
            f"材料 {code} 的附件编号有误；请重新上传",
            f"The file ids of material {code} are wrong; upload again",
        )
    return {
        "state": str(row.get("state") or "missing"),
        "attachments": list(dict.fromkeys(each for each in files if each)),
        "certificate": read_lines(row.get("certificate") or "", field) or None,
        "note": read_lines(row.get("note") or "", field),
    }


def _check_row(material: Material, row: Mapping[str, object], place: Place) -> Iterator[Message]:
    files = cast("list[str]", row["attachments"])
    if row["state"] not in material.states:
        yield _wrong_state(material, str(row["state"]))
    elif row["state"] == "supplied" and not files and material.form != "paper":
        yield "已标为“已提交”但没有附件；请上传", "Marked supplied without a file; upload it"
    elif row["state"] == "shared":
        yield from _check_shared(material, row, place)
    if len(files) > MOST_FILES:
        yield f"最多 {MOST_FILES} 个附件；请合并后上传", f"At most {MOST_FILES} files; merge them"
    for each in files:
        yield from check_file(each, (), place)
    if len(str(row["note"])) > LONGEST_NOTE:
        yield (
            f"备注最多 {LONGEST_NOTE} 字；请缩短",
            f"A note has at most {LONGEST_NOTE} characters; shorten it",
        )


def _wrong_state(material: Material, state: str) -> Message:
    if state == "promised":
        return (
            "主审要件不得容缺；请上传材料或标为“缺少”",
            "A main item cannot be promised; upload it or mark it missing",
        )
    if state == "shared":
        return (
            "没有共享证照可用；请上传材料",
            "No shared certificate exists for it; upload the material",
        )
    if state == "not_needed":
        return (
            "按所填情形须提交，不能标为“不涉及”；请上传或标为“缺少”",
            "It is needed in this situation; upload it or mark it missing",
        )
    return "状态有误；请重新选择", "The state is unknown; choose again"


def _check_shared(material: Material, row: Mapping[str, object], place: Place) -> Iterator[Message]:
    number = str(row["certificate"] or material.number)
    if not number:
        yield (
            "标为“共享免交”须填证照编号；请填写",
            "A shared certificate needs its number; fill it in",
        )
        return
    found = place.context.lookups.certificate(material.certificate, number)
    if found is None:
        yield (
            f"共享证照库中没有编号“{number[:60]}”；请核对，或改为上传",
            f"The shared register has no number “{number[:60]}”; check it, or upload instead",
        )
    elif found.valid_until_on and found.valid_until_on < place.context.today:
        yield (
            f"证照有效期至 {found.valid_until_on}，已过期；请换证后填写",
            f"It was valid until {found.valid_until_on}; use one that is valid",
        )


def _material(row: Mapping[str, object], scope: Scope) -> Material:
    number = row.get("number")
    if number and not _is_judged(row):
        number = scope.value(str(number))
    return Material(
        code=str(row.get("code", "")),
        words=Words(str(row.get("name", "")), str(row.get("name_en") or "")),
        necessity=str(row.get("necessity", "main")),
        needed=_is_needed(row, scope),
        certificate=str(row.get("certificate") or ""),
        form=str(row.get("form") or "electronic"),
        note=Words(str(row.get("note") or ""), str(row.get("note_en") or "")),
        number=number if isinstance(number, str) else "",
    )


def _is_needed(row: Mapping[str, object], scope: Scope) -> bool:
    if _is_judged(row):
        return row["needed"] is True
    return scope.holds(str(row["when"])) if row.get("when") else True


def _is_judged(row: Mapping[str, object]) -> bool:
    return "needed" in row and "when" not in row


def _with_own_form(scope: Scope) -> Scope:
    case = scope.context.variables.get("case")
    own = {**(case if isinstance(case, Mapping) else {}), scope.form_id: scope.answers}
    return Scope(scope.context, scope.form_id, {**scope.answers, "case": own}, scope.this)


MATERIALS = {
    "materials": Kind(
        frozenset({"textfield", "textarea", "text", "filepicker", "dynamiclist", "group", "table"}),
        read_grid,
        check_parts=check_grid,
        write=completed,
        blank=dict,
        ask=("请填写材料清单", "Fill in the list of materials"),
    )
}
