"""Rows that many tests begin with: written by the product once in a process, then put back as they were written."""

import copy
import hashlib
from collections.abc import Callable
from dataclasses import is_dataclass
from datetime import UTC, datetime
from functools import wraps

from django.db import connection, transaction
from django.db.models import Model
from django.utils.translation import get_language

from disclosure.core import clock
from disclosure.core.models import Change

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


def replayed(make: Callable) -> Callable:
    """`make` run once for each state of the database it meets; met again, its statements are run alone.

    The state is the whole database, the moved clock and the language, so what is put back is what `make` would write,
    but for moments of a clock that is not moved. Only within a transaction, on SQLite, where a rollback brings the
    state back.
    """
    records: dict = {}

    @wraps(make)
    def made(*args, **kwargs):
        if connection.vendor != "sqlite" or not connection.in_atomic_block:
            return make(*args, **kwargs)
        given = [*map(_named, args), *((name, _named(value)) for name, value in sorted(kwargs.items()))]
        key = (_state(), _moment(), get_language(), repr(given))
        if key not in records:
            records[key] = _recorded(lambda: make(*args, **kwargs))
        else:
            statements, callbacks, _made = records[key]
            with connection.cursor() as cursor:
                for sql, params in statements:
                    cursor.execute(sql, params)
            for callback in callbacks:
                transaction.on_commit(callback)
        return copy.deepcopy(records[key][2])

    return made


def _named(value):
    """A row by its key; whatever holds rows, by theirs."""
    if is_dataclass(value):
        return [_named(part) for part in vars(value).values()]
    if isinstance(value, dict):
        return [(name, _named(part)) for name, part in value.items()]
    return (value._meta.label, value.pk) if isinstance(value, Model) else value


def _moment() -> datetime | None:
    """The moment of a clock that was moved, or put in another's place; None where it is that of the machine."""
    at = clock.now()
    return at if clock.is_moved() or abs(at - datetime.now(UTC)) > clock.JUMP else None


def _state() -> str:
    """A digest of the database, but for the numbers of change, which come from the clock of the machine."""
    with transaction.atomic():
        Change.objects.update(number=0)
        digest = hashlib.blake2b(connection.connection.serialize()).hexdigest()
        transaction.set_rollback(True)
    return digest


def _recorded(make: Callable) -> tuple[list, list, object]:
    """The statements, the functions that wait for the commit, and the answer."""
    statements: list = []
    waiting = len(connection.run_on_commit)

    def write_down(execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        if sql.lstrip().startswith(WRITES):
            statements.extend((sql, p) for p in (params if many else [params]))
        return answer

    with connection.execute_wrapper(write_down):
        made = make()
    return statements, [function for _ids, function, *_robust in connection.run_on_commit[waiting:]], made
