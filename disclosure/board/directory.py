"""信息公开目录: every notice that can be read, with index number, name, summary and date (art 12). Made of postings."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from ..core.registers import CAP, RegisterSheets
from ..items.content import content_of
from ..items.exceptions import ContentDamaged
from ..items.models import Posting
from . import moments
from .rows import Row, rows

CHUNK = 200  # contents that are in memory at a time


@dataclass(frozen=True)
class Line:
    """One line of the directory: a row of lists, and what art 12 wants beside it. `formed` is the day of forming."""

    row: Row
    summary: str
    formed: date | None
    entry: str

    @property
    def begins(self) -> date:
        """The day on which it went up."""
        return timezone.localtime(self.row.begins).date()

    @property
    def until(self) -> str:
        """The last day, in words; nothing without an end."""
        return moments.day(self.row.until.day) if self.row.until else ""


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


class Sheet(RegisterSheets):
    """The directory as a spreadsheet: what stands on its pages, with whole summaries; no more than CAP lines."""

    list_export = (
        "row.index",
        "row.title",
        "summary",
        "formed",
        "begins",
        "until",
        "row.organization",
        "row.column",
        "entry",
        "row.address",
    )
    export_headings = {
        "row.index": _("Index number"),
        "row.title": _("Name"),
        "summary": _("Summary of the content"),
        "formed": _("Date of forming"),
        "begins": _("Went up"),
        "until": _("Comes down"),
        "row.organization": _("Organization"),
        "row.column": _("Column"),
        "entry": _("Catalogue entry"),
        "row.address": _("Address"),
    }

    def __init__(self, name: str, host: str):
        self.export_filename, self.host = name, host

    def response(self, found: QuerySet[Posting], at: datetime, form: str) -> HttpResponse:
        """`found` as "csv", sent as it is read, or "xlsx"."""
        return self.as_spreadsheet(lines(found[:CAP].iterator(chunk_size=CHUNK), at), form)

    def to_row_dict(self, item: Line):
        """What a spreadsheet cannot hold is left out; the address is whole."""
        said = {
            **super().to_row_dict(item),
            "row.address": f"{self.host}{item.row.address}",
        }
        return {
            name: ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
            for name, value in said.items()
        }

    def get_heading(self, queryset, field):
        return str(self.export_headings[field])
