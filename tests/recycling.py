"""PostgreSQL databases lent to one test after another: what each wrote is taken back.

Making one anew costs some 30 ms, but dropping one makes the server write all it holds to its disk.
Rows are kept beside, in a schema of the same database, and copied back.
"""

from contextlib import closing

from sqlalchemy.exc import DBAPIError

from engine.store.database import Database
from engine.store.tables import metadata

#: Every table, those that others refer to first.
TABLES = ("alembic_version", *(table.name for table in metadata.sorted_tables))
#: Above this a database is not worth to be put in order.
MOST_BYTES = 64 * 1024 * 1024
#: Changes with every table, trigger, function and constraint that comes or goes.
FINGERPRINT = """
SELECT string_agg(concat(found, '/', newest), ' ') FROM (
  SELECT count(*) AS found, max(oid) AS newest FROM pg_class
    WHERE relnamespace = 'public'::regnamespace
  UNION ALL SELECT count(*), max(oid) FROM pg_trigger
  UNION ALL SELECT count(*), max(oid) FROM pg_constraint
  UNION ALL SELECT count(*), max(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
) AS things
"""
HOLDS = "SELECT pg_database_size(current_database())"
CUT_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


def keep_rows(database: Database, schema: str) -> None:
    """Keep every row as it is now, beside."""
    copies = [f"CREATE TABLE {schema}.{name} AS TABLE public.{name}" for name in TABLES]
    stands = " UNION ALL ".join(
        f"SELECT '{name}' AS name, last_value, is_called FROM public.{name}"
        for name in _sequences(database)
    )
    _run(
        database,
        f"CREATE SCHEMA {schema}",
        *copies,
        f"CREATE TABLE {schema}.sequences AS {stands}",
    )


def _sequences(database: Database) -> list[str]:
    with database.engine.connect() as connection:
        found = "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'"
        return list(connection.exec_driver_sql(found).scalars())


def put_back(database: Database, schema: str) -> None:
    """Let the tables hold what was kept, and the sequences go on from there."""
    _run(
        database,
        *(f"DELETE FROM public.{name}" for name in reversed(TABLES)),
        *(f"INSERT INTO public.{name} SELECT * FROM {schema}.{name}" for name in TABLES),
        f"SELECT setval('public.' || name, last_value, is_called) FROM {schema}.sequences",
    )


def fingerprint(database: Database) -> str:
    """Return what tells one shape of the tables from another."""
    with database.engine.connect() as connection:
        return str(connection.exec_driver_sql(FINGERPRINT).scalar_one())


def is_put_in_order(database: Database, schema: str, shape: str) -> bool:
    """Take back what a test wrote; False when it left more than rows, or too many of them."""
    with closing(database):
        try:
            with database.engine.begin() as connection:
                connection.exec_driver_sql(CUT_OTHERS)
                holds = connection.exec_driver_sql(HOLDS).scalar_one()
            if fingerprint(database) != shape or holds > MOST_BYTES:
                return False
            put_back(database, schema)
        except DBAPIError:
            return False
    return True


def _run(database: Database, *statements: str) -> None:
    """Run statements in one transaction and one journey."""
    with database.engine.begin() as connection:
        connection.exec_driver_sql(";".join(statements))
