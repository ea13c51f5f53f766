"""The time of this installation: one place to ask, so that tests and the demo can stand at another moment.

The clock of the machine may jump: somebody puts it on or back, a battery is empty. Beside it runs one that only counts
on; where the two part by more than a minute, the clock was put. No slewing does that, and a power-off ends the process.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

JUMP = timedelta(minutes=1)

_moved: ContextVar[datetime | None] = ContextVar("disclosure_clock", default=None)


def now() -> datetime:
    """The present moment, aware."""
    return _moved.get() or timezone.now()


def today() -> date:
    """The present day in the time zone of the site."""
    return timezone.localtime(now()).date()


@contextmanager
def moved(to: datetime) -> Iterator[datetime]:
    """Stand at the moment `to` (aware) within the block."""
    if timezone.is_naive(to):
        raise ValueError("The clock moves to an aware moment only.")
    token = _moved.set(to)
    try:
        yield to
    finally:
        _moved.reset(token)


def is_moved() -> bool:
    """Whether a moment was chosen, so that the clock of the machine says nothing."""
    return _moved.get() is not None


def _counted() -> timedelta:
    """Time as it passes, sleep included; nobody can put it on or back."""
    steady = time.CLOCK_BOOTTIME if hasattr(time, "CLOCK_BOOTTIME") else time.CLOCK_MONOTONIC
    return timedelta(seconds=time.clock_gettime(steady))


_BEGAN = (datetime.now(UTC), _counted())


def jump() -> timedelta:
    """By how much the clock of the machine was put on (or back) since this process began; less than a minute is none.

    Whoever stands at another moment asks no clock.
    """
    if is_moved():
        return timedelta(0)
    wall, counted = _BEGAN
    off = (datetime.now(UTC) - wall) - (_counted() - counted)
    return off if abs(off) > JUMP else timedelta(0)
