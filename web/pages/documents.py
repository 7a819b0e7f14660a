"""Documents of a case: the page as it was issued, for print or as PDF."""

from flask import Blueprint, Response, render_template, url_for
from markupsafe import Markup

from engine import access
from engine.errors import BanjieError, NotFound
from engine.store.cases import Case, Document
from web.language import _, pick
from web.printing import pdf_of
from web.session import db, reads

bp = Blueprint("documents", __name__, url_prefix="/documents")


class PdfMissing(BanjieError):
    """PDF needs system libraries this machine lacks."""

    code = "pdf_missing"


def pdf_missing_text() -> str:
    """Say why PDF cannot be made here; empty where it can."""
    try:
        import weasyprint  # noqa: F401 - loads system libraries, which may be missing
    except OSError:
        return _("本机缺少 PDF 所需的系统库（Pango），请用浏览器打印为 PDF，或请运维安装。")
    return ""


def get_document(document_id: int) -> Document:
    """Return a document; raises NotFound."""
    missing = NotFound(
        f"没有文书 {document_id}，或者它的办件未对您公开。",
        f"There is no document {document_id}, or its case is not open to you.",
    )
    return access.find(db(), Document, Document.id, document_id, missing)


@bp.get("/<int:document_id>")
@reads
def show(document_id: int) -> str:
    """Show a document in its sheet, with print and PDF."""
    document = get_document(document_id)
    case = db().get(Case, document.case_id)
    missing = pdf_missing_text()
    return render_template(
        "documents/show.html",
        document={
            "title": pick(document.title, document.title_en),
            "number": document.number,
            "sha256": document.sha256,
            "page_url": url_for("documents.page", document_id=document.id),
            "pdf_url": None if missing else url_for("documents.pdf", document_id=document.id),
            "pdf_missing_text": missing,
            "case_number": case.number if case else "",
            "case_url": url_for("cases.show", number=case.number) if case else "",
        },
    )


@bp.get("/<int:document_id>/page")
@reads
def page(document_id: int) -> Markup:
    """Return the page exactly as it was issued."""
    return Markup(get_document(document_id).html)  # noqa: S704 - rendered by our sandbox


@bp.get("/<int:document_id>.pdf")
@reads
def pdf(document_id: int) -> Response:
    """Return the document as PDF; raises PdfMissing with a clear word where it cannot be made."""
    document = get_document(document_id)
    missing = pdf_missing_text()
    if missing:
        raise PdfMissing(missing, "This machine lacks the system libraries for PDF (Pango).")
    answer = Response(pdf_of(document.html), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="document-{document.id}.pdf"'
    return answer
