"""Lists in parts of twenty. What comes next is found by looking one row further, and the count goes no higher than
MOST, so that a list of a hundred thousand costs what a list of a hundred does.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404

SIZE = 20
MOST = 1000
DIGITS = re.compile(r"[1-9][0-9]{0,5}")


@dataclass(frozen=True)
class Part:
    """One page of a list: its rows, its number from 1, how many there are in all (MOST where `more_than_most`)."""

    rows: list
    number: int
    total: int
    more_than_most: bool
    has_next: bool
    size: int = SIZE

    @property
    def first(self) -> int:
        """The place of its first row within the list, from 1."""
        return (self.number - 1) * self.size + 1

    @property
    def last(self) -> int:
        """The place of its last row."""
        return self.first + len(self.rows) - 1

    @property
    def final(self) -> int | None:
        """The number of the last page; None where there are more rows than are counted."""
        return None if self.more_than_most else max(-(-self.total // self.size), 1)

    @property
    def following(self) -> int:
        """The number of the page after this one."""
        return self.number + 1

    @property
    def numbers(self) -> list[int]:
        """Pages to offer: the first, those around this one, the last."""
        end = self.final or self.number + self.has_next
        near = range(max(self.number - 1, 1), min(self.number + 1, end) + 1)
        return sorted({1, *near, end} if self.final else {1, *near})


def part(postings: QuerySet, asked: str = "", size: int = SIZE) -> Part:
    """The page that `asked` (from the address) names; the first without. Raises Http404 where there is none."""
    number = _number(asked or "1")
    begin = (number - 1) * size
    rows = list(postings[begin : begin + size + 1])
    if not rows and number > 1:
        raise Http404
    more = len(rows) > size
    total = postings.order_by().values("pk")[: MOST + 1].count() if more else begin + len(rows)
    return Part(rows[:size], number, min(total, MOST), total > MOST, more, size)


def part_of(
    found: list[int], read: Callable[[list[int]], list], asked: str = "", size: int = SIZE, *, more: bool = False
) -> Part:
    """The same of numbers of rows that are known already, `more` where there are others; `read` gets those of the page.

    Raises Http404.
    """
    number = _number(asked or "1")
    begin = (number - 1) * size
    if number > 1 and begin >= len(found):
        raise Http404
    return Part(read(found[begin : begin + size]), number, len(found), more, begin + size < len(found), size)


def _number(asked: str) -> int:
    if not DIGITS.fullmatch(asked):
        raise Http404
    return int(asked)
