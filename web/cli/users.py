"""users: list, add, reset a password, unlock."""

from secrets import token_hex

import click
from sqlalchemy import select

from engine import people, staffing
from engine.clock import SystemClock
from engine.days import day_of
from engine.store.database import reading, transaction
from engine.store.people import Person, Post, Section
from web.cli.opening import HOME, open_migrated, settings


@click.group(
    help="人员：列表、添加、重置密码、解锁。 Persons: list, add, reset a password, unlock."
)
def users() -> None:
    """Manage who may sign in."""


@users.command("list")
@HOME
def list_users(home: str | None) -> None:
    """Print every person with the posts held today."""
    database = open_migrated(settings(home))
    with reading(database) as session:
        for person in session.scalars(select(Person).order_by(Person.id)):
            held = people.posts_on(session, person.id, day_of(SystemClock().now()))
            posts = "、".join(f"{section}/{post}" for section, post in held)
            click.echo(
                f"{person.id:<16}{person.name:<12}{posts}{'' if person.is_active else ' (停用)'}"
            )


@users.command("add")
@click.argument("name")
@click.argument("full_name")
@click.option("--section", required=True, help="科室 key=名称 / section key=name; made when new")
@click.option("--post", required=True, help="岗位 key=名称 / post key=name; made when new")
@HOME
def add_user(name: str, full_name: str, section: str, post: str, home: str | None) -> None:
    """Add a person and print the first password."""
    database = open_migrated(settings(home))
    password = f"{token_hex(4)}a1"
    with transaction(database) as session:
        section, section_name = _key_and_name(section)
        post, post_name = _key_and_name(post)
        if session.get(Section, section) is None:
            session.add(Section(key=section, name=section_name))
        if session.get(Post, post) is None:
            session.add(Post(key=post, name=post_name))
        session.flush()
        person = staffing.add_person(session, name, full_name, password=password)
        staffing.appoint(session, person, section, post, from_on=day_of(SystemClock().now()))
    click.echo(f"{name}  首次密码 / first password: {password}")


def _key_and_name(text: str) -> tuple[str, str]:
    """Split "approval=审批科" into key and name; a key alone is its own name."""
    key, _, name = text.partition("=")
    return key.strip(), name.strip() or key.strip()


@users.command("reset-password")
@click.argument("name")
@HOME
def reset_password(name: str, home: str | None) -> None:
    """Set and print a new first password; every session of the person ends."""
    database = open_migrated(settings(home))
    password = f"{token_hex(4)}a1"
    with transaction(database) as session:
        staffing.reset_password(session, people.get_person(session, name), password)
    click.echo(f"{name}  新密码 / new password: {password}")


@users.command("unlock")
@click.argument("name")
@HOME
def unlock(name: str, home: str | None) -> None:
    """Let a locked-out person sign in again."""
    database = open_migrated(settings(home))
    with transaction(database) as session:
        staffing.unlock(people.get_person(session, name))
    click.echo(f"{name}  已解锁 / unlocked")


@users.command("mail")
@click.argument("name")
@click.argument("address", default="")
@HOME
def set_mail(name: str, address: str, home: str | None) -> None:
    """Set where a person's notices are mailed to besides; without an address, nowhere."""
    database = open_migrated(settings(home))
    with transaction(database) as session:
        staffing.set_mail(people.get_person(session, name), address)
    click.echo(f"{name}  {address or '不发邮件 / no mail'}")
