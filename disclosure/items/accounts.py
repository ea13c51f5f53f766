"""Income and expense: groups, subtotals, totals and balance, computed from the rows and held against what was typed.

Pure, and in decimals throughout. Total rows of a spreadsheet are known by their names, checked, and left out: the
totals of an edition are always computed (P7.3).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from . import money
from .cells import Kind, normal
from .tables import CellFault, Column, Line, read

INCOME, EXPENSE = "income", "expense"
SIDES = {"收入": INCOME, "收": INCOME, "收方": INCOME, "income": INCOME}
SIDES |= {"支出": EXPENSE, "支": EXPENSE, "付方": EXPENSE, "开支": EXPENSE, "expense": EXPENSE}
SUBTOTALS = frozenset({"小计", "subtotal"})
TOTALS = frozenset({"合计", "总计", "共计", "总额", "total"})
BALANCES = frozenset({"收支相抵", "收支相抵后", "差额", "赤字", "超支", "balance", "deficit"})
BALANCE_ENDINGS = ("结余", "余额", "收支差额", "本月差额", "本期差额")  # 补助差额 may well be a row
BROUGHT_FORWARD = ("上", "期初", "年初", "月初", "历年", "以前", "结转")  # 上月结余 is money that was there: a row
NUMBERING = re.compile(r"^\s*(?:[(（]?[一二三四五六七八九十]+[)）、.．]|[(（]?\d+[)）、．]|\d+\.(?!\d))\s*")
ZERO = Decimal("0.00")


def columns() -> Sequence[Column]:
    """The columns of the table in which accounts are typed."""
    return (
        Column("side", _("Income or expense"), also=("收支", "类型", "收支类别", "收/支")),
        Column("group", _("Account group"), also=("类别", "分类", "科目", "大类")),
        Column("name", _("Line item"), also=("项目", "名称", "明细", "内容", "摘要")),
        Column("amount", _("Amount"), Kind.MONEY, also=("金额", "数额", "金额/元")),
    )


@dataclass
class Side:
    """Income or expense: groups in their order, each with its rows (name, amount)."""

    groups: dict[str, list[tuple[str, Decimal]]] = field(default_factory=dict)

    def subtotal(self, group: str) -> Decimal:
        return sum((amount for _name, amount in self.groups.get(group, [])), ZERO)

    @property
    def total(self) -> Decimal:
        return sum((self.subtotal(group) for group in self.groups), ZERO)

    def canonical(self) -> dict:
        return {
            "groups": [
                {
                    "name": group,
                    "rows": [{"name": name, "amount": money.text(amount)} for name, amount in rows],
                    "subtotal": money.text(self.subtotal(group)),
                }
                for group, rows in self.groups.items()
            ],
            "total": money.text(self.total),
        }


class Accounts:
    """Both sides, read row by row. `faults` says what is wrong, `left_out` what in the table is none of it."""

    def __init__(self, found: list[Line]):
        table = read(unfolded(found), columns())
        self.income, self.expense = Side(), Side()
        self.faults, self.left_out = list(table.faults), list(table.left_out)
        self.rows: list[tuple[str, str, str, Decimal]] = []
        self._side = self._group = ""
        self._unread = {fault.line for fault in table.faults}
        self._balances: list[dict] = []
        for row in table.rows:
            self._take(row)
        for row in self._balances:
            self._hold(row, self.balance, unsigned=True)
        if found and not self.faults and not self.rows:
            self.faults.append(CellFault(0, "", _("The table has no row with an amount.")))

    @property
    def balance(self) -> Decimal:
        return self.income.total - self.expense.total

    def canonical(self) -> dict:
        """Everything that readers see, totals included: they are signed, too."""
        return {
            "income": self.income.canonical(),
            "expense": self.expense.canonical(),
            "balance": money.text(self.balance),
        }

    def _take(self, row: dict) -> None:
        """One row: a heading of side or group, a total to be held against the rows, or an amount."""
        if not row["side"] and row["name"] and _side(row["group"]):  # 收入 and 支出 stand in the column of groups
            row = row | {"side": row["group"], "group": ""}
        label = row["name"] or row["group"] or ("" if _side(row["side"]) else row["side"])
        if not self._turn(row):
            return
        if not row["amount"]:
            self._heading(row, label)
        elif _is_balance(label):
            self._balances.append(row)
        elif _total(label) in SUBTOTALS:
            group = row["group"] if row["group"] and not _total(row["group"]) else self._group
            self._hold(row, self._current().subtotal(group))
        elif _total(label) in TOTALS:
            self._hold(row, self._current(_side_in(label)).total)
        else:
            self._add(row, label)

    def _turn(self, row: dict) -> bool:
        """A cell that names the side turns to it; the group of the other side ends. False where it names none."""
        side = _side(row["side"])
        if row["side"] and not side and not _total(row["side"]):
            self._fault(row, 0, _("write “income” or “expense”"))
            return False
        if side and side != self._side:
            self._side, self._group = side, ""
        return True

    def _heading(self, row: dict, label: str) -> None:
        if row["line"] in self._unread:
            return
        if _side(label):
            self._side, self._group = _side(label), ""
        elif label and not (row["name"] and row["group"]) and not _total(label):
            self._group = NUMBERING.sub("", label).rstrip("：:")
        elif label and not _total(label):
            self._fault(row, 3, _("this cell is empty"))

    def _add(self, row: dict, label: str) -> None:
        if row["group"] and row["name"]:
            self._group = row["group"]
        if row["line"] in self._unread:
            return
        if not self._side:
            self._fault(row, 0, _("write “income” or “expense”"))
        elif not label:
            self._fault(row, 2, _("this cell is empty"))
        else:
            group, amount = self._group if row["name"] else "", Decimal(row["amount"])
            self._current().groups.setdefault(group, []).append((label, amount))
            self.rows.append((self._side, group, label, amount))

    def _hold(self, row: dict, computed: Decimal, *, unsigned: bool = False) -> None:
        """A typed total must be what the rows add up to; a deficit may be typed without its sign."""
        if row["line"] in self._unread:
            return
        if Decimal(row["amount"]) in ((computed, -computed) if unsigned else (computed,)):
            return
        words = {"typed": money.shown(row["amount"]), "sum": money.shown(computed)}
        self._fault(
            row,
            3,
            _(
                "%(typed)s was typed, but the rows add up to %(sum)s; "
                "this row looks like a balance or a total and may be deleted, for these are computed"
            )
            % words,
        )

    def _current(self, side: str = "") -> Side:
        return self.income if (side or self._side) == INCOME else self.expense

    def _fault(self, row: dict, column: int, message: str) -> None:
        self.faults.append(CellFault(row["line"], columns()[column].heading, message))


def unfolded(found: list[Line]) -> list[Line]:
    """A table with income on its left and expense on its right, as one below the other; others as they are."""
    for place, line in enumerate(found[:3]):
        sides = [_side_in(cell) for cell in line.cells]
        if INCOME in sides and EXPENSE in sides and sides.index(INCOME) < sides.index(EXPENSE):
            left, middle = sides.index(INCOME), sides.index(EXPENSE)
            body = found[place + 1 :]
            if any(len(row.cells) > middle for row in body):
                return [
                    *(
                        Line(row.number, ("收入", *_two(row.cells[left:middle])))
                        for row in body
                        if any(row.cells[left:middle])
                    ),
                    *(Line(row.number, ("支出", *_two(row.cells[middle:]))) for row in body if any(row.cells[middle:])),
                ]
    return found


def _two(cells: tuple[str, ...]) -> tuple[str, str, str]:
    """Name and amount of one half of a folded table, without a group."""
    written = [cell for cell in cells if cell]
    return ("", written[0] if written else "", written[-1] if len(written) > 1 else "")


def _side(word: str) -> str:
    return SIDES.get(normal(NUMBERING.sub("", word)), "")


def _side_in(word: str) -> str:
    """The side that a heading such as 收入项目 or 支出合计 speaks of."""
    plain = normal(NUMBERING.sub("", word))
    return next((side for name, side in SIDES.items() if len(name) > 1 and plain.startswith(name)), "")


def _total(word: str) -> str:
    """What a label names of what is computed (小计, 合计, 本月结余), without side and numbering; empty for others."""
    plain = normal(NUMBERING.sub("", word))
    for side in ("收入", "支出", "income", "expense"):
        plain = plain.removeprefix(side)
    known = plain in SUBTOTALS | TOTALS or _is_balance(plain)
    return plain if known else ""


def _is_balance(word: str) -> bool:
    """Whether a label is that of what is left over; what was brought forward is an income like others."""
    plain = normal(NUMBERING.sub("", word))
    return plain in BALANCES or (plain.endswith(BALANCE_ENDINGS) and not plain.startswith(BROUGHT_FORWARD))
