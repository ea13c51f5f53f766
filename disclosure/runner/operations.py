"""The runner's use cases: tell the moments that came, move the moment of next change, the work of a day."""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.management import call_command
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from ..accounts.operations import forget_old
from ..core import clock, heads
from ..core.models import Chain
from ..items.operations import sweep_files
from ..signoff.models import PaperSignature
from . import moments
from .models import Heartbeat
from .telling import tell

logger = logging.getLogger("disclosure.runner")

BATCH = 100
UNHEARD = timedelta(hours=1)
TRIES = 3
PAUSE_S = 0.02  # SQLite wakes no waiting writer: who waits gets in only between two transactions (findings §7)


def tell_due(
    at: datetime | None = None,
    *,
    since: datetime | None = None,
    over: Callable[[], bool] = lambda: False,
    pause: float = PAUSE_S,
) -> int:
    """Tell every moment that came up to `at` (now), each once, in order; the number of those that were tried.

    `since` narrows the search for new moments; without it all are searched. `over` is asked between two moments.
    """
    moments.note(at or clock.now(), since)
    done = 0
    while not over() and (batch := list(moments.ready()[:BATCH])):
        for row in batch:
            if over():
                break
            keep_heads(tell(row))
            done += 1
            time.sleep(pause)
    return done


def keep_heads(chains: list[Chain]) -> None:
    """Keep the heads of `chains` outside the database, after the transaction that moved them.

    Where the folder cannot be written, what is left to tell does not wait for it: the work of the day is undone, and so
    keeps them all, and says where it cannot.
    """
    try:
        if chains:
            heads.keep(Chain.objects.filter(pk__in=[c.pk for c in chains]), clock.now())
    except OSError:
        logger.exception("heads of the ledger were not kept")
        Heartbeat.objects.filter(pk=1).update(daily_on=None)


def daily(at: datetime) -> bool:
    """The work of a day, where it is not done yet: every head outside the database; what nobody needs is swept away."""
    today = timezone.localdate(at)
    if Heartbeat.objects.filter(pk=1, daily_on=today).exists():
        return False
    heads.keep(Chain.objects.order_by("pk"), at)
    sweep_files(PaperSignature.objects.values_list("scan_sha256", flat=True))
    forget_old(at)
    call_command("clearsessions", verbosity=0)
    call_command("prune_db_task_results", queue_name="*", verbosity=0)
    Heartbeat.objects.filter(pk=1).update(daily_on=today)
    return True


def take_up_again(at: datetime) -> int:
    """Tasks of which nothing was heard for an hour: their worker was killed, and nobody else would do them.

    They are done again, until TRIES workers died of one. What a task does is right when it is done twice: it delivers
    what is still owed, or brings an index of Wagtail's in step. Answers how many.
    """
    again = 0
    for task in DBTaskResult.objects.running().filter(started_at__lt=at - UNHEARD):
        if len(task.worker_ids) < TRIES:
            mine = DBTaskResult.objects.running().filter(pk=task.pk, started_at=task.started_at)
            again += mine.update(status=TaskResultStatus.READY)
        else:
            logger.error("task %s: its worker died %d times", task.task_path, TRIES)
            task.set_failed(ChildProcessError("its worker was killed"))
    return again
