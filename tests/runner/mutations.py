"""Every way to change one column of an append-only row behind everybody's back: plainly, and with hashes made right."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.apps import apps
from django.db import connection, models

from disclosure.core import canonical, ledger, rows
from disclosure.core.append_only import AppendOnly
from disclosure.core.models import Chain, LedgerEntry
from disclosure.items.models import Edition, EditionContent
from disclosure.runner.proof.evidence import KINDS

MODELS = [m for m in apps.get_app_config("disclosure").get_models() if issubclass(m, AppendOnly)]
HASHES = {"LedgerEntry.hash", "LedgerEntry.previous"}  # made right again they are as they were


@dataclass(frozen=True)
class Mutation:
    """One column of one row, and whether the hashes that stand for it are made right again."""

    model: type[models.Model]
    pk: int
    column: str
    hashes: bool = False

    def __str__(self):
        return f"{self.model.__name__}.{self.column} of {self.pk}{', hashes right' if self.hashes else ''}"

    @property
    def name(self) -> str:
        return f"{self.model.__name__}.{self.column}"

    def apply(self) -> None:
        """Change it, by SQL; the caller has lifted the triggers."""
        field = self.model._meta.get_field(self.column)
        row = self.model._base_manager.get(pk=self.pk)
        _set(row, field, other(field, getattr(row, field.attname)))
        if self.hashes:
            _make_right(self.model._base_manager.get(pk=self.pk))


def mutations() -> Iterator[Mutation]:
    """Each column of one row of every shape: kinds, and which of its columns are empty, make a shape."""
    for model in MODELS:
        for pk in _one_of_each_shape(model):
            for field in model._meta.concrete_fields:
                yield Mutation(model, pk, field.name)
                if not field.primary_key and f"{model.__name__}.{field.name}" not in HASHES:
                    yield Mutation(model, pk, field.name, hashes=True)


def _one_of_each_shape(model) -> list[int]:
    seen: dict[tuple, int] = {}
    for row in model._base_manager.order_by("pk"):
        seen.setdefault(tuple(_shape(row)), row.pk)
    return list(seen.values())


def _shape(row) -> Iterator:
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        yield value if field.choices or field.name == "kind" else value in (None, "", {}, [])


def other(field: models.Field, value):
    """Another value that the column could hold, as near to the one it has as can be."""
    if field.remote_field:
        there = field.related_model._base_manager.exclude(pk=value).order_by("pk").values_list("pk", flat=True)
        return there.last()
    if field.choices:
        return next(choice for choice, _label in field.choices if choice != value) if len(field.choices) > 1 else "x"
    match value:
        case bool():
            return not value
        case int():
            return value + 1 if not field.primary_key else value + 1000
        case datetime():
            return value + timedelta(microseconds=1)
        case date():
            return value + timedelta(days=1)
        case dict():
            return {**value, next(iter(value), "x"): "x"}
        case list():
            return [*value, value[0] if value else 1]
        case None:
            return _of_nothing(field)
        case _:
            return value[:-1] + ("0" if value[-1:] != "0" else "1")


def _of_nothing(field: models.Field):
    return datetime.fromisoformat("2026-11-24T01:00:00+00:00") if isinstance(field, models.DateTimeField) else 1


def _set(row, field: models.Field, value) -> None:
    """One column of one row."""
    given = field.get_db_prep_save(value, connection)
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{row._meta.db_table}" SET "{field.column}" = %s WHERE "{row._meta.pk.column}" = %s',
            [given, row.pk],
        )


def _make_right(row) -> None:
    """All that a forger can hash anew: the row's own digest, what its entry in the ledger says of it, the chain."""
    if isinstance(row, LedgerEntry):
        rehash(row.chain)
    if isinstance(row, EditionContent):
        _set(row.edition, Edition._meta.get_field("digest"), canonical.digest(row.content))
    for kind in KINDS:
        if kind.rows().model is type(row) and (found := kind.rows().filter(pk=row.pk).first()):
            _say_so(kind.expected(found))


def _say_so(expected) -> None:
    entries = LedgerEntry.objects.filter(chain=expected.chain, kind=expected.kind, subject=expected.subject)
    for entry in entries if expected.rows else []:
        _set(entry, LedgerEntry._meta.get_field("data"), entry.data | {"row": rows.digest(*expected.rows)})
    for chain in Chain.objects.filter(pk=expected.chain):
        rehash(chain)


def rehash(chain: Chain) -> None:
    """Write the whole of `chain` anew, so that it is whole in itself."""
    previous, number = "", 0
    for entry in chain.entries.order_by("number"):
        entry.previous = previous
        previous, number = ledger.entry_hash(entry, str(chain.key)), entry.number
        _set(entry, LedgerEntry._meta.get_field("previous"), entry.previous)
        _set(entry, LedgerEntry._meta.get_field("hash"), previous)
    Chain.objects.filter(pk=chain.pk).update(head_number=number, head_hash=previous)
