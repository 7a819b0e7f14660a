"""Judge what diagram, forms and matter.toml say of several handlers, votes and closed cases."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from engine import feel
from engine.bpmn.finding import Finding, error, warning
from engine.bpmn.model import Element, Process
from engine.bpmn.naming import label
from engine.case_paths import form_json
from engine.checking_expressions import places_of
from engine.matters import Matter
from engine.votes import WORDS, Share

_POST = re.compile(r"[^/\s]+/[^/\s]+")


def check_handlers(process: Process, matter: Matter, files: Mapping[str, bytes]) -> list[Finding]:
    """Return what is wrong with votes, conveners, the calls of `votes`, and who reads cases."""
    elements = process.elements.values()
    return [
        *(found for element in elements for found in _vote(element, files)),
        *(found for element in elements for found in _shares(element)),
        *(found for element in elements for found in _convener(element)),
        *_calls(process),
        *_access(matter),
    ]


def _vote(element: Element, files: Mapping[str, bytes]) -> Iterator[Finding]:
    field = element.properties.get("vote")
    form = form_json(files.get(f"forms/{element.properties.get('form', '')}.form", b"{}"))
    if field is None or form is None:
        return
    values = _values(form, field)
    if not {"yes", "no"} <= values or not values <= set(WORDS):
        yield error(
            element.id,
            "vote_field",
            f"{label(element)}的表单里没有可以表决的字段 {field}：选项须有 yes、no，可以有 abstain",
            f"The form of {label(element)} has no field {field} to vote with: its options are yes "
            "and no, and may be abstain",
            (
                "请在表单中加一个单选字段，值为 yes、no、abstain",
                "Add a radio field with those values",
            ),
        )


def _values(part: Mapping[str, Any], field: str) -> set[str]:
    found: set[str] = set()
    for component in part.get("components") or ():
        if component.get("key") == field:
            found |= {str(one.get("value")) for one in component.get("values") or ()}
        found |= _values(component, field)
    return found


def _shares(element: Element) -> Iterator[Finding]:
    for name in ("share", "quorum"):
        text = element.properties.get(name, "")
        if text and not text.startswith("=") and not _is_share(text):
            yield error(
                element.id,
                "share",
                f"{label(element)}的 {name} 不是比例：{text}",
                f"The {name} of {label(element)} is no share: {text}",
                (
                    "写作 2/3（至少三分之二）、>1/2（过半数）或 FEEL",
                    "Write 2/3 (at least), >1/2 (more than) or FEEL",
                ),
            )


def _is_share(text: str) -> bool:
    try:
        Share.parse(text)
    except ValueError:
        return False
    return True


def _convener(element: Element) -> Iterator[Finding]:
    text = element.properties.get("convener", "")
    if text and not text.startswith("=") and not _POST.fullmatch(text):
        yield error(
            element.id,
            "convener",
            f"{label(element)}的召集人写作 {text}",
            f"The convener of {label(element)} is {text}",
            ("请写“科室/岗位”，例如 supervision/supervisor", "Write section/post"),
        )


def _calls(process: Process) -> Iterator[Finding]:
    shared = {key for key, one in process.elements.items() if "several" in one.properties}
    for place in places_of(process):
        for name, step in _literal_calls(place.text):
            if name == "votes" and step not in shared:
                yield error(
                    place.element_id,
                    "votes_of_none",
                    f'{place.name}中的 votes("{step}")：没有由多人办理的环节 {step}，结果总是空值',
                    f'votes("{step}") in {place.name}: no step {step} is done by several; it would '
                    "always be null",
                    ("请写该环节的编号", "Write the id of the step"),
                )


def _literal_calls(text: str) -> list[tuple[str, str]]:
    try:
        return feel.literal_calls(text)
    except feel.FeelError:
        return []  # said elsewhere


def _access(matter: Matter) -> Iterator[Finding]:
    if matter.access not in ("open", "closed"):
        yield error(
            "matter.toml",
            "access",
            f"access 写作 {matter.access}",
            f"access is {matter.access}",
            ("请写 open 或 closed", "Write open or closed"),
        )
    for name in ("supervisors", "admitting"):
        for post in getattr(matter, name):
            if not _POST.fullmatch(post):
                yield error(
                    "matter.toml",
                    "access",
                    f"{name} 中的岗位写作 {post}",
                    f"{name} holds the post {post}",
                    ("请写“科室/岗位”", "Write section/post"),
                )
    if matter.access == "closed" and not matter.supervisors:
        yield warning(
            "matter.toml",
            "access",
            "办件封闭却没有监督岗位：除在案人员外没有人看得见",
            "Its cases are closed and no post supervises them",
            ("请写 supervisors", "Name supervisors"),
        )
