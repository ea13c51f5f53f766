"""Keeping the catalogue: add, change, close, open again, remove. Each checks, changes, and writes the ledger."""

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from ..core import canonical, clock, ledger
from ..organizations import rights
from ..organizations.exceptions import NotAdministrator
from ..organizations.models import OrganizationPage
from . import rules, values
from .columns import columns_of
from .exceptions import EntryClosedAlready, EntryInUse, EntryOpenAlready, EntryRefused
from .models import Attribute, Catalog, CatalogEntry


@transaction.atomic
def add(*, entry: CatalogEntry, organization: OrganizationPage, by) -> CatalogEntry:
    """Save the new `entry` in the catalogue of `organization`. Raises NotAdministrator, EntryRefused."""
    _may(by, organization)
    title = _("Catalogue of %(organization)s") % {"organization": organization.title}
    entry.catalog, _made = Catalog.objects.get_or_create(organization=organization, defaults={"title": title[:120]})
    _whole(entry)
    entry.save(force_insert=True)
    _record("catalog.entry_added", entry, by, digest=_digest(entry))
    return entry


@transaction.atomic
def alter(*, entry: CatalogEntry, by) -> CatalogEntry:
    """Save `entry` with its new values; where nothing changed, nothing is written.

    Raises NotAdministrator, EntryRefused.
    """
    stored = _stored(entry, by)
    before, after = _digest(stored), _digest(entry)
    if before == after:
        return stored
    entry.catalog, entry.closed_at = stored.catalog, stored.closed_at
    _whole(entry)
    entry.save()
    _record("catalog.entry_changed", entry, by, before=before, digest=after)
    return entry


@transaction.atomic
def close(*, entry: CatalogEntry, by) -> CatalogEntry:
    """Nothing new is drafted under `entry` from now on. Raises NotAdministrator, EntryClosedAlready."""
    stored = _stored(entry, by)
    if stored.closed_at is not None:
        raise EntryClosedAlready()
    stored.closed_at = clock.now()
    stored.save(update_fields=["closed_at"])
    _record("catalog.entry_closed", stored, by)
    return stored


@transaction.atomic
def reopen(*, entry: CatalogEntry, by) -> CatalogEntry:
    """Items are drafted under `entry` again. Raises NotAdministrator, EntryOpenAlready."""
    stored = _stored(entry, by)
    if stored.closed_at is None:
        raise EntryOpenAlready()
    stored.closed_at = None
    stored.save(update_fields=["closed_at"])
    _record("catalog.entry_reopened", stored, by)
    return stored


@transaction.atomic
def remove(*, entry: CatalogEntry, by) -> None:
    """Delete `entry` for good, as long as nothing was drafted under it. Raises NotAdministrator, EntryInUse."""
    stored = _stored(entry, by)
    _record("catalog.entry_removed", stored, by, digest=_digest(stored))
    try:
        stored.delete()
    except ProtectedError as protected:
        raise EntryInUse() from protected


def faults(entry: CatalogEntry, organization: OrganizationPage) -> list[tuple[str, str]]:
    """What is wrong with `entry` as one of `organization`: field and sentence."""
    others = CatalogEntry.objects.filter(catalog__organization=organization).exclude(pk=entry.pk)
    return list(
        rules.entry_faults(
            number=entry.number,
            taken=others.filter(number=entry.number).exists(),
            proactive=entry.attribute == Attribute.PROACTIVE,
            exempt=entry.attribute == Attribute.EXEMPT,
            ground=entry.ground,
            at_home=entry.column_id in {column.pk for column in columns_of(organization)},
        )
    )


def _whole(entry: CatalogEntry) -> None:
    found = faults(entry, entry.catalog.organization)
    if found:
        raise EntryRefused(" ".join(sentence for _field, sentence in found))


def _stored(entry: CatalogEntry, by) -> CatalogEntry:
    """The row as it stands, locked. The right is asked of its own organization, whatever `entry` says."""
    stored = (
        CatalogEntry.objects.select_for_update(of=("self",), no_key=True)  # postings may point to it meanwhile
        .select_related("catalog__organization__chain", "column", "workflow")
        .get(pk=entry.pk)
    )
    _may(by, stored.catalog.organization)
    return stored


def _may(by, organization: OrganizationPage) -> None:
    if not rights.administers(by, organization):
        raise NotAdministrator()


def _digest(entry: CatalogEntry) -> str:
    return canonical.digest(values.of_entry(entry))


def _record(kind: str, entry: CatalogEntry, by, **data) -> None:
    chain = entry.catalog.organization.chain
    ledger.record(chain, kind, actor=by, subject=f"catalog-entry:{entry.pk}", data=data)
