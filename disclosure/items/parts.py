"""How each kind of block is shown: from its canonical value to what its template needs. Pure, but for words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext as _

from . import money, richtext


@dataclass(frozen=True)
class Part:
    """A block ready to be shown; without a heading it continues what is before it."""

    heading: str
    template: str
    value: dict


def present_block(kind: str, value, anchor: str, address: Callable[[dict], str]) -> Part:
    """The block of type `kind`. Raises KeyError for a type that this release does not know: it is never left out."""
    heading, shown = PARTS[kind](value, address)
    return Part(heading, f"disclosure/items/blocks/{kind}.html", {"anchor": anchor, **shown})


def _text(nodes, address):
    heading = ""
    if nodes and nodes[0][0] == "h3":
        heading, nodes = richtext.plain(nodes[:1]), nodes[1:]
    return heading, {"html": [richtext.render(nodes)]}


def _fees(value, address):
    rows = [{**row, "standard": _amount_or_words(row["standard"])} for row in value["rows"]]
    return _("Fees"), {"caption": value["caption"], "rows": rows, "note": value["note"]}


def _accounts(value, address):
    sides = [
        _side(value["income"], _("Income"), _("Total income")),
        _side(value["expense"], _("Expense"), _("Total expense")),
    ]
    balance = Decimal(value["balance"])
    closing = {"label": _("Balance") if balance >= 0 else _("Deficit"), "amount": money.shown(abs(balance))}
    return _("Income and expense"), {
        "caption": value["caption"],
        "sides": sides,
        "closing": closing,
        "note": value["note"],
    }


def _side(value: dict, name: str, total: str) -> dict:
    groups = [
        {
            "name": group["name"],
            "rows": [{"name": row["name"], "amount": money.shown(row["amount"])} for row in group["rows"]],
            "subtotal": money.shown(group["subtotal"]),
        }
        for group in value["groups"]
    ]
    return {"name": name, "groups": groups, "total_name": total, "total": money.shown(value["total"])}


def _persons(value, address):
    return _("List"), value


def _award(value, address):
    facts = [
        (_("Subject"), value["subject"]),
        (_("Method"), value["method"]),
        (_("Outcome"), value["result"]),
        (_("Amount"), _("%(amount)s yuan") % {"amount": money.shown(value["amount"])} if value["amount"] else ""),
        (_("Deciding body"), value["decided_by"]),
        (_("Date of the decision"), whole_date(value["decided_on"])),
        (_("Reasons"), value["reason"]),
        (_("Objections"), value["objection"]),
    ]
    return _("Outcome"), {"facts": [(label, words) for label, words in facts if words]}


def _votes(value, address):
    facts = [
        (_("Meeting"), value["meeting"]),
        (_("Held on"), whole_date(value["held_on"])),
        (_("Question"), value["question"]),
        (_("Outcome"), _("adopted") if value["adopted"] else _("not adopted")),
    ]
    counts = [
        (_("Entitled to vote"), value["entitled"]),
        (_("Present"), value["present"]),
        (_("In favour"), value["in_favour"]),
        (_("Against"), value["against"]),
        (_("Abstained"), value["abstain"]),
        (_("Present, not voting"), value["not_voting"] or None),
    ]
    return _("Vote"), {
        "facts": [(label, words) for label, words in facts if words],
        "counts": [(label, number) for label, number in counts if number is not None],
        "note": value["note"],
    }


def _timeline(value, address):
    rows = [
        {
            "name": row["name"],
            "planned": some_date(row["planned"]),
            "done": some_date(row["done"]),
            "note": row["note"],
            "state": _("done") if row["done"] else _("to come"),
        }
        for row in value["rows"]
    ]
    return _("Progress"), {"caption": value["caption"], "rows": rows}


def _pictures(value, address):
    return value["caption"] or _("Pictures"), {
        "pictures": [_picture(picture, address) for picture in value["pictures"]]
    }


def _picture(picture: dict, address) -> dict:
    """Sources by type, widths ascending; the smallest JPEG is the fallback for what knows no srcset."""
    by_type: dict[str, list[dict]] = {}
    for size in picture["sizes"]:
        by_type.setdefault(size["type"], []).append({**size, "address": address(size)})
    plain = by_type.pop("image/jpeg")
    return {
        "alt": picture["alt"],
        "caption": picture["caption"],
        "sources": [{"type": kind, "sizes": sizes} for kind, sizes in by_type.items()],
        "plain": plain,
        "first": plain[0],
    }


def whole_date(text: str) -> str:
    """An ISO date in words; nothing for nothing."""
    return formats.date_format(date.fromisoformat(text), "DATE_FORMAT") if text else ""


def some_date(text: str) -> str:
    """The same for a date that may be a month (2026-03) or a year (2026)."""
    if text.count("-") == 1:
        return formats.date_format(date.fromisoformat(f"{text}-01"), "YEAR_MONTH_FORMAT")
    if text and "-" not in text:
        return _("year %(year)s") % {"year": text}
    return whole_date(text)


def _amount_or_words(text: str) -> str:
    try:
        return money.shown(money.parse(text))
    except money.NoAmount:
        return text


PARTS = {
    "text": _text,
    "fees": _fees,
    "accounts": _accounts,
    "persons": _persons,
    "award": _award,
    "votes": _votes,
    "timeline": _timeline,
    "pictures": _pictures,
}
