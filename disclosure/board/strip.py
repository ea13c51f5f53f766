"""Geometry of the posting strip (公示条): pure, in local days. The server writes it into SVG attributes (LOOK.md).

The strip shows a cell a day: filled is gone, the tall one is today, open is left. Where it would not fit into
MOST cells, a cell stands for more days, and the page says so. The mini strip of lists is 100 wide and 8 high.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from math import ceil

MOST = 60  # cells of one strip
UNITS = (1, 7, 28, 364)  # days that a cell may stand for
INSTANT = timedelta(microseconds=1)
DASHES = (75, 85, 95)


@dataclass(frozen=True)
class Days:
    """A posting in local days: its first and last day on the board both count; `last` is None without an end.

    `cut` is the day on which it was closed before its time, `over` whether its time is past.
    """

    first: date
    last: date | None
    today: date
    over: bool = False
    cut: date | None = None

    @property
    def total(self) -> int | None:
        """Days from first to last; None without an end."""
        return None if self.last is None else (self.last - self.first).days + 1

    @property
    def hung(self) -> int:
        """Days on the board up to today, to the end or to the day it was closed."""
        until = self.cut or (self.last if self.over and self.last else self.today)
        return max((until - self.first).days + 1, 0)

    @property
    def left(self) -> int | None:
        """Days after today; None without an end, 0 where it is over."""
        if self.over or self.cut:
            return 0
        return None if self.last is None else max((self.last - self.today).days, 0)


@dataclass(frozen=True)
class Strip:
    """The parts of one strip, each the data of one SVG path; empty where there is none. `unit`: days of a cell."""

    width: int
    unit: int = 1
    gone: str = ""
    left: str = ""
    now: str = ""
    cut: str = ""

    @property
    def weeks(self) -> int:
        """Weeks that a cell stands for; 0 where it is a day."""
        return self.unit // 7


@dataclass(frozen=True)
class Mini:
    """The strip of a list: 100 wide, 8 high."""

    now: str
    gone: str = ""


def days(begins: datetime, ends: datetime | None, at: datetime, zone: tzinfo, closed: datetime | None = None) -> Days:
    """The days of the span [begins, ends) as seen at `at`, closed early at `closed`; one to 24:00 counts its last."""
    if closed is not None and closed > at:
        closed = None
    return Days(
        first=_day(begins, zone),
        last=None if ends is None else _day(ends - INSTANT, zone),
        today=_day(at, zone),
        over=ends is not None and at >= ends,
        cut=None if closed is None else _day(closed, zone),
    )


def strip(span: Days) -> Strip:
    """The strip of `span`."""
    last = span.last or span.cut
    if last is None:
        return Strip(width=100, gone=_standing(4, 12))
    unit = _unit((last - span.first).days + 1)
    count = ceil(((last - span.first).days + 1) / unit)
    width = 10 * count - 2
    if span.cut is not None:
        cut = _cell(span.first, min(span.cut, last), unit) + 1
        line = f"M{min(10 * cut - 1, width - 1)} 0v20"
        return Strip(width, unit, _cells(0, cut), _cells(cut, count), cut=line)
    if span.over or span.today > last:
        return Strip(width, unit, _cells(0, count))
    now = _cell(span.first, max(span.today, span.first), unit)
    return Strip(width, unit, _cells(0, now), _cells(now + 1, count), f"M{10 * now} 0h8v20h-8z")


def mini(span: Days) -> Mini:
    """The mini strip of a posting that is up: how much of its time is past, today included."""
    if span.total is None:
        return Mini(_standing(0, 8))
    past = min(max(round(100 * span.hung / span.total), 1), 100)
    rest = f"M{past} 3.5h{100 - past}v1h-{100 - past}zM99 0h1v8h-1z" if past < 100 else ""
    return Mini(f"M0 0h{past}v8h-{past}z", rest)


def _day(moment: datetime, zone: tzinfo) -> date:
    return moment.astimezone(zone).date()


def _unit(total: int) -> int:
    return next((unit for unit in UNITS if ceil(total / unit) <= MOST), UNITS[-1])


def _cell(first: date, day: date, unit: int) -> int:
    return (day - first).days // unit


def _cells(begin: int, end: int) -> str:
    return "".join(f"M{10 * number} 4h8v12h-8z" for number in range(begin, end))


def _standing(top: int, height: int) -> str:
    """Without an end: a bar and three dashes."""
    bar = f"M0 {top}h70v{height}h-70z"
    return bar + "".join(f"M{x} {top}h5v{height}h-5z" for x in DASHES)
