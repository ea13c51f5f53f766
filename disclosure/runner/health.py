"""How the installation is (I8): each thing that somebody has to look after, in numbers."""

import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import Min

from ..core import append_only, change, clock, outbox
from ..search import operations as search
from . import timekeeping
from .models import Heartbeat, Told

SILENT_AFTER = timedelta(minutes=2)
UNTOLD_AFTER = timedelta(minutes=2)
UNSENT_AFTER = timedelta(minutes=15)
UNFOUND_AFTER = timedelta(minutes=15)
MEGABYTE = 1024 * 1024
LEAST_FREE_MB = 256


def checks(at: datetime) -> dict[str, dict]:
    """Each check by name, with `ok` and the numbers it looked at. Raises DatabaseError where there is no database."""
    return {
        "database": _database(),
        "clock": _clock(at),
        "runner": runner(at),
        "moments": _moments(at),
        "mail": _mail(at),
        "search": _search(at),
        "disk": _disk(),
        "triggers": _triggers(),
    }


def _database() -> dict:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return {"ok": cursor.fetchone() == (1,), "vendor": connection.vendor}


def _clock(at: datetime) -> dict:
    """It did not jump while this process ran, and nothing was written later than it shows."""
    latest = timekeeping.latest_ahead(at)
    behind = int((latest - at).total_seconds()) if latest else 0
    jumped = int(clock.jump().total_seconds())
    return {"ok": not behind and not jumped, "behind_seconds": behind, "jumped_seconds": jumped}


def runner(at: datetime) -> dict:
    """Beating, and without trouble in its last round; what the trouble is stands in the log."""
    row = Heartbeat.objects.filter(pk=1, beat_at__isnull=False).first()
    if row is None:
        return {"ok": False, "beat_seconds": None, "trouble": False}
    age = at - row.beat_at
    return {
        "ok": age <= SILENT_AFTER and not row.trouble,
        "beat_seconds": int(age.total_seconds()),
        "trouble": bool(row.trouble),
    }


def _moments(at: datetime) -> dict:
    """Moments that came some time ago and are not told, and pages that do not follow."""
    late = Told.objects.filter(mirrored_at__isnull=True, due_at__lte=at - UNTOLD_AFTER)
    untold, behind = late.filter(told_at__isnull=True).count(), late.filter(told_at__isnull=False).count()
    return {"ok": not (untold or behind), "untold": untold, "pages_behind": behind}


def _mail(at: datetime) -> dict:
    """What is owed for some time; what was given up, until a person sees to it."""
    unsent = outbox.unsent()
    oldest = unsent.aggregate(oldest=Min("created_at"))["oldest"]
    return {
        "ok": oldest is None or at - oldest <= UNSENT_AFTER,
        "unsent": unsent.count(),
        "given_up": outbox.given_up().count(),
    }


def _search(at: datetime) -> dict:
    """Postings that are not found though they were made some time ago; attachments that were not read yet."""
    missing = search.missing_postings()
    late = missing.filter(made_at__lte=at - UNFOUND_AFTER).exists()
    return {"ok": not late, "missing": missing.count(), "unread": search.missing_files().count()}


def _triggers() -> dict:
    """The triggers that keep append-only rows as they are."""
    missing = [*append_only.missing(), *change.missing()]
    return {"ok": not missing, "missing": len(missing)}


def _disk() -> dict:
    """Room on the disks of the files that are written, and that they can be written at all."""
    folders = [
        _nearest(Path(folder)) for folder in (settings.DISCLOSURE_KEPT, settings.DISCLOSURE_HEADS, settings.MEDIA_ROOT)
    ]
    if connection.vendor == "sqlite":
        folders.append(_nearest(Path(connection.settings_dict["NAME"]).parent))
    free = min(shutil.disk_usage(folder).free for folder in folders) // MEGABYTE
    writable = all(os.access(folder, os.W_OK) for folder in folders)
    return {"ok": writable and free >= LEAST_FREE_MB, "free_mb": free, "writable": writable}


def _nearest(folder: Path) -> Path:
    """The folder, or where it is not made yet the one in which it will be."""
    while not folder.exists():
        folder = folder.parent
    return folder
