"""Tables as clerks have them: pasted or read from a spreadsheet, checked cell by cell. Pure.

A table is kept as it was typed (rows by line, cells by tabulator); what it means is read here, each time, and each
fault names its row and its column as the spreadsheet does.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from .cells import CellRefused, Kind, normal, read_cell

MOST_ROWS = 500
MOST_COLUMNS = 12
LONGEST_CELL = 300
DEEPEST_HEAD = 6  # a spreadsheet may begin with a title and a note


@dataclass(frozen=True)
class Line:
    """A row as it was typed; `number` is its number in the spreadsheet, blank rows counted."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """A column of a table of fixed form: its key, heading, what stands in it, and other headings it is known by."""

    key: str
    heading: str
    kind: Kind = Kind.WORDS
    required: bool = False
    also: tuple[str, ...] = ()

    def is_called(self, heading: str) -> bool:
        return normal(heading) in {normal(name) for name in (self.heading, *self.also)}


@dataclass(frozen=True)
class CellFault:
    """What is wrong, and where: row and column as the spreadsheet counts them."""

    line: int
    column: str
    message: str

    def __str__(self):
        if not self.line:
            return self.message
        if not self.column:
            return _("Row %(row)d: %(message)s.") % {"row": self.line, "message": self.message}
        return _("Row %(row)d, “%(column)s”: %(message)s.") % {
            "row": self.line,
            "column": self.column,
            "message": self.message,
        }


@dataclass
class Table:
    """A table that was read: its rows by key (and `line`), what is wrong with it, and what is not part of it."""

    rows: list[dict] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)
    left_out: list[CellFault] = field(default_factory=list)

    def all_faults(self) -> list[CellFault]:
        """With what was left out: of what somebody typed nothing goes silently."""
        return sorted([*self.faults, *self.left_out], key=lambda fault: fault.line)


@dataclass
class FreeTable:
    """A table whose first row names its columns."""

    columns: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)


def lines(text: str) -> list[Line]:
    """The rows of a typed or pasted text; a spreadsheet puts cells of several lines between quotation marks."""
    reader = csv.reader(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n")), delimiter="\t")
    return numbered([" ".join(cell.split()) for cell in row] for row in reader)


def numbered(rows: Iterable[Sequence[str]]) -> list[Line]:
    """Rows with their numbers, without those that are blank; blank cells at the end go."""
    found = []
    for number, row in enumerate(rows, start=1):
        cells = [cell.strip() for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            found.append(Line(number, tuple(cells)))
    return found


def text(rows: Iterable[Sequence[str]]) -> str:
    """Rows as they are kept: what `lines` reads back."""
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(rows)
    return out.getvalue()


def read(found: list[Line], columns: Sequence[Column]) -> Table:
    """A table of fixed form. A row of headings says which column is which; without it they stand in order."""
    table = Table(faults=_limits(found))
    if table.faults or not found:
        return table
    head = next((n for n, line in enumerate(found[:DEEPEST_HEAD]) if _is_head(line, columns)), None)
    if head is None:
        places, body = dict(enumerate(columns)), found
    else:
        places, body = _places(found[head], columns, table), found[head + 1 :]
        table.left_out += [CellFault(line.number, "", _("this row stands above the headings")) for line in found[:head]]
    for line in body:
        table.rows.append(_row(line, columns, places, table))
    return table


def read_free(found: list[Line]) -> FreeTable:
    """A table whose first row names its columns."""
    table = FreeTable(faults=_limits(found))
    if table.faults or not found:
        return table
    head, *body = found
    table.columns = list(head.cells)
    for number, name in enumerate(table.columns, start=1):
        if not name:
            table.faults.append(CellFault(head.number, "", _("column %(number)d has no heading") % {"number": number}))
        elif table.columns.index(name) != number - 1:
            table.faults.append(CellFault(head.number, name, _("this heading is there twice")))
    for line in body:
        row = list(line.cells) + [""] * (len(table.columns) - len(line.cells))
        if len(row) > len(table.columns):
            table.faults.append(CellFault(line.number, "", _("there are more cells than headings")))
        if not row[0]:
            table.faults.append(CellFault(line.number, table.columns[0], _("the first column is empty")))
        table.rows.append(row[: len(table.columns)])
    return table


def _limits(found: list[Line]) -> list[CellFault]:
    """Stated beside the field: rows, columns, length of a cell."""
    if len(found) > MOST_ROWS:
        return [CellFault(0, "", _("The table has more than %(number)d rows.") % {"number": MOST_ROWS})]
    faults = []
    for line in found:
        if len(line.cells) > MOST_COLUMNS:
            faults.append(
                CellFault(line.number, "", _("there are more than %(number)d columns") % {"number": MOST_COLUMNS})
            )
        if any(len(cell) > LONGEST_CELL for cell in line.cells):
            faults.append(
                CellFault(line.number, "", _("a cell has more than %(number)d letters") % {"number": LONGEST_CELL})
            )
    return faults


def _is_head(line: Line, columns: Sequence[Column]) -> bool:
    """Whether a row is one of headings: at least two of its cells, and half of them, are known."""
    written = [cell for cell in line.cells if cell]
    known = [cell for cell in written if any(column.is_called(cell) for column in columns)]
    return len(known) >= 2 and len(known) * 2 >= len(written)


def _places(head: Line, columns: Sequence[Column], table: Table) -> dict[int, Column]:
    """Which column stands where."""
    places: dict[int, Column] = {}
    for number, cell in enumerate(head.cells):
        column = next((c for c in columns if c.is_called(cell)), None)
        if column is None and cell:
            table.left_out.append(CellFault(head.number, cell, _("this column does not belong to this table")))
        elif column in places.values():
            table.faults.append(CellFault(head.number, cell, _("this heading is there twice")))
        elif column is not None:
            places[number] = column
    for column in columns:
        if column.required and column not in places.values():
            table.faults.append(CellFault(head.number, column.heading, _("this column is missing")))
    return places


def _row(line: Line, columns: Sequence[Column], places: dict[int, Column], table: Table) -> dict:
    row: dict = {"line": line.number} | {column.key: "" for column in columns}
    for number, cell in enumerate(line.cells):
        column = places.get(number)
        if column is None and cell and number >= len(columns):
            message = _("“%(cell)s” stands outside the columns of this table") % {"cell": cell}
            table.left_out.append(CellFault(line.number, "", message))
        if column is not None and cell:
            row[column.key] = _cell(cell, column, line.number, table)
    written = {places[number].key for number, cell in enumerate(line.cells) if cell and number in places}
    for column in places.values():
        if column.required and column.key not in written:
            table.faults.append(CellFault(line.number, column.heading, _("this cell is empty")))
    return row


def _cell(cell: str, column: Column, number: int, table: Table) -> str:
    """The cell as it is written down; what cannot be read leaves it empty, and a fault."""
    try:
        return read_cell(cell, column.kind)
    except CellRefused as refused:
        table.faults.append(CellFault(number, column.heading, f"“{cell}”{refused}"))
        return ""
