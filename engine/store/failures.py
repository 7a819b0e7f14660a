"""What a database says when it cannot work, told so that somebody can help.

A failed transaction leaves nothing, whatever the reason; the reasons differ in who must act. A
rival is over in a moment, a full disk waits for an administrator.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from engine.errors import BanjieError, Busy, Unavailable

log = logging.getLogger(__name__)

#: What SQLite (by the name of its result code) and PostgreSQL (by its SQLSTATE) say; a beginning.
RIVALRY = ("SQLITE_BUSY", "55P03", "40P01")
READ_ONLY = ("SQLITE_READONLY", "25006")
FULL = ("SQLITE_FULL", "53100")
#: Files that cannot be opened or read; connections refused, cut, too many, or a server stopping.
GONE = ("SQLITE_CANTOPEN", "SQLITE_IOERR", "08", "53200", "53300", "57P")


@contextmanager
def told() -> Iterator[None]:
    """Raise Busy or Unavailable for a database error that means so; others pass as they are."""
    try:
        yield
    except DBAPIError as error:
        meant = meaning(error)
        if meant is None:
            raise
        if isinstance(meant, Unavailable):
            log.error("%s: %s", meant.code, _first_line(error))
        raise meant from error


def meaning(error: DBAPIError) -> BanjieError | None:
    """Return what a database error means for who was at work; None for a mistake of ours."""
    sign = _sign(error)
    if sign.startswith(RIVALRY):
        return busy()
    if sign.startswith(READ_ONLY):
        return read_only()
    if sign.startswith(FULL):
        return disk_full()
    if sign.startswith(GONE) or error.connection_invalidated:
        return gone()
    return None


def _sign(error: DBAPIError) -> str:
    """Return the database's own code; a connection that never came about has none."""
    raised = error.orig
    code = getattr(raised, "sqlite_errorname", None) or getattr(raised, "sqlstate", None)
    never_connected = code is None and error.statement is None
    return "08" if never_connected and hasattr(raised, "sqlstate") else str(code or "")


def _first_line(error: DBAPIError) -> str:
    return str(error.orig).strip().partition("\n")[0]


def busy() -> Busy:
    """Return what somebody is told who waited for a rival in vain."""
    return Busy(
        "该办件正被他人办理，请稍候几秒重试。",
        "This case is being worked on right now; try again in a few seconds.",
    )


def read_only() -> Unavailable:
    """Return what is told when the database, or the disk it lies on, refuses every write."""
    return Unavailable(
        "数据库现在只能读取，刚才所做的没有保存。已登记的内容可以照常查看；"
        "请管理员恢复写入（检查磁盘、文件权限、主备切换）后重试。",
        "The database can only be read now; what you did was not saved. All that was kept can be "
        "seen; an administrator must let it be written again (disk, file permissions, standby).",
        code="database_read_only",
    )


def disk_full() -> Unavailable:
    """Return what is told when there is no room left for what is to be written."""
    return Unavailable(
        "服务器磁盘已满，刚才所做的没有保存。请不要关闭本页；请管理员腾出空间后重试。",
        "The server's disk is full; what you did was not saved. Keep this page open; an "
        "administrator must make room, then try again.",
        code="disk_full",
    )


def gone() -> Unavailable:
    """Return what is told when the database does not answer, or no longer.

    Cut while it committed, nobody knows; then all of the act is kept, or nothing.
    """
    return Unavailable(
        "与数据库的连接中断。刚才所做的要么全部已保存，要么全部没有，不会只存一半。"
        "请稍候刷新，看是否已办，再决定是否重试；反复出现时请管理员检查数据库是否在运行。",
        "The connection to the database broke. What you did was kept whole or not at all. Reload "
        "in a moment, see whether it was done, then try again; if it happens again and again, an "
        "administrator must see whether the database runs.",
        code="database_gone",
    )
