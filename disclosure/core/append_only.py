"""Rows that are written once. Python refuses change and deletion, and so does the database, by triggers.

The triggers are put up after each migrate, because SQLite loses them when it rebuilds a table. A migration that
rewrites such rows runs `drop_all` first. `missing` is what a check and the proof ask.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, models

from . import triggers
from .exceptions import AppendOnlyViolation

FUNCTION = "disclosure_append_only"


class AppendOnlyQuerySet(models.QuerySet):
    """Refuses what would change or remove rows."""

    def update(self, **kwargs):
        raise AppendOnlyViolation(self.model)

    def delete(self):
        raise AppendOnlyViolation(self.model)

    def bulk_update(self, objs, fields, batch_size=None):
        raise AppendOnlyViolation(self.model)


class AppendOnly(models.Model):
    """A row that is inserted and from then on only read."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise AppendOnlyViolation(type(self))
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnlyViolation(type(self))


def tables() -> list[str]:
    """The tables of all append-only models, sorted."""
    return sorted(m._meta.db_table for m in apps.get_models() if issubclass(m, AppendOnly) and not m._meta.proxy)


def _names(table: str, vendor: str) -> list[str]:
    kinds = ["update", "delete"] if vendor == "sqlite" else ["row", "truncate"]
    return [f"{table}_no_{kind}" for kind in kinds]


def _create(table: str, vendor: str) -> list[str]:
    first, second = _names(table, vendor)
    if vendor == "sqlite":
        body = f"""BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"""
        return [
            f'CREATE TRIGGER IF NOT EXISTS "{first}" BEFORE UPDATE ON "{table}" {body}',
            f'CREATE TRIGGER IF NOT EXISTS "{second}" BEFORE DELETE ON "{table}" {body}',
        ]
    return [
        f'CREATE OR REPLACE TRIGGER "{first}" BEFORE UPDATE OR DELETE ON "{table}" '
        f"FOR EACH ROW EXECUTE FUNCTION {FUNCTION}()",
        f'CREATE OR REPLACE TRIGGER "{second}" BEFORE TRUNCATE ON "{table}" '
        f"FOR EACH STATEMENT EXECUTE FUNCTION {FUNCTION}()",
    ]


def install_all(using: str = DEFAULT_DB_ALIAS) -> None:
    """Put every trigger up; safe to repeat."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = '23514'; END $$"
            )
        for table in tables():
            if table in present:
                for statement in _create(table, connection.vendor):
                    cursor.execute(statement)


def drop_all(using: str = DEFAULT_DB_ALIAS) -> None:
    """Take every trigger down, before a migration that rewrites rows."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in tables():
            if table in present:
                triggers.drop(cursor, table, _names(table, connection.vendor), connection.vendor)


@contextmanager
def lifted(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Without triggers inside the block; they stand again after it, whatever happened."""
    drop_all(using)
    try:
        yield
    finally:
        install_all(using)


def missing(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Names of triggers that ought to stand and do not."""
    connection = connections[using]
    present = triggers.existing(connection)
    return [name for table in tables() for name in _names(table, connection.vendor) if name not in present]
