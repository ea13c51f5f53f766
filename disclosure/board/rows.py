"""A posting as one row of a list: what templates show, worked out once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from ..core import ends
from ..items.models import Posting
from ..search.rules import Passage
from . import strip
from .addresses import item_address
from .frame import name_of
from .postings import State, soon


@dataclass(frozen=True)
class Row:
    """One posting in a list. `until` is when it comes down, or came down; None without an end."""

    title: str
    address: str
    index: str
    organization: str
    column: str
    begins: datetime
    until: ends.End | None
    state: str
    soon: bool
    days: strip.Days
    mini: strip.Mini | None
    passage: Passage | None


def rows(postings: Iterable[Posting], at: datetime, passages: dict[int, Passage] | None = None) -> list[Row]:
    """Rows of `postings` (read with `newest_first` or `first_to_end`), as they stand at `at`; `passages` by edition."""
    return [_row(posting, at, (passages or {}).get(posting.edition_id)) for posting in postings]


def _row(posting: Posting, at: datetime, passage: Passage | None) -> Row:
    taken = posting.taken_at if posting.taken_at and posting.taken_at <= at else None
    until = taken or posting.ends_at
    state = _state(posting, taken, at)
    days = strip.days(posting.begins_at, posting.ends_at, at, timezone.get_default_timezone(), closed=taken)
    return Row(
        title=posting.edition.title,
        address=item_address(posting.index.text),
        index=posting.index.text,
        organization=name_of(posting.organization),
        column=posting.column.title,
        begins=posting.begins_at,
        until=ends.end(until) if until else None,
        state=state,
        soon=state == State.CURRENT and posting.ends_at is not None and posting.ends_at <= soon(at),
        days=days,
        mini=strip.mini(days) if state == State.CURRENT else None,
        passage=passage,
    )


def _state(posting: Posting, taken: datetime | None, at: datetime) -> str:
    if taken:
        return State.WITHDRAWN
    return State.PAST if posting.ends_at is not None and posting.ends_at <= at else State.CURRENT
