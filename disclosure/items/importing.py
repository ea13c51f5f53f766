"""Filling a table of a draft from a spreadsheet: read, shown, and only then put into the draft."""

from dataclasses import dataclass, field

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import accounts, labels, spreadsheets, tables, values
from .cells import Kind
from .money import shown
from .spreadsheets import SheetRefused

LONGEST = 400_000


@dataclass
class Reading:
    """What was understood of a table: headings and rows to be looked at, faults, and what is left out."""

    headings: list[str]
    rows: list[list[str]]
    faults: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    sums: list[tuple[str, str]] = field(default_factory=list)
    title: str = ""
    amounts: frozenset[int] = frozenset()

    @property
    def text(self) -> str:
        """The table as it goes into the draft: only what was understood, under its headings."""
        return tables.text([self.headings, *self.rows])


def read(kind: str, typed: str) -> Reading:
    """What `typed` means as a table of `kind`."""
    found = tables.lines(typed)
    if not found:
        return Reading([], [], [_("The table is empty.")])
    reading = READERS[kind](found)
    if len(found[0].cells) == 1 and len(found) > 1 and len(found[1].cells) > 1:
        reading.title = found[0].cells[0]
    return reading


def _fixed(columns):
    def reading(found: list[tables.Line]) -> Reading:
        table = tables.read(found, columns())
        rows = [[row[column.key] for column in columns()] for row in table.rows]
        headings = [str(column.heading) for column in columns()]
        return Reading(headings, rows, _in_order(table.faults), _in_order(table.left_out), amounts=_amounts(columns()))

    return reading


def _accounts(found: list[tables.Line]) -> Reading:
    both = accounts.Accounts(found)
    names = {accounts.INCOME: _("Income"), accounts.EXPENSE: _("Expense")}
    rows = [[names[side], group, name, shown(amount)] for side, group, name, amount in both.rows]
    headings = [str(column.heading) for column in accounts.columns()]
    sums = [
        (_("Total income"), shown(both.income.total)),
        (_("Total expense"), shown(both.expense.total)),
        (_("Balance"), shown(both.balance)),
    ]
    return Reading(
        headings, rows, _in_order(both.faults), _in_order(both.left_out), sums, amounts=_amounts(accounts.columns())
    )


def _free(found: list[tables.Line]) -> Reading:
    titles = [line for line in found[: tables.DEEPEST_HEAD] if len(line.cells) == 1]
    body = found[len(titles) :] if titles == found[: len(titles)] and len(found) > len(titles) else found
    table = tables.read_free(body)
    above = [str(tables.CellFault(line.number, "", _("this row stands above the headings"))) for line in titles]
    return Reading(table.columns, table.rows, [str(f) for f in table.faults], above if body is not found else [])


def _amounts(columns) -> frozenset[int]:
    """The places of columns that hold amounts: they are read from the right."""
    return frozenset(place for place, column in enumerate(columns) if column.kind in (Kind.MONEY, Kind.STANDARD))


def _in_order(faults: list[tables.CellFault]) -> list[str]:
    return [str(fault) for fault in sorted(faults, key=lambda fault: fault.line)]


READERS = {
    "fees": _fixed(values.fee_columns),
    "accounts": _accounts,
    "persons": _free,
    "timeline": _fixed(values.timeline_columns),
}


COLUMNS = {"fees": values.fee_columns, "accounts": accounts.columns, "timeline": values.timeline_columns}


def headings(kind: str) -> list[str]:
    """The headings a table of `kind` is expected to have; none where its first row may name what it likes."""
    return [str(column.heading) for column in COLUMNS[kind]()] if kind in COLUMNS else []


class ImportForm(forms.Form):
    """A file, or cells that were pasted; a file that is read replaces what was pasted."""

    file = forms.FileField(
        label=gettext_lazy("Spreadsheet file"),
        required=False,
        help_text=gettext_lazy("An .xlsx file (its first sheet) or a .csv file, up to 5 MB and 500 rows."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    cells = forms.CharField(
        label=gettext_lazy("Or paste the cells here"),
        required=False,
        strip=False,
        max_length=LONGEST,
        help_text=gettext_lazy(
            "Mark the cells in your spreadsheet, headings included, copy them, and paste them here."
        ),
        widget=forms.Textarea(attrs={"rows": 12, "wrap": "off", "spellcheck": "false"}),
    )
    caption = forms.CharField(label=gettext_lazy("Caption of the table"), required=False, max_length=120)

    def clean_file(self):
        """The rows of the file, as the text that the other field holds."""
        file = self.cleaned_data["file"]
        if file is None:
            return None
        try:
            return tables.text(spreadsheets.rows_of(file, file.name))
        except SheetRefused as refused:
            raise forms.ValidationError(str(refused)) from refused

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned.get("file") and not (cleaned.get("cells") or "").strip():
            raise forms.ValidationError(_("Choose a file, or paste some cells."))
        return cleaned

    @property
    def typed(self) -> str:
        return self.cleaned_data.get("file") or self.cleaned_data.get("cells") or ""


def label_of(kind: str) -> str:
    """The name of a table that can be filled. Raises KeyError."""
    return dict(labels.sheets())[kind]
