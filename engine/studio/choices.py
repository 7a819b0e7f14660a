"""What a designer chooses from: sections, posts, who holds them, limits, and names in FEEL."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.bpmn.finding import Finding, error, warning
from engine.bpmn.model import Process
from engine.checking_expressions import FUNCTIONS
from engine.feel.builtins import BUILTINS
from engine.limit_rules import read_rule
from engine.limits.errors import CountingError
from engine.limits.units import Amount
from engine.people import held_on
from engine.store.people import Holding, Post, Section


def sections(session: Session) -> list[Section]:
    """Return the sections in the order of screens."""
    return list(session.scalars(select(Section).order_by(Section.place, Section.key)))


def posts(session: Session) -> list[Post]:
    """Return the posts by key."""
    return list(session.scalars(select(Post).order_by(Post.key)))


def held_pairs(session: Session, day: date) -> set[tuple[str, str]]:
    """Return (section, post) wherever somebody holds a post on a day."""
    query = select(Holding.section_key, Holding.post_key).where(*held_on(day)).distinct()
    return {(row.section_key, row.post_key) for row in session.execute(query)}


def function_names() -> list[str]:
    """Return every function an expression of a matter may call."""
    return sorted({*BUILTINS, *FUNCTIONS})


def limit_choice(key: str, raw: dict[str, Any]) -> dict[str, str]:
    """Return a limit of limits.toml in words; of a table that cannot be read the key alone.

    {key, name, name_en, amount, amount_en, article, kind, mark}, amounts as people say them.
    """
    try:
        rule = read_rule(key, raw)
    except (KeyError, TypeError, AttributeError, CountingError):
        return {"key": key, "name": key, "name_en": key, "amount": "", "amount_en": ""}
    zh, en = _amount(rule.amount)
    return {
        "key": key,
        "name": rule.name,
        "name_en": rule.name_en,
        "amount": zh,
        "amount_en": en,
        "article": rule.article,
        "kind": rule.kind,
        "mark": rule.mark,
    }


def _amount(text: str) -> tuple[str, str]:
    if text.startswith("="):
        return "逐件确定", "worked out case by case"
    try:
        amount = Amount.parse(text)
    except CountingError:
        return text, text
    return amount.name_zh, amount.name_en


def check_posts(session: Session, process: Process, day: date) -> list[Finding]:
    """Return a fault for each unknown section or post, a remark where nobody holds the post."""
    known_sections = {one.key for one in sections(session)}
    known_posts = {one.key for one in posts(session)}
    held, found = held_pairs(session, day), []
    for element in process.elements.values():
        section = element.properties.get("section", "")
        post = element.properties.get("post", "")
        for name, value, known in (
            ("section", section, known_sections),
            ("post", post, known_posts),
        ):
            if value and not value.startswith("=") and value not in known:
                found.append(_unknown(element.id, element.name, name, value))
        is_fixed = section in known_sections and post in known_posts
        if is_fixed and (section, post) not in held:
            found.append(_nobody(element.id, element.name, section, post))
    return found


def _unknown(element_id: str, drawn: str, name: str, value: str) -> Finding:
    word = {"section": "科室", "post": "岗位"}[name]
    return error(
        element_id,
        f"unknown_{name}",
        f"“{drawn}”写的{word} {value} 不存在",
        f"{drawn} names the {name} {value}, which does not exist",
        (f"请从本局的{word}中选一个", f"Choose a {name} of the bureau"),
    )


def _nobody(element_id: str, drawn: str, section: str, post: str) -> Finding:
    return warning(
        element_id,
        "nobody_holds",
        f"“{drawn}”的岗位 {section}/{post} 今天无人担任",
        f"Nobody holds the post {section}/{post} of {drawn} today",
        ("请管理员任命，或改选岗位", "Ask an administrator to appoint somebody, or choose another"),
    )
