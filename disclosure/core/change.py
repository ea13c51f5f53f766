"""The number of change: what a cache asks before it answers from memory.

The database itself raises it, by triggers, in the transaction of whatever changed a row that public pages read: no way
in goes round it, and nobody has to think of it. It is never below the milliseconds of its day, so that a database that
was set back does not come to a number again that stood for something else.

Which rows count says each model by `on_the_board`; every page type of the site does, where it does not say otherwise.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connection, connections
from wagtail.models import Page, PageViewRestriction, Site, Task, Workflow, WorkflowPage, WorkflowTask

from . import triggers
from .models import Change

FUNCTION = "disclosure_changed"
RAISE = {
    "sqlite": "UPDATE {table} SET number = MAX(number + 1, strftime('%s', 'now') * 1000) WHERE id = 1",
    "postgresql": "UPDATE {table} SET number = GREATEST(number + 1, extract(epoch FROM now())::bigint * 1000)"
    " WHERE id = 1",
}
WAGTAIL = (Page, Site, PageViewRestriction, Workflow, WorkflowPage, WorkflowTask, Task)  # routes stand in the guide
# Of Wagtail's own row of a page: what drafts, locks and the shape of the tree write at every step, and nobody is shown.
UNSEEN = {
    *["draft_title", "has_unpublished_changes", "latest_revision", "latest_revision_created_at", "live_revision"],
    *["locked", "locked_at", "locked_by", "numchild", "owner", "translation_key", "last_published_at"],
}


@dataclass(frozen=True)
class Watched:
    """A table whose rows are shown, and the columns of which a change counts."""

    table: str
    columns: tuple[str, ...]

    def names(self) -> list[str]:
        return [f"{self.table}_change_{kind}" for kind in ("insert", "delete", "update")]

    def differs(self, vendor: str) -> str:
        """That one of the columns has another value."""
        other = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
        return " OR ".join(f'OLD."{column}" {other} NEW."{column}"' for column in self.columns)


def number() -> int | None:
    """The present number, in one short query; None where the row is gone, and nothing may be kept."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM disclosure_change WHERE id = 1")
        row = cursor.fetchone()
    return row[0] if row else None


def watched() -> list[Watched]:
    """Every table whose rows public pages read, but for those that come with a posting and never change."""
    models = [m for m in apps.get_models() if not m._meta.proxy and m._meta.managed and _counts(m)]
    return sorted((_watched(model) for model in models), key=lambda each: each.table)


def _counts(model) -> bool:
    return model in WAGTAIL or getattr(model, "on_the_board", issubclass(model, Page))


def _watched(model) -> Watched:
    fields = [f for f in model._meta.local_concrete_fields if model is not Page or f.name not in UNSEEN]
    return Watched(model._meta.db_table, tuple(field.column for field in fields))


def _create(watch: Watched, vendor: str) -> Iterator[str]:
    inserted, deleted, updated = watch.names()
    if vendor == "sqlite":
        body = f"BEGIN {RAISE[vendor].format(table=Change._meta.db_table)}; END"
        yield f'CREATE TRIGGER "{inserted}" AFTER INSERT ON "{watch.table}" {body}'
        yield f'CREATE TRIGGER "{deleted}" AFTER DELETE ON "{watch.table}" {body}'
        yield f'CREATE TRIGGER "{updated}" AFTER UPDATE ON "{watch.table}" WHEN {watch.differs(vendor)} {body}'
    else:
        # At the commit: the number's row is then the last that is locked, and for a moment only.
        late = f"DEFERRABLE INITIALLY DEFERRED FOR EACH ROW {{}} EXECUTE FUNCTION {FUNCTION}()"
        create = f'CREATE CONSTRAINT TRIGGER "{{}}" AFTER {{}} ON "{watch.table}" {late}'
        yield create.format(inserted, "INSERT", "")
        yield create.format(deleted, "DELETE", "")
        yield create.format(updated, "UPDATE", f"WHEN ({watch.differs(vendor)})")


def install_all(using: str = DEFAULT_DB_ALIAS) -> None:
    """Put the triggers up anew; safe to repeat."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    if Change._meta.db_table not in present:
        return
    Change.objects.using(using).get_or_create(pk=1)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            body = RAISE["postgresql"].format(table=Change._meta.db_table)
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"{body}; RETURN NULL; END $$"
            )
        for watch in watched():
            if watch.table in present:
                triggers.drop(cursor, watch.table, watch.names(), connection.vendor)
                for statement in _create(watch, connection.vendor):
                    cursor.execute(statement)


def missing(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Names of triggers that ought to stand and do not."""
    present = triggers.existing(connections[using])
    return [name for watch in watched() for name in watch.names() if name not in present]
