"""The time of this installation: one place to ask, so that tests and the demo can stand at another moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

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
