"""What was spent under one entry of the catalogue, time after time: drawn, with its table, from what was signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from ..catalog.models import ColumnPage
from ..items import charts, money
from ..items.content import content_of
from ..items.exceptions import ContentDamaged
from ..items.models import Posting
from . import moments
from .addresses import item_address
from .postings import searchable

MOST = 12


@dataclass(frozen=True)
class Spent:
    """One posting of the entry: the day on which its matter was formed (or it went up), and the amount."""

    day: date
    title: str
    address: str
    amount: Decimal

    @property
    def said(self) -> str:
        return money.shown(self.amount)


@dataclass(frozen=True)
class Amounts:
    """The latest of one entry in their order, the oldest first; `drawn` is for the template of bars."""

    entry: str
    rows: list[Spent]
    drawn: dict


def over_time(columns: Sequence[ColumnPage], entry: int, at: datetime) -> Amounts | None:
    """The amounts of the newest postings under `entry` that can be read at `at`; None where they are too few."""
    newest = searchable(at).filter(column__in=columns, entry=entry).order_by("-begins_at", "-pk")
    found = [_spent(posting) for posting in newest.select_related("edition__stored", "index", "entry")[:MOST]]
    rows = sorted((spent for spent in found if spent is not None), key=lambda spent: spent.day)
    largest = max((spent.amount for spent in rows), default=Decimal(0))
    if len(rows) < charts.LEAST or largest <= 0:
        return None
    name = newest[0].entry.name
    most = max(rows, key=lambda spent: spent.amount)
    drawn = {
        "title": _("%(entry)s, time after time") % {"entry": name},
        "description": _("%(number)s amounts; the largest %(amount)s yuan, on %(day)s. All are in the table.")
        % {"number": len(rows), "amount": most.said, "day": moments.day(most.day)},
        "chart": charts.bars([(moments.day(spent.day), spent.amount, spent.said) for spent in rows], largest),
    }
    return Amounts(name, rows, drawn)


def _spent(posting: Posting) -> Spent | None:
    """What this edition says was spent; None where it names no amount, or is not what was signed."""
    try:
        content = content_of(posting.edition)
    except ContentDamaged:
        return None
    amount = _amount(content)
    if amount is None:
        return None
    formed = content["formed_on"]
    day = date.fromisoformat(formed) if formed else timezone.localtime(posting.begins_at).date()
    return Spent(day, content["title"], item_address(posting.index.text), amount)


def _amount(content: dict) -> Decimal | None:
    """The amount that the item names; else the expense of its accounts, where it has one table of them."""
    if content["amount"]:
        return Decimal(content["amount"])
    accounts = [block["value"] for block in content["blocks"] if block["type"] == "accounts"]
    return Decimal(accounts[0]["expense"]["total"]) if len(accounts) == 1 else None
