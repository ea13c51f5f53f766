"""The end of a period in words: one that ends at midnight ends at 24:00 of its last day, for everyone."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import formats, timezone

TIME_OF_DAY = re.compile(r"H:i|P")  # as formats of dates write it
MIDNIGHT = "24:00"


@dataclass(frozen=True)
class End:
    """The moment at which something comes down: its last day, and the time of that day."""

    at: datetime
    day: date
    clock: str


def end(at: datetime) -> End:
    """A period that ends at midnight ends at 24:00 of the day before."""
    local = timezone.localtime(at)
    if local.time() == time.min:
        return End(at, local.date() - timedelta(days=1), MIDNIGHT)
    return End(at, local.date(), local.strftime("%H:%M"))


def in_words(at: datetime, form: str = "DATETIME_FORMAT") -> str:
    """The end as `form` writes a moment (a format of dates, or the name of one); its year is that of the last day."""
    found = end(at)
    if found.clock != MIDNIGHT:
        return formats.date_format(timezone.localtime(at), form)
    return formats.date_format(found.day, TIME_OF_DAY.sub(MIDNIGHT, formats.get_format(form)))
