"""The numbers of change: what a cache asks before it answers from memory.

The database itself raises them, by triggers, in the transaction of whatever changed a row that public pages read: no
way in goes round them, and nobody has to think of them. A number is never below the milliseconds of its day, so that a
database that was set back does not come to one again that stood for something else.

ALL rises with every change. What went up or came down raises the number of its organization, too, and that of its
item; what concerns everyone, such as names, rosters and columns, raises FRAME. A page that shows the frame and the
postings of one organization, or of one item, is right as long as these two stand, whatever goes on elsewhere.

Which rows count says each model by `on_the_board`; every page type of the site does, where it does not say otherwise.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS, connection, connections
from wagtail.models import Page, PageViewRestriction, Site, Task, Workflow, WorkflowPage, WorkflowTask

from . import triggers
from .models import Change

ALL, FRAME = "all", "frame"
FOUND = "found"  # a model whose rows are only searched and counted: they raise ALL alone
TABLE = Change._meta.db_table
FUNCTION = "disclosure_changed_{}"
LEAST = {"sqlite": "strftime('%s', 'now') * 1000", "postgresql": "extract(epoch FROM now())::bigint * 1000"}
LARGER = {"sqlite": "MAX", "postgresql": "GREATEST"}
WAGTAIL = (Page, Site, PageViewRestriction, Workflow, WorkflowPage, WorkflowTask, Task)  # routes stand in the guide
# Of Wagtail's own row of a page: what drafts, locks and the shape of the tree write at every step, and nobody is shown.
UNSEEN = {
    *["draft_title", "has_unpublished_changes", "latest_revision", "latest_revision_created_at", "live_revision"],
    *["locked", "locked_at", "locked_by", "numchild", "owner", "translation_key", "last_published_at"],
}


@dataclass(frozen=True)
class Watched:
    """A table whose rows are shown, the columns of which a change counts, and whose number it raises beside ALL.

    `scope`: FRAME, FOUND, or whose number, each as SQL over the row {row}.
    """

    table: str
    columns: tuple[str, ...]
    scope: str | tuple[str, ...]

    def names(self) -> list[str]:
        return [f"{self.table}_change_{kind}" for kind in ("insert", "delete", "update")]

    def differs(self, vendor: str) -> str:
        """That one of the columns has another value."""
        other = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
        return " OR ".join(f'OLD."{column}" {other} NEW."{column}"' for column in self.columns)

    def scopes(self, row: str) -> list[str]:
        """What it raises, as SQL, in the order in which the rows are locked."""
        if isinstance(self.scope, tuple):
            return [f"'{ALL}'", *(f"CAST({each.format(row=row)} AS varchar)" for each in self.scope)]
        return [f"'{ALL}'", *([f"'{FRAME}'"] if self.scope == FRAME else [])]

    def raising(self, vendor: str, row: str) -> str:
        """The statements that raise the numbers; a scope that has none yet gets one."""
        number = f"{LARGER[vendor]}({TABLE}.number + 1, {LEAST[vendor]})"
        return " ".join(
            f"INSERT INTO {TABLE} (scope, number) SELECT {scope}, {LEAST[vendor]} WHERE {scope} IS NOT NULL"
            f" ON CONFLICT (scope) DO UPDATE SET number = {number};"
            for scope in self.scopes(row)
        )


def of_organization(pk: int) -> str:
    """The scope of what went up and came down in one organization."""
    return str(pk)


def of_item(pk: int) -> str:
    """The scope of one item's postings."""
    return f"item-{pk}"


def numbers(*scopes: str) -> dict[str, int]:
    """The present numbers of `scopes`, where they have one; in one short query."""
    sql = f"SELECT scope, number FROM {TABLE} WHERE scope IN ({', '.join(['%s'] * len(scopes))})"
    with connection.cursor() as cursor:
        cursor.execute(sql, scopes)
        return dict(cursor.fetchall())


def watched() -> list[Watched]:
    """Every table whose rows public pages read, but for those that come with a posting and never change."""
    models = [m for m in apps.get_models() if not m._meta.proxy and m._meta.managed and _counts(m)]
    return sorted((_watched(model) for model in models), key=lambda each: each.table)


def _counts(model) -> bool:
    return model in WAGTAIL or getattr(model, "on_the_board", issubclass(model, Page))


def _watched(model) -> Watched:
    fields = [f for f in model._meta.local_concrete_fields if model is not Page or f.name not in UNSEEN]
    scope = getattr(model, "on_the_board", FRAME)
    columns = tuple(field.column for field in fields)
    return Watched(model._meta.db_table, columns, FRAME if scope is True else scope)


def _shown(row: str) -> str:
    """Of Wagtail's own rows of pages those that anybody is shown: no item, whatever is done to it."""
    hidden = [m for m in apps.get_models() if issubclass(m, Page) and not getattr(m, "on_the_board", True)]
    numbers = [ContentType.objects.get_for_model(model).pk for model in hidden]
    return f'{row}."content_type_id" NOT IN ({", ".join(map(str, numbers)) or 0})'


def _create(watch: Watched, vendor: str) -> Iterator[str]:
    kinds = zip(watch.names(), ("INSERT", "DELETE", "UPDATE"), ("NEW", "OLD", "NEW"), strict=True)
    for name, event, row in kinds:
        conditions = [_shown(row)] if watch.table == Page._meta.db_table else []
        conditions += [f"({watch.differs(vendor)})"] if event == "UPDATE" else []
        when = f"WHEN ({' AND '.join(conditions)})" if conditions else ""
        if vendor == "sqlite":
            body = f"BEGIN {watch.raising(vendor, row)} END"
            yield f'CREATE TRIGGER "{name}" AFTER {event} ON "{watch.table}" {when} {body}'
        else:
            function = FUNCTION.format(name)
            yield (
                f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"{watch.raising(vendor, row)} RETURN NULL; END $$"
            )
            # At the commit: the numbers are then the last that is locked, and for a moment only.
            yield (
                f'CREATE CONSTRAINT TRIGGER "{name}" AFTER {event} ON "{watch.table}" DEFERRABLE INITIALLY DEFERRED'
                f" FOR EACH ROW {when} EXECUTE FUNCTION {function}()"
            )


def install_all(using: str = DEFAULT_DB_ALIAS) -> None:
    """Put the triggers up anew; safe to repeat."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    if Change._meta.db_table not in present:
        return
    for scope in (ALL, FRAME):
        Change.objects.using(using).get_or_create(scope=scope)
    with connection.cursor() as cursor:
        for watch in watched():
            if watch.table in present:
                triggers.drop(cursor, watch.table, watch.names(), connection.vendor)
                for statement in _create(watch, connection.vendor):
                    cursor.execute(statement)


def missing(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Names of triggers that ought to stand and do not."""
    present = triggers.existing(connections[using])
    return [name for watch in watched() for name in watch.names() if name not in present]
