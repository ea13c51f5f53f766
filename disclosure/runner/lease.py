"""The heartbeat, and the lease by which only one of several runners does the work.

The lease saves work; it does not guard: two who tell the same moment at once are kept apart by its row.
"""

from datetime import datetime, timedelta

from django.db import transaction

from ..core import ledger
from .models import Heartbeat

LEASE = timedelta(seconds=60)
BEAT = timedelta(seconds=10)
SILENCE = timedelta(minutes=5)


def current() -> Heartbeat:
    """The one row."""
    return Heartbeat.objects.get_or_create(pk=1)[0]


@transaction.atomic
def beat(holder: str, at: datetime) -> bool:
    """Beat and hold the lease from `at` on; False where another holds it. A silence goes to the ledger (I8)."""
    row = _locked()
    if row.holder != holder and _held(row, at):
        return False
    if row.beat_at is not None and at - row.beat_at > SILENCE:
        _record_silence(row.beat_at, at)
    row.holder, row.beat_at, row.lease_until = holder, at, at + LEASE
    row.save(update_fields=["holder", "beat_at", "lease_until"])
    return True


@transaction.atomic
def release(holder: str) -> None:
    """Let the next runner begin at once."""
    row = _locked()
    if row.holder == holder:
        row.lease_until = None
        row.save(update_fields=["lease_until"])


def note_trouble(sentence: str) -> None:
    """Say what went wrong in the last round; empty where nothing did."""
    Heartbeat.objects.filter(pk=1).update(trouble=sentence[:300])


def _locked() -> Heartbeat:
    return Heartbeat.objects.select_for_update().get(pk=current().pk)


def _held(row: Heartbeat, at: datetime) -> bool:
    """A lease longer than one can be given is of a clock that was put back: it holds nobody."""
    return row.lease_until is not None and at < row.lease_until <= at + LEASE


def _record_silence(since: datetime, until: datetime) -> None:
    ledger.record(
        ledger.installation(),
        "runner.silent",
        data={
            "from": since.isoformat(),
            "until": until.isoformat(),
            "seconds": int((until - since).total_seconds()),
        },
    )
