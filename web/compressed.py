"""Send the built assets compressed: the build has put `name.gz` beside each text."""

from pathlib import Path

from flask import Flask, Response, request, send_from_directory

ASSETS = "assets/"
KINDS = {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml"}


def init_app(app: Flask) -> None:
    """Answer a static file by its compressed twin where the browser takes one."""
    plain = app.send_static_file

    def send(filename: str) -> Response:
        if not filename.startswith(ASSETS):
            return plain(filename)
        answer = _packed(app, filename) if request.accept_encodings["gzip"] else None
        answer = answer or plain(filename)
        answer.headers.add("Vary", "Accept-Encoding")
        return answer

    app.view_functions["static"] = send


def _packed(app: Flask, filename: str) -> Response | None:
    folder, kind = Path(app.static_folder or ""), KINDS.get(filename.rpartition(".")[2])
    if kind is None or not (folder / f"{filename}.gz").is_file():
        return None
    answer = send_from_directory(folder, f"{filename}.gz", mimetype=kind)
    answer.headers["Content-Encoding"] = "gzip"
    return answer
