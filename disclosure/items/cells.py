"""One cell of a table: what may stand in it, and how it is written down. Pure."""

import re
import unicodedata
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from . import money


class Kind(StrEnum):
    """What stands in a column."""

    WORDS = "words"
    MONEY = "money"
    STANDARD = "standard"  # an amount, or words such as 免收
    DATE = "date"


class CellRefused(ValueError):
    """What is wrong with a cell; follows the cell's words in a sentence."""


NUMBERLIKE = re.compile(r"[-+.,\d\s¥￥元]+")
WHOLE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?")


def read_cell(cell: str, kind: Kind) -> str:
    """`cell` as it stands in canonical content. Raises CellRefused."""
    if kind == Kind.MONEY:
        try:
            return money.text(money.parse(cell))
        except money.NoAmount as refused:
            raise CellRefused(_(": %(why)s") % {"why": refused}) from refused
    if kind == Kind.STANDARD:
        return _standard(cell)
    if kind == Kind.DATE:
        return some_day(cell)
    return cell


def normal(words: str) -> str:
    """Words as headings are compared: without case, width, spaces, brackets and what stands in them."""
    plain = unicodedata.normalize("NFKC", words).casefold()
    return re.sub(r"\(.*?\)|[\s::*、,]", "", plain)


def some_day(cell: str) -> str:
    """A date, or a month, or a year, in ISO form: 2026年3月1日, 2026/3/1, 2026.3, 2026年. Raises CellRefused."""
    plain = unicodedata.normalize("NFKC", cell).replace(" ", "")
    found = WHOLE.fullmatch(plain.removesuffix("00:00:00"))
    if found is None:
        raise CellRefused(_(": write a date like 2026-03-01, or a month like 2026-03"))
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        whole = date(year, month or 1, day or 1)
    except ValueError as wrong:
        raise CellRefused(_(": there is no such day")) from wrong
    return whole.isoformat()[: 10 if day else 7 if month else 4]


def _standard(cell: str) -> str:
    """An amount without more decimals than it needs (120, 18.50), or the words as they are."""
    if not NUMBERLIKE.fullmatch(unicodedata.normalize("NFKC", cell)):
        return cell
    try:
        amount = money.text(money.parse(cell))
    except money.NoAmount as refused:
        raise CellRefused(_(": %(why)s") % {"why": refused}) from refused
    return amount.removesuffix(".00")
