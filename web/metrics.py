"""Figures for Prometheus at /metrics: this process's requests, and what the database says."""

from collections.abc import Iterator

from flask import Blueprint, Flask, Response, current_app, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine import outbox
from engine.clock import Clock
from engine.demo_clock import now_in
from engine.store.cases import Case, Task
from engine.store.database import Database, reading
from engine.store.records import Incident
from engine.sweep import oldest_due_at

bp = Blueprint("metrics", __name__)


class Figures(Collector):
    """What waits in the database, counted when it is asked for: the same from every process."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Keep where to count."""
        self._database, self._clock = database, clock

    def describe(self) -> Iterator[Metric]:
        """Say nothing before the tables are there."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """Yield the figures."""
        with reading(self._database) as session:
            yield _gauge("banjie_cases_open", "Open cases", _count(session, Case, "open"))
            yield _gauge("banjie_tasks_open", "Open tasks", _count(session, Task, "open"))
            incidents = session.scalar(select(func.count()).select_from(Incident)) or 0
            yield _gauge("banjie_incidents", "Automatic steps that could not be done", incidents)
            yield _gauge(
                "banjie_sweep_lag_seconds",
                "How long the oldest due rung, timer or retry waits for a scheduler",
                self._lag(session),
            )
            yield _outbox(session)

    def _lag(self, session: Session) -> float:
        present = now_in(session, self._clock)
        oldest = oldest_due_at(session, present)
        return (present - oldest).total_seconds() if oldest else 0


def _gauge(name: str, about: str, value: float) -> Metric:
    return GaugeMetricFamily(name, about, value=value)


def _count(session: Session, table: type[Case] | type[Task], state: str) -> int:
    query = select(func.count()).select_from(table).where(table.state == state)
    return session.scalar(query) or 0


def _outbox(session: Session) -> Metric:
    family = GaugeMetricFamily(
        "banjie_outbox", "Effects that wait or are given up", labels=["kind", "state"]
    )
    for (kind, state), number in outbox.tally(session).items():
        family.add_metric([kind, state], number)
    return family


def init_app(app: Flask, database: Database, clock: Clock) -> None:
    """Count requests, and offer /metrics."""
    registry = CollectorRegistry()
    registry.register(Figures(database, clock))
    asked = Counter(
        "banjie_requests", "Requests by page and status", ["endpoint", "status"], registry=registry
    )
    took = Histogram("banjie_request_seconds", "How long a request took", registry=registry)

    def count(answer: Response) -> Response:
        asked.labels(request.endpoint or "none", str(answer.status_code)).inc()
        if "begun_at" in g:
            took.observe((clock.now() - g.begun_at).total_seconds())
        return answer

    app.after_request(count)
    app.extensions["banjie.metrics"] = registry
    app.register_blueprint(bp)


@bp.get("/metrics")
def shown() -> Response:
    """Give the figures in Prometheus's text form."""
    registry: CollectorRegistry = current_app.extensions["banjie.metrics"]
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
