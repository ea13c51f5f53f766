"""How long the database may look for what was asked: whoever asks for what is everywhere keeps nobody else waiting."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from django.db import OperationalError, connection, transaction

SECONDS = 3.0
STEPS = 1000  # of SQLite's virtual machine, after each of which the time is looked at
STOPPED = {"SQLITE_INTERRUPT", "57014"}  # what SQLite and PostgreSQL say of what was stopped


class TookTooLong(Exception):
    """It was stopped: what it would have found is not known."""


@contextmanager
def bounded(seconds: float) -> Iterator[None]:
    """What is read within is stopped after `seconds`: on SQLite all of it together; on PostgreSQL a query that has run
    for so long, and whatever would begin after that time.

    Raises TookTooLong.
    """
    ends = monotonic() + seconds
    stops = _on_sqlite(ends) if connection.vendor == "sqlite" else _on_postgresql(seconds)
    try:
        with stops, connection.execute_wrapper(_in_time(ends)):
            yield
    except OperationalError as error:
        cause = error.__cause__
        if {getattr(cause, "sqlite_errorname", None), getattr(cause, "sqlstate", None)} & STOPPED:
            raise TookTooLong from error
        raise


def _in_time(ends: float) -> Callable:
    def asked(execute, sql, params, many, context):
        if monotonic() > ends:
            raise TookTooLong
        return execute(sql, params, many, context)

    return asked


@contextmanager
def _on_sqlite(ends: float) -> Iterator[None]:
    connection.ensure_connection()
    connection.connection.set_progress_handler(lambda: monotonic() > ends, STEPS)
    try:
        yield
    finally:
        connection.connection.set_progress_handler(None, 0)


@contextmanager
def _on_postgresql(seconds: float) -> Iterator[None]:
    """The time is the transaction's, so that the next request on this connection has its own."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(max(1, round(1000 * seconds)))])
        yield
