"""Files and folders: what an import reads, and the folder of a matter it begins."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from engine.errors import Conflict

from .judging import judge
from .notes import DECISION, NOT_BPMN, REFUSED, Judgement, Note
from .reporting import report_of

#: Endings of files that may hold BPMN.
ENDINGS = (".bpmn", ".bpmn2", ".xml")


def judge_file(path: Path, process_id: str = "") -> Judgement:
    """Judge one file; a file that cannot be read is no BPMN.

    Raises nothing: one file nobody thought of must not keep a folder from being judged.
    """
    try:
        return judge(path.read_bytes(), process_id)
    except OSError as fault:
        return Judgement(NOT_BPMN, (_not_readable(fault.strerror or str(fault)),))
    except Exception as fault:
        return Judgement(REFUSED, (_not_judged(fault),))


def _not_readable(reason: str) -> Note:
    return Note("", REFUSED, "not_readable", f"读不出文件:{reason}", f"Cannot be read: {reason}")


def _not_judged(fault: Exception) -> Note:
    return Note(
        "",
        REFUSED,
        "not_judged",
        f"评判这个文件时出错,按拒绝处理:{fault!r}",
        f"Judging this file failed, so it is refused: {fault!r}",
        "请把文件交给维护者",
        "Send the file to the maintainers",
    )


def judge_folder(folder: Path) -> dict[str, Judgement]:
    """Judge every file of a folder, by its path inside; writes and deploys nothing."""
    return {path.relative_to(folder).as_posix(): judge_file(path) for path in diagrams_in(folder)}


def diagrams_in(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder that may hold BPMN, hidden ones left out."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.suffix.lower() in ENDINGS and path.is_file() and not hidden:
            yield path


def write_matter(source: Path, judgement: Judgement, to: Path) -> list[str]:
    """Begin a matter's folder with a mapped diagram; returns the paths written.

    The original goes to `original/` byte for byte, beside the report. What is there already is
    kept; raises Conflict when the folder has a diagram.
    """
    if (to / "process.bpmn").exists():
        raise Conflict(
            f"{to} 里已经有 process.bpmn,请换一个目录",
            f"{to} already has a process.bpmn; choose another folder.",
            code="folder_taken",
        )
    files = matter_files(source.name, source.read_bytes(), judgement)
    written = [path for path in files if not (to / path).exists()]
    for path in written:
        (to / path).parent.mkdir(parents=True, exist_ok=True)
        (to / path).write_bytes(files[path])
    return written


def matter_files(
    name: str,
    original: bytes,
    judgement: Judgement,
    *,
    key: str = "",
    called: tuple[str, str] = ("", ""),
) -> dict[str, bytes]:
    """Return the files of a matter begun from a diagram; key and names are its own unless given.

    The original lies under `original/` byte for byte, beside the report.
    """
    report = json.dumps(report_of({name: judgement}), ensure_ascii=False, indent=2)
    files = {
        f"original/{name}": original,
        "original/report.json": f"{report}\n".encode(),
        "process.bpmn": judgement.diagram,
        "matter.toml": _matter(judgement, key, called).encode(),
        **{f"forms/{_safe(k)}.form": text.encode() for k, text in judgement.forms.items()},
    }
    if judgement.limits:
        files["limits.toml"] = _limits(judgement).encode()
    return files


def _safe(name: str) -> str:
    return re.sub(r"[^\w-]", "_", name) or "form"


def _matter(judgement: Judgement, key: str, called: tuple[str, str]) -> str:
    """Return the least a matter has to say; the rest is a person's."""
    key = key or _safe(judgement.process_id or "imported")
    drawn = " ".join((judgement.name or key).split())
    name, name_en = _quoted(called[0] or drawn), _quoted(called[1] or called[0] or drawn)
    decisions = sum(note.kind == DECISION for note in judgement.notes)
    return (
        f"# 由 banjie import 生成,待决定 {decisions} 处,见 original/report.json。\n"
        f"# Begun by banjie import; {decisions} decision(s) are in original/report.json.\n\n"
        f"key = {_quoted(key)}\nname = {name}\nname_en = {name_en}\n"
        f'case_number = "{key.upper()}-{{year}}-{{seq:04}}"\ngrants = []\n\n'
        'title = "case.title"\napplicant = "case.applicant"\n'
    )


def _limits(judgement: Judgement) -> str:
    return "".join(
        f"# 原 / was: {' '.join(limit.was.split())}\n"
        f"{'' if limit.amount else '# '}[limits.{_quoted(limit.key)}]\n"
        + "".join(
            f"{'' if limit.amount else '# '}{line}\n" for line in _rows(limit.name, limit.amount)
        )
        + "\n"
        for limit in judgement.limits
    )


def _rows(name: str, amount: str) -> list[str]:
    said = _quoted(" ".join(name.split()))
    return [
        f"name = {said}",
        f"name_en = {said}",
        f"amount = {_quoted(amount)}",
        'article = "待定 / to be decided"',
        'mark = "U"',
        'kind = "step"',
        "stop = []",
        'extension = "off"',
        'ladder = [{ key = "expiry", level = "yellow", told = ["holder"] }]',
    ]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
