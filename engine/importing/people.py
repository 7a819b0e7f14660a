"""Who acts: assignees, candidates and BPMN's roles become section and post."""

import re

from engine.bpmn.drawing import BPMN, local

from .sheet import (
    Node,
    Sheet,
    is_literal,
    label_of,
    listed,
    remove,
    set_property,
    take,
    take_extensions,
)

ROLES = ("potentialOwner", "humanPerformer", "performer", "resourceRole")
_REMEDY = (
    "请为这个环节写属性 section(科室)和 post(岗位)",
    "Give the task the properties section and post",
)


def map_people(sheet: Sheet) -> None:
    """Map who acts: one person to a post, one group to a section; ask about anything else."""
    for node in sheet.nodes():
        for given in take_extensions(node, "assignmentDefinition"):
            for name in ("assignee", "candidateUsers", "candidateGroups"):
                _person(sheet, node, name, given.get(name))
        for name in ("assignee", "candidateUsers", "candidateGroups", "owner"):
            _person(sheet, node, name, take(node, name))
        for role in [c for c in node if local(c) in ROLES]:
            _role(sheet, node, role)
    for process in sheet.processes():
        for role in [c for c in process if local(c) in (*ROLES, "resourceRole")]:
            _role(sheet, process, role)
        for name in ("candidateStarterUsers", "candidateStarterGroups"):
            _starters(sheet, process, name, take(process, name))


def _person(sheet: Sheet, node: Node, name: str, value: str | None) -> None:
    if not value or not value.strip():
        return
    words = listed(value)
    if is_literal(value) and len(words) == 1 and name in ("assignee", "candidateGroups"):
        key = "post" if name == "assignee" else "section"
        _write(sheet, node, name, key, words[0])
        return
    sheet.undecided(
        node,
        "who_acts",
        (
            f"{label_of(node)}原由 {name}={value} 办理,不能照搬",
            f"{label_of(node)} was done by {name}={value}, which has no exact counterpart",
        ),
        _REMEDY,
    )


def _write(sheet: Sheet, node: Node, name: str, key: str, value: str) -> None:
    set_property(node, key, value)
    kinds = {"post": ("岗位", "a post"), "section": ("科室", "a section")}[key]
    sheet.mapped(
        node,
        "who_acts",
        (f"{name}={value} → {key}={value}", f"{name}={value} became {key}={value}"),
        (
            f"须有键为 {value} 的{kinds[0]};section 和 post 都要写",
            f"There must be {kinds[1]} with the key {value}; section and post are both needed",
        ),
    )


def _role(sheet: Sheet, node: Node, role: Node) -> None:
    text = " ".join("".join(str(t) for t in role.itertext()).split())
    remove(role)
    group = re.fullmatch(r"(?:group\()?\s*([\w-]+)\s*\)?", text)
    person = re.fullmatch(r"user\(\s*([\w-]+)\s*\)", text)
    if person and local(node) != "process":
        _write(sheet, node, local(role), "post", person[1])
    elif group and local(role) == "potentialOwner" and local(node) != "process":
        _write(sheet, node, local(role), "section", group[1])
    elif local(role) == "humanPerformer" and group and local(node) != "process":
        _write(sheet, node, local(role), "post", group[1])
    else:
        sheet.undecided(
            node,
            "who_acts",
            (
                f"{label_of(node)}原有 {local(role)}:{text}",
                f"{label_of(node)} had the {local(role)} {text}",
            ),
            _REMEDY,
        )


def _starters(sheet: Sheet, process: Node, name: str, value: str | None) -> None:
    if value:
        sheet.undecided(
            process,
            "who_starts",
            (f"原只许 {name}={value} 发起", f"Only {name}={value} could start it"),
            (
                "请在开始事件上写 section、post",
                "Give the start event the properties section and post",
            ),
        )


def tell_who_is_missing(sheet: Sheet) -> None:
    """Remark on user tasks that nobody could open yet."""
    for node in sheet.nodes("manualTask", "task"):
        sheet.remark(
            node,
            "waits_for_a_person",
            (
                f"{label_of(node)}({local(node)})在这里等人办理后才往下走",
                f"{label_of(node)}, a {local(node)}, waits here until somebody has done it",
            ),
        )
    for node in sheet.nodes("userTask", "manualTask", "task"):
        path = f"{BPMN}extensionElements/*/*[@name='section']"
        if node.find(path) is None and node.find(path.replace("section", "post")) is None:
            sheet.remark(
                node,
                "nobody_named",
                (f"{label_of(node)}没有写由谁办理", f"Nobody is named for {label_of(node)}"),
                _REMEDY,
            )
