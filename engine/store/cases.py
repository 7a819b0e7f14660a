"""Cases, their live tasks, append-only steps and submissions, attachments and documents."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, SmallInteger, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, orm_insert_sentinel, relationship

from engine.store.base import Table

#: What a task's lamp can show, the most urgent first; a task keeps its place here.
URGENCY = ("red", "yellow", "warn", "green", "none", "stopped")
#: The columns by which open tasks stand in lists.
MOST_URGENT_FIRST = ("urgency", "due_at", "opened_at", "id")


class Case(Table):
    """One running or closed procedure of a matter (办件).

    `document` is the case's data, `run` the hot state of its process; both are written only under
    the case's lock, and `version` rises with every write.
    """

    __tablename__ = "cases"
    __table_args__ = (Index("ix_cases_opened_at", "opened_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    matter_key: Mapped[str] = mapped_column(ForeignKey("matters.key"), index=True)
    definition_id: Mapped[str] = mapped_column(ForeignKey("definitions.id"))
    title: Mapped[str] = mapped_column(String(240), default="")
    applicant: Mapped[str] = mapped_column(String(200), default="")
    applicant_code: Mapped[str | None] = mapped_column(String(40))
    project_code: Mapped[str | None] = mapped_column(String(40), index=True)
    #: Hash of what the registers were last told of its project and parties.
    enrolled: Mapped[str] = mapped_column(String(64), default="")
    #: open | closed
    state: Mapped[str] = mapped_column(String(10), default="open", index=True)
    #: Key of the matter's outcome a closed case ended with.
    outcome: Mapped[str | None] = mapped_column(String(60))
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    #: Since when the whole case is suspended (中止); null while it is not.
    suspended_at: Mapped[datetime | None]
    document: Mapped[dict[str, Any]] = mapped_column(default=dict)
    run: Mapped[dict[str, Any]] = mapped_column(default=dict, deferred=True)
    version: Mapped[int] = mapped_column(default=0)
    step_count: Mapped[int] = mapped_column(default=0)
    record_count: Mapped[int] = mapped_column(default=0)
    record_head: Mapped[str] = mapped_column(String(64), default="")
    #: When the newest entry of the record was written; none is written before it.
    recorded_at: Mapped[datetime | None]
    #: Who completed which step, the latest last: [element id, item key or None, person id]. It
    #: grows with the persons and steps, not with the rounds; the completed tasks are the truth.
    done_by: Mapped[list[Any]] = mapped_column(default=list, deferred=True)
    #: Of each step several do: who was called, who was absent, by element id (engine/rounds).
    rounds: Mapped[dict[str, Any]] = mapped_column(default=dict, deferred=True)
    #: Who keeps away from the case: {"key", "how", "reason", "by", "at"} (engine/recusal).
    recused: Mapped[list[Any]] = mapped_column(default=list, deferred=True)
    #: Made by the generator of demo cases.
    is_generated: Mapped[bool] = mapped_column(default=False)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Task(Table):
    """A step that waits for a person (任务), or a button for a message the case waits for.

    `id` is the activity's id in the process. kind: user | message.
    """

    __tablename__ = "tasks"
    __table_args__ = (
        Index("ix_tasks_case_id_state", "case_id", "state"),
        # A list reads one range of one of these, in the order it shows (engine/store/task_lists).
        # Counting, and choosing by name, reads the index alone.
        Index("ix_tasks_held", "state", "kind", "assignee_id", *MOST_URGENT_FIRST, "name"),
        Index(
            "ix_tasks_pooled",
            *("state", "kind", "section_key", "post_key", *MOST_URGENT_FIRST),
            *("name", "assignee_id"),
            sqlite_where=text("assignee_id IS NULL"),
            postgresql_where=text("assignee_id IS NULL"),
        ),
        Index("ix_tasks_done", "completed_by", "state", "ended_at", "id", "name"),
        # What somebody holds of a post: looked for when the post ends.
        Index("ix_tasks_held_of_post", "assignee_id", "state", "section_key", "post_key"),
    )

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    kind: Mapped[str] = mapped_column(String(10), default="user")
    element_id: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(120))
    form_key: Mapped[str | None] = mapped_column(String(80))
    section_key: Mapped[str] = mapped_column(String(40))
    post_key: Mapped[str] = mapped_column(String(40))
    message: Mapped[str | None] = mapped_column(String(80))
    item: Mapped[dict[str, Any]] = mapped_column(default=dict)
    item_key: Mapped[str | None] = mapped_column(String(80))
    parent_activity_id: Mapped[str | None] = mapped_column(String(40))
    #: open | completed | cancelled
    state: Mapped[str] = mapped_column(String(10), default="open")
    assignee_id: Mapped[str | None] = mapped_column(ForeignKey("persons.id"))
    #: Its assignee's and nobody else's: no post opens it, and it goes to no pool.
    is_personal: Mapped[bool] = mapped_column(default=False)
    opened_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    completed_by: Mapped[str | None] = mapped_column(String(40))
    #: Place in URGENCY, and the earliest due moment of its clocks: a projection (engine/urgency).
    urgency: Mapped[int] = mapped_column(SmallInteger, default=URGENCY.index("none"))
    due_at: Mapped[datetime | None]
    draft: Mapped[dict[str, Any] | None]
    draft_at: Mapped[datetime | None]
    case: Mapped[Case] = relationship()


class Step(Table):
    """A finished node of the diagram; append-only history of a case."""

    __tablename__ = "steps"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[str] = mapped_column(String(40))
    element_id: Mapped[str] = mapped_column(String(80))
    parent_activity_id: Mapped[str | None] = mapped_column(String(40))
    #: completed | cancelled
    outcome: Mapped[str] = mapped_column(String(10))
    #: Ids of the sequence flows by which it was left.
    flows: Mapped[list[Any]] = mapped_column(default=list)
    ended_at: Mapped[datetime]


class Submission(Table):
    """Data a form has accepted (填报); immutable."""

    __tablename__ = "submissions"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    task_id: Mapped[str | None] = mapped_column(String(40))
    element_id: Mapped[str] = mapped_column(String(80))
    element_name: Mapped[str] = mapped_column(String(120), default="")
    form_key: Mapped[str] = mapped_column(String(80))
    item_key: Mapped[str | None] = mapped_column(String(80))
    item_name: Mapped[str] = mapped_column(String(120), default="")
    values: Mapped[dict[str, Any]]
    submitted_by: Mapped[str] = mapped_column(String(40))
    submitted_at: Mapped[datetime]


class Start(Table):
    """A start form being filled in before there is a case: the draft of one person."""

    __tablename__ = "starts"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    matter_key: Mapped[str] = mapped_column(ForeignKey("matters.key"))
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id"), index=True)
    draft: Mapped[dict[str, Any]] = mapped_column(default=dict)
    draft_at: Mapped[datetime]


class Attachment(Table):
    """A file people attached; its content lies in the store under its sha256."""

    __tablename__ = "attachments"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    file_name: Mapped[str] = mapped_column(String(240))
    content_type: Mapped[str] = mapped_column(String(100))
    size_bytes: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    uploaded_by: Mapped[str] = mapped_column(String(40))
    uploaded_at: Mapped[datetime]
    #: Of a photo, where known: {at, latitude, longitude, accuracy_m, by}; by: browser | exif.
    taken: Mapped[dict[str, Any] | None]


class Document(Table):
    """A paper the case produced (文书), kept as the page it was, with its hash."""

    __tablename__ = "documents"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    document_key: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(160))
    title_en: Mapped[str] = mapped_column(String(160), default="")
    number: Mapped[str] = mapped_column(String(80), unique=True)
    issued_on: Mapped[date]
    issued_at: Mapped[datetime]
    issued_by: Mapped[str | None] = mapped_column(String(40))
    element_id: Mapped[str] = mapped_column(String(80))
    html: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    #: Empty; by it SQLite tells the ids of many rows written at once.
    _place: Mapped[int | None] = orm_insert_sentinel("place")
