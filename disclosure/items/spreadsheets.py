"""Rows of a spreadsheet file, as words: .xlsx (values, never formulas) and .csv in UTF-8 or GB18030.

A file is read up to its limits and no further; what cannot be read says where it is, as the spreadsheet counts.
"""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from itertools import zip_longest
from typing import BinaryIO

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from ..core.exceptions import Refusal
from ..core.outages import raise_outage
from .tables import MOST_COLUMNS, MOST_ROWS

CHUNK = 64 * 1024
LARGEST = 5 * 1024 * 1024
LARGEST_UNPACKED = 40 * 1024 * 1024
MOST_MARKS = 1_000_000  # beginnings of elements and attributes: each costs the reader memory, however short it is
ROWS_READ = MOST_ROWS * 2  # blank ones and titles among them
# what zipfile and openpyxl raise at files that somebody damaged: encrypted, packed otherwise, parts missing or wrong
DAMAGED = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, InvalidFileException,
    LookupError, ValueError, TypeError, AttributeError, SyntaxError,
)  # fmt: skip


class SheetRefused(Refusal):
    """A file is no spreadsheet that can be read; the message says why, and what to do."""


def rows_of(file: BinaryIO, name: str) -> list[list[str]]:
    """All rows of the first sheet in `file`, blank ones included. Raises SheetRefused."""
    data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise SheetRefused(_("The file is larger than %(size)d MB.") % {"size": LARGEST // 1024 // 1024})
    ending = name.rsplit(".", 1)[-1].lower()
    if ending == "xlsx":
        return _xlsx(data)
    if ending in ("csv", "txt"):
        return _csv(data)
    if ending in ("xls", "et"):
        raise SheetRefused(_("Files of this older kind cannot be read. Save it as .xlsx, or copy and paste the cells."))
    raise SheetRefused(_("Only .xlsx and .csv files can be read. Copy and paste the cells of others."))


def _xlsx(data: bytes) -> list[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            sizes = sum(entry.file_size for entry in archive.infolist())
            if sizes > LARGEST_UNPACKED or _marks(archive) > MOST_MARKS:
                raise SheetRefused(_("The spreadsheet is too large to be read."))
        values, formulas = list(_cells(data, data_only=True)), list(_cells(data, data_only=False))
    except DAMAGED as broken:
        raise_outage(broken)
        raise SheetRefused(_("The file is damaged, or no spreadsheet in truth.")) from broken
    for number, (shown, typed) in enumerate(zip_longest(values, formulas, fillvalue=[]), start=1):
        for column, (value, formula) in enumerate(zip_longest(shown, typed), start=1):
            if value is None and isinstance(formula, str) and formula.startswith("="):
                raise SheetRefused(
                    _("Cell %(cell)s is a formula without a result. Open the file, save it, and try again.")
                    % {"cell": f"{get_column_letter(column)}{number}"}
                )
    return [[_words(value) for value in row] for row in values]


def _marks(archive: zipfile.ZipFile) -> int:
    """Elements and attributes in all parts, counted without keeping any, and no further than the limit."""
    marks = 0
    for entry in archive.infolist():
        with archive.open(entry) as part:
            while marks <= MOST_MARKS and (chunk := part.read(CHUNK)):
                marks += chunk.count(b"<") + chunk.count(b"=")
    return marks


def _cells(data: bytes, *, data_only: bool) -> Iterator[list]:
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=data_only, keep_links=False)
    try:
        sheet = next((s for s in book.worksheets if s.sheet_state == "visible"), None)
        if sheet is None:
            raise SheetRefused(_("The spreadsheet has no sheet that is visible."))
        sheet.reset_dimensions()
        for number, row in enumerate(sheet.iter_rows(values_only=True)):
            if number >= ROWS_READ:
                raise SheetRefused(_("The sheet has more than %(number)d rows.") % {"number": ROWS_READ})
            yield _without_blank_end(list(row))
    finally:
        book.close()


def _without_blank_end(row: list) -> list:
    while row and row[-1] is None:
        row.pop()
    return row[: MOST_COLUMNS * 4]


def _words(value) -> str:
    """A cell as people read it. Numbers of a spreadsheet are binary: what is noise beyond ten decimals goes."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, float):
        return f"{value:.10f}".rstrip("0").rstrip(".")
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return " ".join(str(value).split())


def _csv(data: bytes) -> list[list[str]]:
    text = _decoded(data)
    first = text.split("\n", 1)[0]
    delimiter = max(",\t;", key=first.count)
    rows = []
    try:
        for row in csv.reader(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n")), delimiter=delimiter):
            if len(rows) >= ROWS_READ:
                raise SheetRefused(_("The sheet has more than %(number)d rows.") % {"number": ROWS_READ})
            rows.append([" ".join(cell.split()) for cell in row])
    except csv.Error as broken:
        raise SheetRefused(_("The file is damaged, or no spreadsheet in truth.")) from broken
    return rows


def _decoded(data: bytes) -> str:
    encodings = ["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise SheetRefused(_("The file is no text in UTF-8 or GB18030."))
