"""How each kind of block is shown: from its canonical value to what its template needs. Pure, but for words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext as _

from . import charts, money, richtext


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
        "charts": _bars([value["income"], value["expense"]], sides),
        "sides": sides,
        "closing": closing,
        "note": value["note"],
    }


def _bars(values: list[dict], sides: list[dict]) -> list[dict]:
    """Both sides drawn on one scale, by group, or by row where there is one group; nothing where there is little."""
    found = [_amounts(value) for value in values]
    drawn = [amount for amounts in found for _name, amount in amounts]
    if not charts.LEAST <= len(drawn) <= 2 * charts.MOST or max(drawn) <= 0:
        return []
    return [
        {
            "title": _("%(side)s, drawn") % {"side": side["name"]},
            "description": _most(side, amounts),
            "chart": charts.bars([(name, amount, money.shown(amount)) for name, amount in amounts], max(drawn)),
        }
        for side, amounts in zip(sides, found, strict=True)
        if amounts
    ]


def _amounts(value: dict) -> list[tuple[str, Decimal]]:
    groups = value["groups"]
    if len(groups) > 1:
        return [(group["name"] or _("Others"), Decimal(group["subtotal"])) for group in groups]
    return [(row["name"], Decimal(row["amount"])) for group in groups for row in group["rows"]]


def _most(side: dict, amounts: list[tuple[str, Decimal]]) -> str:
    name, amount = max(amounts, key=lambda pair: pair[1])
    sentence = _("%(total_name)s %(total)s yuan; most of it %(name)s, %(amount)s yuan. All amounts are in the table.")
    return sentence % {**side, "name": name, "amount": money.shown(amount)}


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
    return _("Progress"), {"caption": value["caption"], "chart": _stages(value["rows"]), "rows": rows}


def _stages(rows: list[dict]) -> charts.Chart | None:
    """Plan and deed on one line of time; nothing where no two days differ."""
    found = [(row["name"], _day(row["planned"]), _day(row["done"]), some_date(row["done"])) for row in rows]
    days = {day: text for row, pair in zip(rows, found, strict=True) for day, text in _said(row, pair)}
    if len(days) < 2 or not charts.LEAST <= len(rows) <= charts.MOST:
        return None
    ends = (some_date(days[min(days)]), some_date(days[max(days)]))
    return charts.stages([(name, planned, done, said or _("to come")) for name, planned, done, said in found], ends)


def _said(row: dict, found: tuple) -> list[tuple[date, str]]:
    return [(day, text) for day, text in ((found[1], row["planned"]), (found[2], row["done"])) if day]


def _day(text: str) -> date | None:
    """Where a date stands on a line of time: a month by its middle, a year by the middle of the year."""
    if not text:
        return None
    return date.fromisoformat({4: f"{text}-07-01", 7: f"{text}-15"}.get(len(text), text))


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
