"""信息公开目录: every notice that can be read, with index number, name, summary and date (art 12). Made of postings."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from ..items.content import content_of
from ..items.exceptions import ContentDamaged
from ..items.models import Posting
from .rows import Row, rows


@dataclass(frozen=True)
class Line:
    """One line of the directory: a row of lists, and what art 12 wants beside it. `formed` is the day of forming."""

    row: Row
    summary: str
    formed: date | None
    entry: str


def lines(postings: Iterable[Posting], at: datetime) -> Iterator[Line]:
    """Lines of `postings`, read with `edition__stored`; of a damaged edition there is no more than its title."""
    for posting in postings:
        try:
            content = content_of(posting.edition)
        except ContentDamaged:
            content = {"summary": "", "formed_on": ""}
        formed = content["formed_on"]
        yield Line(
            row=rows([posting], at)[0],
            summary=content["summary"],
            formed=date.fromisoformat(formed) if formed else None,
            entry=posting.entry.name,
        )
