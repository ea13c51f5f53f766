"""Money and projects, drawn: where each bar and dot of a picture stands, 360 units wide (LOOK.md, Chart). Pure.

A picture says nothing that the table beside it does not. Names stand above their bar, so that text can grow; a long one
takes lines of its own, for it is never shortened.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

WIDTH = 360
LINE = 26  # from one line of text to the next: it fits large print
IN_LINE = 13.4  # characters of large print
BAR = 10
EDGE = 8  # a dot at either end stands whole
MOST = 12
LEAST = 3  # fewer are seen at a glance in the table


@dataclass(frozen=True)
class Row:
    """One name with what stands at its right, and the height at which its bar or line is."""

    lines: list[tuple[int, str]]
    said: str
    said_at: int
    y: int
    width: str = ""
    ring: str = ""
    dot: str = ""


@dataclass(frozen=True)
class Chart:
    """Rows from top to bottom, and how tall they are together."""

    rows: list[Row]
    height: int
    ends: tuple[str, str] = ("", "")

    @property
    def axis(self) -> int:
        """The height of what stands below the rows."""
        return self.height - BAR


def bars(amounts: Sequence[tuple[str, Decimal, str]], largest: Decimal) -> Chart:
    """A bar for each (name, amount, amount in words), `largest` as wide as the picture; nothing for below nothing."""
    rows, top = [], 0
    for name, amount, said in amounts:
        width = max(Decimal(0), amount) * WIDTH / largest if largest else Decimal(0)
        row = _row(name, said, top, width=f"{width:.1f}")
        rows.append(row)
        top = row.y + BAR + LINE - 8
    return Chart(rows, top)


def stages(rows: Sequence[tuple[str, date | None, date | None, str]], ends: tuple[str, str]) -> Chart:
    """A line for each (name, planned, done, in words): a ring where it was planned, a dot where it was done."""
    days = [day for _name, planned, done, _said in rows for day in (planned, done) if day]
    first, last = min(days), max(days)
    drawn, top = [], 0
    for name, planned, done, said in rows:
        places = {key: _place(day, first, last) for key, day in (("ring", planned), ("dot", done)) if day}
        row = _row(name, said, top, **places)
        drawn.append(row)
        top = row.y + BAR + LINE - 8
    return Chart(drawn, top + LINE, ends)


def _row(name: str, said: str, top: int, **marks: str) -> Row:
    written = _broken(name)
    lines = [(top + 18 + LINE * number, text) for number, text in enumerate(written)]
    beside = len(written) == 1 and _wide(name + said) <= IN_LINE
    said_at = top + 18 + LINE * (len(written) - 1 if beside else len(written))
    return Row(lines, said, said_at, said_at + 8, **marks)


def _place(day: date, first: date, last: date) -> str:
    span = (last - first).days or 1
    return f"{EDGE + (WIDTH - 2 * EDGE) * (day - first).days / span:.1f}"


def _broken(name: str) -> list[str]:
    """`name` in lines that fit."""
    lines = [""]
    for letter in name:
        if _wide(lines[-1] + letter) > IN_LINE:
            lines.append("")
        lines[-1] += letter
    return lines


def _wide(text: str) -> float:
    """How wide it is, in characters of Chinese."""
    return sum(1 if ord(letter) > 0x2000 else 0.6 for letter in text)
