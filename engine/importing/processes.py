"""Which process of a file runs, and ids the engine can use."""

import re

from engine.bpmn.drawing import BPMN, FLOW_NODES, local
from engine.bpmn.naming import RESERVED
from engine.bpmn.vocabulary import words

from .sheet import Node, Sheet

#: Attributes and elements that name other elements by id.
REFERENCES = tuple(
    sorted(
        words(
            """sourceRef targetRef attachedToRef default bpmnElement calledElement processRef
    messageRef signalRef errorRef escalationRef dataObjectRef"""
        )
    )
)
REFERRING = ("incoming", "outgoing", "flowNodeRef", "sourceRef", "targetRef", "source", "target")


def choose_process(sheet: Sheet) -> None:
    """Mark the one process that can run as executable; several are a person's choice."""
    drawn = [p for p in sheet.root.findall(f"{BPMN}process") if has_nodes(p)]
    for process in sheet.root.findall(f"{BPMN}process"):
        if process not in drawn:
            process.set("isExecutable", "false")
    if len(drawn) == 1 and drawn[0].get("isExecutable") == "false":
        drawn[0].set("isExecutable", "true")
        sheet.mapped(
            drawn[0],
            "executable",
            ("流程原标为不可执行,已改为可执行", "The process was marked as not executable"),
        )
    roots = _roots([p for p in drawn if p.get("isExecutable") != "false"])
    if len(roots) > 1 or not roots:
        _ask_which(sheet, roots or drawn)


def has_nodes(process: Node) -> bool:
    """Tell whether anything is drawn in a process."""
    return any(local(n) in FLOW_NODES for n in process)


def _roots(processes: list[Node]) -> list[Node]:
    called = {
        c.get("calledElement", "").rpartition(":")[2]
        for p in processes
        for c in p.iter(f"{BPMN}callActivity")
    }
    return [p for p in processes if p.get("id") not in called] or processes[:1]


def _ask_which(sheet: Sheet, processes: list[Node]) -> None:
    """Keep the first process to judge the rest by, and ask for the choice."""
    if not processes:
        return
    names = ", ".join(p.get("id", "?") for p in processes)
    sheet.undecided(
        processes[0],
        "several_processes",
        (f"文件里有几个可以执行的流程:{names}", f"The file has several processes to run: {names}"),
        (
            "每个事项一个流程:用 --process 选一个,其余另行导入",
            "One process a matter: choose one with --process and import the others apart",
        ),
    )
    keep_process(sheet, processes[0].get("id", ""))


def keep_process(sheet: Sheet, process_id: str) -> None:
    """Let only the named process run, with those it calls; others become drawing."""
    for process in sheet.root.findall(f"{BPMN}process"):
        process.set("isExecutable", "false")
    wanted = [process_id]
    while wanted:
        here = wanted.pop()
        for process in sheet.root.findall(f"{BPMN}process"):
            if process.get("id") == here and process.get("isExecutable") == "false":
                process.set("isExecutable", "true")
                calls = process.iter(f"{BPMN}callActivity")
                wanted += [c.get("calledElement", "").rpartition(":")[2] for c in calls]


def rename_ids(sheet: Sheet) -> None:
    """Give elements whose ids the engine keeps to itself others, wherever they are named."""
    taken = {str(n.get("id")) for n in sheet.root.iter() if n.get("id")}
    renamed: dict[str, str] = {}
    for node in sheet.nodes(*FLOW_NODES):
        old = node.get("id", "")
        if old in RESERVED or "." in old:
            new = _free(re.sub(r"\W", "_", old) if "." in old else f"{old.lower()}_1", taken)
            renamed[old] = new
            node.set("id", new)
            sheet.mapped(
                node,
                "id",
                (f"编号 {old} 改为 {new}", f"The id {old} became {new}"),
            )
    if renamed:
        _rename_references(sheet, renamed)


def _free(wanted: str, taken: set[str]) -> str:
    while wanted in taken:
        wanted += "_"
    taken.add(wanted)
    return wanted


def _rename_references(sheet: Sheet, renamed: dict[str, str]) -> None:
    for node in sheet.root.iter():
        if not isinstance(node.tag, str):
            continue
        for name in REFERENCES:
            prefix, colon, value = (node.get(name) or "").rpartition(":")
            if value in renamed:
                node.set(name, f"{prefix}{colon}{renamed[value]}")
        if local(node) in REFERRING and (node.text or "").strip() in renamed:
            node.text = renamed[(node.text or "").strip()]
