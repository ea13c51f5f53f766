"""Telling one moment: ledger, filing and mail in one transaction; then the page follows in another.

The evidence never waits for the mirror: a page that cannot follow leaves a posting that is told.
"""

import logging
from datetime import timedelta

from django.db import transaction

from ..core import clock, ledger
from ..core.models import Chain
from ..filing import operations as filing
from ..items.models import Closing
from . import mirror, notifications
from .models import Told, What

logger = logging.getLogger("disclosure.runner")

WAITS = [timedelta(seconds=s) for s in (10, 30, 60, 300, 900, 3600)]


def tell(row: Told) -> list[Chain]:
    """Do what is left of `row`; a failure is written on it and tried again later. The chains that a filing moved."""
    filed: list[Chain] = []
    try:
        if row.told_at is None:
            filed = _tell(row.pk)
        _follow(row.pk)
    except Exception as error:  # whatever one posting meets stops no other (I8)
        logger.exception("moment %s of posting %s", row.what, row.posting_id)
        _failed(row.pk, error)
    return filed


@transaction.atomic
def _tell(pk: int) -> list[Chain]:
    """Only one runner finds the row untold: it is locked, and asked again under the lock."""
    row = Told.objects.select_for_update().get(pk=pk)
    if row.told_at is not None:
        return []
    filed = {What.BEGUN: _begun, What.ENDED: _ended, What.CLOSED: _closed}[What(row.what)](row)
    row.told_at = clock.now()
    row.save(update_fields=["told_at"])
    return filed


@transaction.atomic
def _follow(pk: int) -> None:
    row = Told.objects.select_for_update(of=("self",)).select_related("posting").get(pk=pk)
    mirror.follow(row.posting.item_id)
    row.mirrored_at, row.error, row.next_attempt_at = clock.now(), "", None
    row.save(update_fields=["mirrored_at", "error", "next_attempt_at"])


def _failed(pk: int, error: Exception) -> None:
    row = Told.objects.get(pk=pk)
    row.attempts += 1
    row.error = f"{type(error).__name__}: {error}"[:300]
    row.next_attempt_at = clock.now() + WAITS[min(row.attempts, len(WAITS)) - 1]
    row.save(update_fields=["attempts", "error", "next_attempt_at"])


def _begun(row: Told) -> list[Chain]:
    _record(row)
    sent = filing.file(row.posting)
    notifications.went_up(row.posting)
    return [sent.organization.chain, sent.superior.chain] if sent else []


def _ended(row: Told) -> list[Chain]:
    _record(row)
    notifications.came_down(row.posting)
    return []


def _closed(row: Told) -> list[Chain]:
    closing = Closing.objects.effective(row.due_at).filter(posting=row.posting, at=row.due_at).order_by("pk").first()
    _record(row, closing=closing.pk, kind=str(closing.kind))
    notifications.was_closed(row.posting, closing)
    return []


def _record(row: Told, **more) -> None:
    posting = row.posting
    ledger.record(
        posting.organization.chain,
        f"posting.{row.what}",
        subject=f"posting:{posting.pk}",
        data={
            "index": posting.index.text,
            "edition": posting.edition.number,
            "digest": posting.edition.digest,
            "at": row.due_at.isoformat(),
            **more,
        },
    )
