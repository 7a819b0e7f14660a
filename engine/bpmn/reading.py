"""Read a diagram into a process that can run; each file is read once per program."""

from collections import OrderedDict
from hashlib import sha256
from threading import Lock
from types import MappingProxyType

from engine.errors import InvalidMatter

from .building import build_plan
from .checking import check_drawing, unreadable
from .drawing import Unreadable, read_drawing
from .model import Process

#: Processes kept ready; the oldest used goes first.
KEPT = 256

_cache: OrderedDict[str, Process] = OrderedDict()
_lock = Lock()


def read_process(xml: bytes) -> Process:
    """Return the process `xml` draws, checked and ready to run.

    Raises InvalidMatter, whose `findings` are all faults at once. The result is shared: nothing
    changes it at run time.
    """
    key = sha256(xml).hexdigest()
    with _lock:
        if key in _cache:
            _cache.move_to_end(key)
            return _cache[key]
    process = _read(xml, key)
    with _lock:
        process = _cache.setdefault(key, process)
        while len(_cache) > KEPT:
            _cache.popitem(last=False)
    return process


def _read(xml: bytes, key: str) -> Process:
    try:
        drawing = read_drawing(xml)
    except Unreadable as fault:
        raise _invalid((unreadable(fault),)) from fault
    faults = tuple(f for f in check_drawing(drawing) if f.severity == "error")
    if faults:
        raise _invalid(faults)
    return Process(
        id=drawing.process_id,
        name=drawing.name,
        elements=MappingProxyType(dict(drawing.elements)),
        flows=drawing.flows,
        lanes=MappingProxyType(dict(drawing.lanes)),
        properties=MappingProxyType(dict(drawing.properties)),
        sha256=key,
        lane_properties=MappingProxyType(dict(drawing.lane_properties)),
        _plan=build_plan(drawing),
    )


def _invalid(findings: tuple[object, ...]) -> InvalidMatter:
    return InvalidMatter(
        f"流程图有 {len(findings)} 处不能运行",
        f"The diagram has {len(findings)} fault(s) and cannot run",
        findings,
    )
