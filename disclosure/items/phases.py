"""Where a posting stands at a moment. One answer for one posting; the lists of querysets.py say the same of many.

A property test holds the two together (I3, I4): whoever changes one changes the other.
"""

from datetime import datetime

from django.db.models import Prefetch, TextChoices
from django.utils.translation import gettext_lazy as _

from .models import Closing, ClosingKind, Posting


class Phase(TextChoices):
    """The phases of a posting; each posting is in exactly one at any moment."""

    WAITING = "waiting", _("waits for its moment")
    PUBLIC = "public", _("on the board")
    ENDED = "ended", _("period over")
    WITHDRAWN = "withdrawn", _("withdrawn")
    REPLACED = "replaced", _("replaced by a later edition")
    STOPPED = "stopped", _("never went up")


WENT_UP = frozenset({Phase.PUBLIC, Phase.ENDED, Phase.WITHDRAWN, Phase.REPLACED})
CLOSED_EARLY = frozenset({Phase.WITHDRAWN, Phase.REPLACED})

WITH_CLOSINGS = Prefetch(
    "closings",
    queryset=Closing.objects.order_by("at", "pk").prefetch_related(
        Prefetch("successor__closings", queryset=Closing.objects.filter(kind=ClosingKind.STOPPED))
    ),
)


def phase_of(posting: Posting, at: datetime) -> Phase:
    """The phase of `posting` at `at`. Many at once: read them with `prefetch_related(WITH_CLOSINGS)`."""
    if any(closing.kind == ClosingKind.STOPPED for closing in posting.closings.all()):
        return Phase.STOPPED
    closing = closed_by(posting, at)
    if closing is not None and closing.kind == ClosingKind.WITHDRAWN:
        return Phase.WITHDRAWN
    if posting.begins_at > at:
        return Phase.WAITING
    if closing is not None:
        return Phase.REPLACED
    if posting.ends_at is not None and posting.ends_at <= at:
        return Phase.ENDED
    return Phase.PUBLIC


def closed_by(posting: Posting, at: datetime) -> Closing | None:
    """What closed `posting` before its time, as known at `at`: its withdrawal before all, else its replacement."""
    effective = [closing for closing in posting.closings.all() if closing.at <= at and not _came_to_nothing(closing)]
    withdrawals = [closing for closing in effective if closing.kind == ClosingKind.WITHDRAWN]
    return next(iter(withdrawals + effective), None)


def _came_to_nothing(closing: Closing) -> bool:
    """A replacement whose successor was stopped before it began closes nothing."""
    if closing.kind != ClosingKind.REPLACED or closing.successor is None:
        return False
    stops = (c for c in closing.successor.closings.all() if c.kind == ClosingKind.STOPPED)
    return any(stop.at <= closing.at for stop in stops)
