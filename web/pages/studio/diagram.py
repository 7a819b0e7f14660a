"""The diagram editor: a frame, addresses and what runs; the island in the browser does the rest."""

from flask import render_template, url_for

from engine.bpmn.support import offered
from engine.definitions import DIAGRAM
from web.access import needs_post
from web.language import _
from web.pages.studio.blueprint import DESIGNERS, bp, frame
from web.session import reads


@bp.get("/<matter>/diagram")
@needs_post(*DESIGNERS)
@reads
def diagram(matter: str) -> str:
    """Show the editor on the diagram of a matter's draft."""
    return render_template(
        "studio/diagram.html",
        **frame(matter),
        file_url=url_for("studio.file", matter=matter, path=DIAGRAM),
        check_url=url_for("studio.check_unsaved", matter=matter, path=DIAGRAM),
        choices_url=url_for("studio.choices", matter=matter),
        form_url=url_for("studio.form", matter=matter, key="KEY"),
        offered=offered(),
        alignments=_alignments(),
        shortcuts=_shortcuts(),
    )


def _alignments() -> list[tuple[str, str]]:
    return [
        ("left", _("左对齐")),
        ("center", _("水平居中")),
        ("right", _("右对齐")),
        ("top", _("顶对齐")),
        ("middle", _("垂直居中")),
        ("bottom", _("底对齐")),
        ("horizontal", _("水平等距")),
        ("vertical", _("垂直等距")),
    ]


def _shortcuts() -> list[tuple[str, str]]:
    return [
        ("Ctrl+Z / Ctrl+Y", _("撤销、重做")),
        ("Ctrl+C / Ctrl+V", _("复制、粘贴")),
        ("Ctrl+F", _("查找")),
        ("Ctrl+S", _("立即保存")),
        ("E", _("改名称")),
        ("R", _("改变类型")),
        ("C", _("连线")),
        ("L", _("框选")),
        ("S", _("增删空白")),
        ("H", _("移动画布")),
        ("Delete", _("删除")),
    ]
