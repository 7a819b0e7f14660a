"""import: foreign diagrams, judged, mapped and reported; nothing is deployed."""

import json
from pathlib import Path

import click

from engine.importing.folders import judge_file, judge_folder, write_matter
from engine.importing.notes import DECISION, NOT_BPMN, REFUSED, Judgement, Note
from engine.importing.reporting import report_of

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
#: Notes that are printed; the report holds all.
TOLD = ("mapped", "dropped", DECISION, REFUSED)


@click.command(
    "import",
    help="导入其他工具的 BPMN 图。 Import a BPMN 2.0 diagram another tool drew.",
)
@click.argument("file", required=False, type=_FILE)
@click.option(
    "--to", type=click.Path(path_type=Path), help="写成事项目录。 Begin a matter's folder."
)
@click.option("--process", default="", help="文件里的哪个流程。 Which process of the file.")
@click.option("--check", type=_FOLDER, help="只评判一个目录。 Judge a folder and deploy nothing.")
@click.option(
    "--report", type=click.Path(path_type=Path), help="JSON 报告。 Where to write the report."
)
def import_diagram(
    file: Path | None, to: Path | None, process: str, check: Path | None, report: Path | None
) -> None:
    """Judge one file or a folder; write a matter's folder, a report, or both."""
    if check is not None and file is None:
        _write_report(judge_folder(check), report)
        return
    if file is None or check is not None:
        raise click.UsageError("FILE 或 --check FOLDER,二者取一。 Give FILE or --check FOLDER.")
    judgement = judge_file(file, process)
    _print(file, judgement)
    if report is not None:
        _write_report({file.name: judgement}, report)
    if judgement.verdict == NOT_BPMN:
        raise SystemExit(1)
    if to is not None:
        for path in write_matter(file, judgement, to):
            click.echo(f"  + {to / path}")


def _write_report(judged: dict[str, Judgement], path: Path | None) -> None:
    report = report_of(judged)
    text = json.dumps(report, ensure_ascii=False, indent=2)
    if path is None:
        click.echo(text)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{text}\n", encoding="utf-8")
    click.echo("; ".join(f"{verdict}: {count}" for verdict, count in report["counts"].items()))


def _print(file: Path, judgement: Judgement) -> None:
    click.echo(f"{file.name}: {judgement.verdict}")
    for note in judgement.notes:
        if note.kind in TOLD:
            _print_note(note)


def _print_note(note: Note) -> None:
    click.echo(f"  [{note.kind}] {note.element} {note.code}")
    click.echo(f"    {note.zh}" + (f" → {note.remedy_zh}" if note.remedy_zh else ""))
    click.echo(f"    {note.en}" + (f" -> {note.remedy_en}" if note.remedy_en else ""))
