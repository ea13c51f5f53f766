"""Rules of periods: pure, everything is handed to them."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo


@dataclass(frozen=True)
class Period:
    """A posting's half-open span [begins, ends), and the moment before which it may not end."""

    begins: datetime
    ends: datetime | None
    earliest_end: datetime | None


def end_of_days(begins: datetime, days: int, zone: tzinfo) -> datetime:
    """The midnight that ends the last of `days` days; the day it begins is not counted (民法典 art 201)."""
    last = begins.astimezone(zone).date() + timedelta(days=days)
    return datetime.combine(last + timedelta(days=1), time.min, tzinfo=zone)


def period(*, begins: datetime, until: datetime | None, days: int | None, minimum_days: int, zone: tzinfo) -> Period:
    """The span of a posting that goes up at `begins`.

    `until` is the end wished for, or `days` its length; with neither it stays up. The minimum period holds whatever
    was wished (I4): terms are signed together with it.
    """
    earliest = end_of_days(begins, minimum_days, zone) if minimum_days else None
    ends = until if until is not None else (end_of_days(begins, days, zone) if days else None)
    if ends is not None and earliest is not None:
        ends = max(ends, earliest)
    if ends is not None and ends <= begins:
        raise ValueError("A posting ends after it begins.")
    return Period(begins, ends, earliest)


def index_text(organization: str, column: str, year: int, serial: int) -> str:
    """The index number as an archive label: QL07-SF-2026-0127."""
    return f"{organization}-{column}-{year}-{serial:04d}"
