"""Judge one file: read it, map it, check what came out, and say what is left to decide."""

from lxml import etree

from engine.bpmn.checking import check_process
from engine.bpmn.drawing import BPMN, Unreadable, parse_xml
from engine.bpmn.reading import read_process
from engine.checking_expressions import check_expressions
from engine.errors import InvalidMatter

from .conditions import map_conditions, tell_of_timers
from .events import name_events, tell_of_signals
from .forms import map_forms
from .leftovers import settle_leftovers
from .limits import propose_limits
from .loops import map_loops
from .notes import (
    DECISION,
    NOT_BPMN,
    REFUSED,
    REMARK,
    Judgement,
    Note,
    note_of,
    verdict_of,
)
from .people import map_people, tell_who_is_missing
from .processes import choose_process, has_nodes, keep_process, rename_ids
from .sheet import Sheet
from .starts import draw_starts
from .work import ask_for_work


def judge(xml: bytes, process_id: str = "") -> Judgement:
    """Return what becomes of a file; `process_id` chooses one of several processes.

    Raises nothing for whatever the bytes are.
    """
    try:
        root = parse_xml(xml)
        if root.tag != f"{BPMN}definitions":
            raise Unreadable("the root element is not bpmn:definitions of BPMN 2.0")
    except Unreadable as fault:
        return _not_bpmn(str(fault))
    sheet = Sheet(root)
    if not any(has_nodes(p) for p in root.findall(f"{BPMN}process")):
        return Judgement(REFUSED, (_nothing_to_run(),))
    _map(sheet, process_id)
    return _judged(sheet)


def _map(sheet: Sheet, process_id: str) -> None:
    if process_id:
        keep_process(sheet, process_id)
    choose_process(sheet)
    draw_starts(sheet)
    rename_ids(sheet)
    map_people(sheet)
    map_forms(sheet)
    propose_limits(sheet)
    map_loops(sheet)
    ask_for_work(sheet)
    name_events(sheet)
    tell_of_signals(sheet)
    map_conditions(sheet)
    tell_of_timers(sheet)
    settle_leftovers(sheet)
    tell_who_is_missing(sheet)


def _judged(sheet: Sheet) -> Judgement:
    etree.cleanup_namespaces(sheet.root, keep_ns_prefixes=[p for p in sheet.root.nsmap if p])
    diagram = etree.tostring(sheet.root, xml_declaration=True, encoding="UTF-8")
    notes = _without_repeats([*sheet.notes, *_checked(diagram)])
    main = next(iter(sheet.processes()), None)
    return Judgement(
        verdict=verdict_of(notes),
        notes=notes,
        diagram=diagram,
        process_id="" if main is None else main.get("id", ""),
        name="" if main is None else main.get("name", ""),
        limits=tuple(sheet.limits),
        forms=dict(sheet.forms),
    )


def _checked(diagram: bytes) -> list[Note]:
    findings = check_process(diagram)
    try:
        expressions = check_expressions(read_process(diagram))
    except InvalidMatter:
        expressions = ()
    return [note_of(f) for f in (*findings, *expressions)]


def _without_repeats(notes: list[Note]) -> tuple[Note, ...]:
    """Drop what the check asks again about an element the mapping already asked about."""
    asked = {n.element for n in notes if n.kind == DECISION and n.code in ("condition", "timer")}
    again = ("not_feel", "feel_syntax", "unknown_name", "timer_empty")
    kept = [n for n in notes if not (n.code in again and n.element in asked)]
    order = (REFUSED, DECISION, "mapped", "dropped", REMARK)
    return tuple(sorted(dict.fromkeys(kept), key=lambda n: order.index(n.kind)))


def _not_bpmn(reason: str) -> Judgement:
    note = Note(
        "",
        REFUSED,
        "not_bpmn",
        f"这不是 BPMN 2.0 文件:{reason}",
        f"This is no BPMN 2.0 file: {reason}",
        "请从设计器导出 BPMN 2.0",
        "Export it as BPMN 2.0",
    )
    return Judgement(NOT_BPMN, (note,))


def _nothing_to_run() -> Note:
    return Note(
        "",
        REFUSED,
        "no_process",
        "文件里没有流程,只有图",
        "The file holds no process, only a drawing",
        "请画出一个流程",
        "Draw a process",
    )
