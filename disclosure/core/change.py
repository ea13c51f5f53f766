"""The moment of next change: what a cache asks before it answers from memory."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from .models import Change


def current() -> Change:
    """The row that holds number and next instant."""
    return Change.objects.get_or_create(pk=1)[0]


def announce(*instants: datetime | None) -> int:
    """Something visible changed, in this transaction; `instants` are moments at which time alone will change more."""
    row = _locked()
    row.number += 1
    known = [moment for moment in (row.next_at, *instants) if moment is not None]
    row.next_at = min(known) if known else None
    row.save(update_fields=["number", "next_at"])
    return row.number


def move_on(at: datetime, following: Callable[[], datetime]) -> bool:
    """Where the next instant is not after `at`, put `following()` in its place; True where it was moved.

    The number rises, so that nothing kept before counts on. `following` is asked under the row's lock: who announces
    an earlier instant meanwhile comes after it. Where nothing is to be moved, nothing is locked.
    """
    return _has_come(current(), at) and _move(at, following)


@transaction.atomic
def _move(at: datetime, following: Callable[[], datetime]) -> bool:
    row = _locked()
    if not _has_come(row, at):
        return False
    row.number += 1
    row.next_at = following()
    row.save(update_fields=["number", "next_at"])
    return True


def _has_come(row: Change, at: datetime) -> bool:
    return row.next_at is None or row.next_at <= at


def _locked() -> Change:
    return Change.objects.select_for_update().get(pk=current().pk)
