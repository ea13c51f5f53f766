"""Money and counts as people type them, read into decimals and never into floats."""

import re
import unicodedata
from decimal import Decimal

from django.utils.translation import gettext as _

CENT = Decimal("0.01")
LARGEST = Decimal("999999999999.99")
AMOUNT = re.compile(r"(?P<sign>[-−–]?)(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<cents>\.\d{1,2}0*)?")
TEN_THOUSAND = re.compile(r"万")


class NoAmount(ValueError):
    """What was typed is no amount of money; the message says what is wrong with it."""


def parse(text: str) -> Decimal:
    """The amount in yuan that `text` names: 1,234.50 · ¥1234.5 · １２３４元 · (300.00) for minus. Raises NoAmount."""
    plain = unicodedata.normalize("NFKC", text).strip().replace("¥", "").replace("￥", "").replace(" ", "")
    if TEN_THOUSAND.search(plain):
        raise NoAmount(_("write the amount in yuan, not in units of ten thousand"))
    plain = plain.removeprefix("RMB").removeprefix("人民币").removesuffix("整").removesuffix("元")
    if plain.startswith("(") and plain.endswith(")"):
        plain = "-" + plain[1:-1]
    found = AMOUNT.fullmatch(plain)
    if found is None:
        raise NoAmount(_("this is no amount of money with at most two decimals"))
    sign = "-" if found["sign"] else ""
    amount = Decimal(sign + found["digits"].replace(",", "") + (found["cents"] or "")).quantize(CENT)
    if abs(amount) > LARGEST:
        raise NoAmount(_("this amount is too large"))
    return amount + 0  # -0.00 is 0.00


def text(amount: Decimal) -> str:
    """`amount` as it stands in canonical content: two decimals, no separators."""
    return f"{amount.quantize(CENT) + 0:f}"


def shown(amount: str | Decimal) -> str:
    """The same for readers: 1,234.50."""
    return f"{Decimal(amount):,.2f}"
