"""Comparing the blocks of two editions: which is which, and what in each differs."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from . import richtext
from .differences import ADDED, CHANGED, REMOVED, Difference, change, lines_between
from .parts import present_block


@dataclass(frozen=True)
class Row:
    """A row of a table: what it is called, and its cells by heading."""

    name: str
    cells: tuple[tuple[str, str], ...]

    def __str__(self):
        words = [self.name, *(text for _heading, text in self.cells if text)]
        return _(", ").join(words)


@dataclass(frozen=True)
class Outline:
    """A block as a comparison sees it: single fields, then rows."""

    fields: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...] = ()


def compare_blocks(before: list[dict], after: list[dict]) -> Iterator[Difference]:
    """Differences of two lists of blocks. Those of the same kind and name belong together, in their order."""
    was, now = [_signature(b) for b in before], [_signature(b) for b in after]
    for op, i1, i2, j1, j2 in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if op == "equal":
            for old, new in zip(before[i1:i2], after[j1:j2], strict=True):
                yield from _compare(old, new)
        else:
            yield from _replaced(before[i1:i2], after[j1:j2])


def _signature(block: dict) -> tuple[str, str]:
    return block["type"], name_of(block)


def name_of(block: dict) -> str:
    """What a block is called: its caption, or its heading."""
    value = block["value"]
    named = value.get("caption") or value.get("subject") or value.get("question") if isinstance(value, dict) else ""
    return named or _heading(block)


def _heading(block: dict) -> str:
    return present_block(block["type"], block["value"], "", lambda file: "").heading or _("Body text")


def _replaced(before: list[dict], after: list[dict]) -> Iterator[Difference]:
    """Blocks that lost their name: those of the same kind are taken to be the same one, the rest came or went."""
    left = list(after)
    for old in before:
        new = next((block for block in left if block["type"] == old["type"]), None)
        if new is None:
            yield Difference.whole(REMOVED, name_of(old), _summary(old))
        else:
            left.remove(new)
            yield from _compare(old, new)
    for new in left:
        yield Difference.whole(ADDED, name_of(new), _summary(new))
    if [block["type"] for block in before] != [block["type"] for block in after] and len(before) == len(after):
        order = [_("; ").join(name_of(block) for block in blocks) for blocks in (before, after)]
        if sorted(order[0]) == sorted(order[1]):
            yield change(_("Order of the parts"), *order)


def _summary(block: dict) -> str:
    if block["type"] == "text":
        return richtext.plain(block["value"])
    outline = OUTLINES[block["type"]](block["value"])
    return "\n".join([text for _label, text in outline.fields if text] + [str(row) for row in outline.rows])


def _compare(before: dict, after: dict) -> Iterator[Difference]:
    if before["value"] == after["value"]:
        return
    place = name_of(after)
    if before["type"] == "text":
        found = list(lines_between(place, richtext.lines(before["value"]), richtext.lines(after["value"])))
    else:
        outlines = [OUTLINES[block["type"]](block["value"]) for block in (before, after)]
        found = list(_compare_outlines(place, *outlines))
    yield from found or [Difference(CHANGED, _("%(part)s, its form only") % {"part": place})]


def _compare_outlines(place: str, before: Outline, after: Outline) -> Iterator[Difference]:
    was, now = dict(before.fields), dict(after.fields)
    for label in {**was, **now}:
        if was.get(label) != now.get(label):
            yield change(f"{place} · {label}", was.get(label, ""), now.get(label, ""))
    names = [[row.name for row in outline.rows] for outline in (before, after)]
    for op, i1, i2, j1, j2 in SequenceMatcher(None, *names, autojunk=False).get_opcodes():
        yield from _compare_rows(place, list(before.rows[i1:i2]), list(after.rows[j1:j2]), same=op == "equal")


def _compare_rows(place: str, before: list[Row], after: list[Row], *, same: bool) -> Iterator[Difference]:
    """Rows of the same name cell by cell; of others, those that share most of their cells are the same one renamed."""
    while before and after and (same or _renamed(before[0], after[0])):
        old, new = before.pop(0), after.pop(0)
        if old.name != new.name:
            yield change(f"{place} · {_('name')}", old.name, new.name)
        was, now = dict(old.cells), dict(new.cells)
        for heading in {**was, **now}:
            if was.get(heading) != now.get(heading):
                yield change(f"{new.name} · {heading}", was.get(heading, ""), now.get(heading, ""))
    for row in before:
        yield Difference.whole(REMOVED, place, str(row))
    for row in after:
        yield Difference.whole(ADDED, place, str(row))


def _renamed(old: Row, new: Row) -> bool:
    same = sum(pair in new.cells for pair in old.cells)
    return bool(old.cells) and same * 2 > len(old.cells)


def _fees(value: dict) -> Outline:
    headings = {
        "standard": _("Standard"),
        "unit": _("Charged per"),
        "basis": _("Basis"),
        "approved_by": _("Approved by"),
    }
    return Outline(_captioned(value), _rows(value["rows"], "item", headings))


def _accounts(value: dict) -> Outline:
    fields, rows = [*_captioned(value)], []
    for side, name in (("income", _("Income")), ("expense", _("Expense"))):
        fields.append((_("%(side)s, total") % {"side": name}, value[side]["total"]))
        for group in value[side]["groups"]:
            if group["name"]:
                rows.append(Row(f"{name} · {group['name']}", ((_("Subtotal"), group["subtotal"]),)))
            rows += [
                Row(" · ".join(filter(None, [name, group["name"], row["name"]])), ((_("Amount"), row["amount"]),))
                for row in group["rows"]
            ]
    fields.append((_("Balance"), value["balance"]))
    return Outline(tuple(fields), tuple(rows))


def _persons(value: dict) -> Outline:
    columns = value["columns"]
    fields = (*_captioned(value), (_("Columns"), _("; ").join(columns)))
    rows = tuple(Row(row[0], tuple(zip(columns[1:], row[1:], strict=True))) for row in value["rows"])
    return Outline(fields, rows)


def _award(value: dict) -> Outline:
    labels = {
        "subject": _("Subject"),
        "method": _("Method"),
        "result": _("Outcome"),
        "amount": _("Amount"),
        "decided_by": _("Deciding body"),
        "decided_on": _("Date of the decision"),
        "reason": _("Reasons"),
        "objection": _("Objections"),
    }
    return Outline(tuple((label, value[key] or "") for key, label in labels.items()))


def _votes(value: dict) -> Outline:
    labels = {
        "meeting": _("Meeting"),
        "held_on": _("Held on"),
        "question": _("Question"),
        "entitled": _("Entitled to vote"),
        "present": _("Present"),
        "in_favour": _("In favour"),
        "against": _("Against"),
        "abstain": _("Abstained"),
        "not_voting": _("Present, not voting"),
        "note": _("Minutes"),
    }
    fields = [(label, "" if value[key] is None else str(value[key])) for key, label in labels.items()]
    return Outline((*fields, (_("Outcome"), _("adopted") if value["adopted"] else _("not adopted"))))


def _timeline(value: dict) -> Outline:
    headings = {"planned": _("Planned"), "done": _("Done"), "note": _("Remark")}
    return Outline(((_("Caption of the table"), value["caption"]),), _rows(value["rows"], "name", headings))


def _pictures(value: dict) -> Outline:
    rows = [
        Row(
            picture["sizes"][-1]["sha256"][:8],
            ((_("Description of the picture"), picture["alt"]), (_("Caption of the picture"), picture["caption"])),
        )
        for picture in value["pictures"]
    ]
    return Outline(((_("Caption of the table"), value["caption"]),), tuple(rows))


def _captioned(value: dict) -> tuple[tuple[str, str], ...]:
    return ((_("Caption of the table"), value["caption"]), (_("Note"), value["note"]))


def _rows(rows: list[dict], name: str, headings: dict[str, str]) -> tuple[Row, ...]:
    return tuple(Row(row[name], tuple((label, row[key]) for key, label in headings.items())) for row in rows)


OUTLINES = {
    "fees": _fees,
    "accounts": _accounts,
    "persons": _persons,
    "award": _award,
    "votes": _votes,
    "timeline": _timeline,
    "pictures": _pictures,
}
