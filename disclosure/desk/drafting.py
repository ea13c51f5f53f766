"""Where a new item belongs: columns with their open entries, narrowed by a word of either."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from ..catalog.models import CatalogEntry, ColumnPage

OPEN_ENTRIES = Prefetch("entries", CatalogEntry.objects.filter(closed_at__isnull=True), to_attr="open_entries")


@dataclass(frozen=True)
class Place:
    """A column in which one can draft, and those of its entries that were looked for."""

    column: ColumnPage
    entries: list[CatalogEntry]


def found(columns: Iterable[ColumnPage], words: str) -> list[Place]:
    """All columns; with `words` those that contain them, or an entry that does. Case is nothing to go by."""
    every = [Place(column, list(column.open_entries)) for column in columns]
    if not words:
        return every
    narrowed = []
    for place in every:
        entries = [entry for entry in place.entries if _says(words, entry.number, entry.name, entry.content)]
        if entries:
            narrowed.append(Place(place.column, entries))
        elif _says(words, place.column.title, place.column.description):
            narrowed.append(place)
    return narrowed


def _says(words: str, *texts: str) -> bool:
    return any(words.casefold() in text.casefold() for text in texts)
