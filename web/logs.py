"""The log: lines to read, or one JSON object a line with the case it is about (BANJIE_LOG=json)."""

import logging
import sys
from datetime import UTC, datetime
from typing import TextIO

from flask import Flask, Response, g, request

from engine.clock import Clock
from engine.store import json
from engine.working_on import case_number

TEXT = "%(asctime)s %(levelname)s %(name)s %(message)s"
#: Libraries that say too much.
CHATTY = ("apscheduler", "spiff", "weasyprint", "fontTools", "amqp", "kombu")
#: Addresses asked for every few seconds by machines.
UNTOLD = ("/healthz", "/readyz", "/metrics", "/static/")

log = logging.getLogger(__name__)


class JsonLines(logging.Formatter):
    """Write each entry as one JSON object: time, level, logger, message, case, error and extras."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of an entry."""
        entry = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "facts", {}),
        }
        case = entry.get("case") or case_number.get()
        if case:
            entry["case"] = case
        if record.exc_info:
            entry["error"] = self.formatException(record.exc_info)
        return json.dumps(entry)


def start_logging(form: str, stream: TextIO | None = None) -> None:
    """Log to the standard error, as "text" or "json"."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines() if form == "json" else logging.Formatter(TEXT))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)


def init_app(app: Flask, clock: Clock, form: str) -> None:
    """Note when a request begins; in the form "json" log who asked what of which case, how long."""

    def begin() -> None:
        case_number.set("")
        g.begun_at = clock.now()

    def end(answer: Response) -> Response:
        if form == "json" and not request.path.startswith(UNTOLD):
            _tell(answer, clock)
        return answer

    app.before_request(begin)
    app.after_request(end)


def _tell(answer: Response, clock: Clock) -> None:
    person = g.get("person")
    took = clock.now() - g.get("begun_at", clock.now())
    facts = {
        "method": request.method,
        "path": request.path,
        "status": answer.status_code,
        "ms": round(took.total_seconds() * 1000),
        "person": person.id if person else "",
        "case": case_number.get() or (request.view_args or {}).get("number", ""),
    }
    log.info("%s %s %s", request.method, request.path, answer.status_code, extra={"facts": facts})
