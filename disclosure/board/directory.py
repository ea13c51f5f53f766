"""信息公开目录: every notice that can be read, with index number, name, summary and date (art 12). Made of postings."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment

from ..core.registers import CAP, RegisterSheets
from ..files.responses import disposition
from ..items.content import content_of
from ..items.exceptions import ContentDamaged
from ..items.models import Posting
from .postings import State
from .rows import Row, rows

NAME = _("Information directory")
WIDTHS = {"row.index": 20, "row.title": 44, "summary": 60, "row.organization": 20, "entry": 28, "row.address": 44}
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
    def until(self) -> date | None:
        """The last day; None without an end."""
        return self.row.until.day if self.row.until else None

    @property
    def state(self) -> str:
        """Whether it hangs, in words."""
        stays = self.row.state == State.CURRENT and self.row.until is None
        return str((State.STANDING if stays else State(self.row.state)).label)


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
        "state",
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
        "state": _("State"),
        "row.organization": _("Organization"),
        "row.column": _("Column"),
        "entry": _("Catalogue entry"),
        "row.address": _("Address"),
    }

    sheet_name = NAME
    widths = WIDTHS

    def __init__(self, code: str, host: str):
        self.code, self.host = code, host

    def response(self, found: QuerySet[Posting], at: datetime, form: str) -> HttpResponse:
        """`found` as "csv", sent as it is read, or "xlsx"; its name says what it is, of whom and of which day."""
        answer = self.as_spreadsheet(lines(found[:CAP].iterator(chunk_size=CHUNK), at), form)
        said = filter(None, [str(NAME), self.code, timezone.localdate(at).isoformat()])
        answer.headers["Content-Disposition"] = disposition(f"{'-'.join(said)}.{form}", inline=False)
        return answer

    def generate_xlsx_row(self, worksheet, row_dict, date_format=None):
        cells = dict(zip(row_dict, super().generate_xlsx_row(worksheet, row_dict, date_format), strict=True))
        for cell in cells.values():
            cell.alignment = Alignment(vertical="top", wrap_text=True)
        cells["row.address"].hyperlink = row_dict["row.address"]
        return list(cells.values())

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
