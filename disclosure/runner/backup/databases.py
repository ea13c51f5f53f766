"""The two kinds of databases that can be backed up, by the vendor's name."""

from django.db import connection

from . import postgres, sqlite

KINDS = {"sqlite": sqlite, "postgresql": postgres}


def here():
    """The kind of this installation."""
    return KINDS[connection.vendor]


def has_tables() -> bool:
    """Whether there is anything in this installation's database."""
    return bool(connection.introspection.table_names())
