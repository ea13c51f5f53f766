"""A clock that jumps: told by the last entries of the ledger and the heartbeat, and by a count that nobody can put on.

Back: something was written later than it is now. On: the runner has counted less than the clock went; one that has
just begun cannot tell that from a long power-off, and believes the clock. While it is wrong no moment is told.
"""

import logging
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _

from ..core import clock, ledger, outbox, tasks
from ..core.exceptions import ClockWrong
from . import lease
from .models import Heartbeat

logger = logging.getLogger("disclosure.runner")


def require_right_clock(at: datetime) -> None:
    """Raises ClockWrong where `at` cannot be now."""
    if off := clock.jump():
        raise ClockWrong(at, off)
    if latest := latest_ahead(at):
        raise ClockWrong(at, at - latest)


def latest_ahead(at: datetime) -> datetime | None:
    """The latest moment that is written down and lies ahead of `at`."""
    beats = Heartbeat.objects.filter(beat_at__gt=at + clock.JUMP).values_list("beat_at", flat=True)
    entries = ledger.ahead(at).values_list("at", flat=True)[:1]
    return max([*beats, *entries], default=None)


def tell(wrong: ClockWrong, at: datetime) -> None:
    """Whoever looks after the installation reads it at once, by mail and in the state of the runner; once a day."""
    lease.note_trouble(f"clock: {wrong}")
    for user in get_user_model().objects.filter(is_superuser=True, is_active=True).order_by("pk"):
        outbox.owe(
            key=f"clock:{at:%Y-%m-%d}:{user.pk}",
            recipient=user.email,
            subject=_("The server's clock is wrong"),
            body=_(
                "%(what)s\n\nUntil then nothing is signed, filed or told; the public pages go by the wrong clock.\n"
                "Put the clock right. Where it was put back for good, run `manage.py runner --clock-is-right`. "
                "Then restart the site and the runner.\n"
            )
            % {"what": wrong},
        )
    tasks.hand_over(clock.now())


@transaction.atomic
def put_back(at: datetime) -> int:
    """Somebody says that the clock is right at `at`, though later moments are written: the ledger tells of it.

    Answers in how many chains.
    """
    last = list(ledger.ahead(at).select_related("chain"))
    for entry in last:
        ledger.record(entry.chain, "clock.put_back", data={"shown": entry.at.isoformat()})
    Heartbeat.objects.filter(beat_at__gt=at).update(beat_at=None, lease_until=None)
    return len(last)
