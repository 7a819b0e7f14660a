"""Publish a draft that passed every check: the engine's, the forms', and its scenarios."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from engine.errors import InvalidMatter
from engine.store.drafts import Publication
from engine.studio import drafts, publishing
from forms.checking import check_matter

#: A scenario that went red, in Chinese and in English: its name and the first difference.
Red = tuple[str, str]


def publish_draft(
    session: Session,
    matter_key: str,
    *,
    reds: Sequence[Red],
    revision: int,
    over: str | None,
    reason: str,
    from_on: date,
    by: str,
    at: datetime,
) -> Publication:
    """Publish a draft unless a finding or a scenario forbids it.

    Raises InvalidMatter, and what `engine.studio.publishing.publish_draft` raises.
    """
    _refuse_errors(session, matter_key)
    _refuse_reds(reds)
    return publishing.publish_draft(
        session,
        matter_key,
        revision=revision,
        over=over,
        reason=reason,
        from_on=from_on,
        by=by,
        at=at,
    )


def _refuse_errors(session: Session, matter_key: str) -> None:
    files = {path: one.content for path, one in drafts.read_draft(session, matter_key).items()}
    errors = tuple(one for one in check_matter(files) if one.finding.severity == "error")
    if errors:
        first = errors[0]
        raise InvalidMatter(
            f"草稿不能发布，共 {len(errors)} 处错误。第一处（{first.path}）：{first.finding.zh}",
            f"The draft cannot be published: {len(errors)} fault(s). First, in {first.path}: "
            f"{first.finding.en}",
            errors,
        )


def _refuse_reds(reds: Sequence[Red]) -> None:
    if reds:
        zh, en = reds[0]
        raise InvalidMatter(
            f"草稿不能发布：{len(reds)} 个情景与以前不同。第一个：{zh}。请改正流程，或更新情景。",
            f"The draft cannot be published: {len(reds)} scenario(s) differ. First: {en}. Correct "
            "the matter or the scenario.",
            tuple(reds),
        )
