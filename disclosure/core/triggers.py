"""Triggers of the database, by name."""

from collections.abc import Iterable


def existing(connection) -> set[str]:
    """Names of all triggers that stand and are not switched off."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'")
        return {row[0] for row in cursor.fetchall()}


def drop(cursor, table: str, names: Iterable[str], vendor: str) -> None:
    """Take the triggers of `table` with these `names` down, as far as they stand."""
    for name in names:
        on = "" if vendor == "sqlite" else f' ON "{table}"'
        cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"{on}')
