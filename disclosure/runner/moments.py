"""Which moments have come and are not told yet, found by index: nothing here looks at every posting at each turn."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from ..core import clock
from ..items.models import Closing, ClosingKind, Posting
from .models import Told, What

TOOK_DOWN = (ClosingKind.WITHDRAWN, ClosingKind.REPLACED)


def note(at: datetime, since: datetime | None = None) -> int:
    """Write down every moment that came after `since` (ever, where it is None) and up to `at`: a row each, once.

    A posting that was stopped has no moment: it never went up.
    """
    rows = [
        Told(posting_id=posting, what=what, due_at=due)
        for what, found in (
            (What.BEGUN, _begun(at, since)),
            (What.CLOSED, _closed(at, since)),
            (What.ENDED, _ended(at, since)),
        )
        for posting, due in found
    ]
    if rows:
        Told.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return len(rows)


def open_rows() -> QuerySet[Told]:
    """Moments that came and are not done: untold, or told and the page does not follow yet."""
    return Told.objects.filter(mirrored_at__isnull=True, due_at__lte=clock.now())


def ready() -> QuerySet[Told]:
    """What can be told now, in order. Nothing overtakes an earlier moment of the same posting that is untold."""
    now = clock.now()
    earlier = Told.objects.filter(posting=OuterRef("posting"), told_at__isnull=True, due_at__lt=OuterRef("due_at"))
    return (
        open_rows()
        .filter(Q(next_attempt_at__isnull=True) | Q(next_attempt_at__lte=now), ~Exists(earlier))
        .order_by("due_at", "pk")
    )


def _begun(at: datetime, since: datetime | None) -> Iterable[tuple[int, datetime]]:
    came = Posting.objects.begun(at).filter(_untold(What.BEGUN, "pk"))
    return _after(came, "begins_at", since).values_list("pk", "begins_at")


def _ended(at: datetime, since: datetime | None) -> Iterable[tuple[int, datetime]]:
    """Past their end by their terms, and not closed before it."""
    before = Closing.objects.effective(at).filter(posting=OuterRef("pk"), at__lt=OuterRef("ends_at"))
    came = Posting.objects.begun(at).filter(~Exists(before), _untold(What.ENDED, "pk"), ends_at__lte=at)
    return _after(came, "ends_at", since).values_list("pk", "ends_at")


def _closed(at: datetime, since: datetime | None) -> Iterable[tuple[int, datetime]]:
    """Closed before their end; the first closing counts."""
    in_time = Q(posting__ends_at__isnull=True) | Q(at__lt=F("posting__ends_at"))
    came = Closing.objects.effective(at).filter(in_time, _untold(What.CLOSED, "posting"), kind__in=TOOK_DOWN)
    first: dict[int, datetime] = {}
    for posting, moment in _after(came, "at", since).order_by("at").values_list("posting", "at"):
        first.setdefault(posting, moment)
    return first.items()


def _untold(what: What, posting: str) -> Q:
    return ~Q(Exists(Told.objects.filter(posting=OuterRef(posting), what=what)))


def _after(queryset: QuerySet, field: str, since: datetime | None) -> QuerySet:
    return queryset if since is None else queryset.filter(**{f"{field}__gt": since})
