"""Days and times as a notice writes them, in the time of the site: 2026年9月1日 08:00."""

from datetime import date, datetime, time, timedelta

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from ..core import clock

INSTANT = timedelta(microseconds=1)


def day(value: date | datetime) -> str:
    """The whole date: 2026年9月1日."""
    return formats.date_format(_local(value), _("j F Y"))


def short_day(value: date | datetime) -> str:
    """The date within this year, 9月1日; the whole date in any other."""
    value = _local(value)
    if value.year != clock.today().year:
        return day(value)
    return formats.date_format(value, _("j F"))


def month(value: datetime) -> str:
    """The month in which a term began: 2024年9月."""
    return formats.date_format(_local(value), _("F Y"))


def last_month(value: datetime) -> str:
    """The last month of a term that is over at `value`."""
    return month(value - INSTANT)


def hour(value: datetime) -> str:
    """The time of the day: 08:00."""
    return timezone.localtime(value).strftime("%H:%M")


def midnight(at: datetime) -> datetime:
    """The midnight that ends the day of `at`: then "days left" is another number."""
    return timezone.make_aware(datetime.combine(timezone.localdate(at) + timedelta(days=1), time.min))


def _local(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value
