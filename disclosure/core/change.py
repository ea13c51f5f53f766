"""The moment of next change: what a cache asks before it answers from memory."""

from datetime import datetime

from .models import Change


def current() -> Change:
    """The row that holds number and next instant."""
    return Change.objects.get_or_create(pk=1)[0]


def announce(*instants: datetime | None) -> int:
    """Something visible changed, in this transaction; `instants` are moments at which time alone will change more."""
    row = Change.objects.select_for_update().get(pk=current().pk)
    row.number += 1
    known = [moment for moment in (row.next_at, *instants) if moment is not None]
    row.next_at = min(known) if known else None
    row.save(update_fields=["number", "next_at"])
    return row.number
