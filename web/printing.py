"""Printing a page as PDF, in a process of its own.

Setting Chinese type takes about 150 MB that a web process would never give back.
"""

import subprocess
import sys

from engine.errors import Unavailable

#: Longer than any paper takes.
PATIENCE_S = 60


def pdf_of(html: str) -> bytes:
    """Return a page as PDF; raises Unavailable where the process fails."""
    command = [sys.executable, "-m", "web.printing"]
    try:
        printed = subprocess.run(  # noqa: S603 - our own command
            command, input=html.encode(), capture_output=True, timeout=PATIENCE_S, check=True
        )
    except subprocess.SubprocessError as error:
        raise Unavailable(
            "PDF 暂时无法生成，请稍后再试，或用浏览器打印为 PDF。",
            "The PDF cannot be made right now; try again later, or print from the browser.",
            code="pdf_failed",
        ) from error
    return printed.stdout


def main() -> None:
    """Print the page read from standard input to standard output."""
    import weasyprint

    page = sys.stdin.buffer.read().decode()
    sys.stdout.buffer.write(weasyprint.HTML(string=page).write_pdf())


if __name__ == "__main__":
    main()
